import { healthQuestions } from "../../../../tools/deploy/health/health-question.ts";
import type { StateResource } from "../../../../tools/terraform/state-file.ts";

const GROUP_ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-web/73e2d6bc24d8a067";
const TASKS = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-web:7";

function resource(type: string, attributes: StateResource["attributes"]): StateResource {
  return { address: `${type}.web`, type, mode: "managed", attributes, dependencies: [] };
}

const SERVICE = resource("aws_ecs_service", {
  id: "arn:aws:ecs:us-east-1:123456789012:service/shop/web",
  name: "web",
  cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
  task_definition: TASKS,
});
const FLEET = resource("aws_autoscaling_group", {
  arn: "arn:aws:autoscaling:us-west-2:123456789012:autoScalingGroup:4b1d:autoScalingGroupName/shop-resolver",
  name: "shop-resolver",
});
const GROUP = resource("aws_lb_target_group", { arn: GROUP_ARN, name: "shop-web" });
const ROLE = resource("aws_iam_role", { arn: "arn:aws:iam::123456789012:role/web", name: "web" });
const RESOURCES = [SERVICE, FLEET, GROUP, ROLE];

const ASKED = {
  service: {
    kind: "service",
    region: "us-east-1",
    name: "web",
    cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
    taskDefinition: TASKS,
  },
  fleet: { kind: "fleet", region: "us-west-2", name: "shop-resolver" },
  targets: { kind: "targets", region: "eu-west-1", name: "shop-web", arn: GROUP_ARN },
};

const ALL: ReadonlySet<string> = new Set(RESOURCES.map(({ address }) => address));
const NONE: ReadonlySet<string> = new Set();

describe("healthQuestions", () => {
  it("asks nothing about what the pass left as it was, even if traffic moves", () => {
    const questions = healthQuestions({
      resources: RESOURCES,
      created: NONE,
      updated: NONE,
      movesTraffic: true,
    });
    expect(questions).toEqual([]);
  });

  it.each([true, false])("asks about changed services and fleets if traffic moves: %s", (movesTraffic) => {
    const questions = healthQuestions({ resources: RESOURCES, created: NONE, updated: ALL, movesTraffic });
    expect(questions).toEqual([ASKED.service, ASKED.fleet]);
  });

  it("asks about everything new that gets traffic, target groups included", () => {
    const questions = healthQuestions({
      resources: RESOURCES,
      created: ALL,
      updated: NONE,
      movesTraffic: true,
    });
    expect(questions).toEqual([ASKED.service, ASKED.fleet, ASKED.targets]);
  });

  it("does not ask about what is new and gets no traffic: its image may come later", () => {
    const questions = healthQuestions({
      resources: RESOURCES,
      created: ALL,
      updated: ALL,
      movesTraffic: false,
    });
    expect(questions).toEqual([]);
  });
});
