import { AwsHealth } from "../../../tools/deploy/health/aws-health.ts";
import type { HealthQuestion } from "../../../tools/deploy/health/health-question.ts";
import { SimulatedHealth } from "../../../tools/rehearse/simulated-health.ts";
import type { SimulatedResource } from "../../../tools/rehearse/simulator/simulator-types.ts";
import {
  type SimulatedStateBackend,
  startStateBackend,
} from "../../../tools/rehearse/state-backend/state-backend.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

const ACCOUNT = "123456789012";
const REGION = "us-east-1";
const CLUSTER = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/shop`;
const tasks = (revision: number) => `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/shop-web:${revision}`;
const groupArn = (name: string) =>
  `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/${name}/73e2d6bc24d8a067`;

function resource(type: string, id: string, values: SimulatedResource["values"]): SimulatedResource {
  return { type, id, region: REGION, values };
}

const RESOURCES = [
  resource("aws_ecs_service", "web", {
    name: "web",
    cluster: CLUSTER,
    desired_count: 3,
    task_definition: tasks(7),
    load_balancer: [{ target_group_arn: groupArn("shop-web"), container_name: "web" }],
  }),
  // Of the same name, in another cluster.
  resource("aws_ecs_service", "other-web", {
    name: "web",
    cluster: CLUSTER.replace("shop", "other"),
    task_definition: tasks(1),
    load_balancer: [],
  }),
  resource("aws_lb_target_group", groupArn("shop-web"), { arn: groupArn("shop-web"), name: "shop-web" }),
  resource("aws_lb_target_group", groupArn("empty"), { arn: groupArn("empty"), name: "empty" }),
  resource("aws_lb_target_group_attachment", "attachment-1", {
    target_group_arn: groupArn("shop-web"),
    target_id: "i-1",
  }),
  resource("aws_autoscaling_group", "shop-resolver", {
    name: "shop-resolver",
    target_group_arns: [groupArn("shop-web")],
  }),
];

const SERVICE: HealthQuestion = {
  kind: "service",
  region: REGION,
  name: "web",
  cluster: CLUSTER,
  taskDefinition: tasks(7),
};
const FLEET: HealthQuestion = { kind: "fleet", region: REGION, name: "shop-resolver" };

function targets(name: string): HealthQuestion {
  return { kind: "targets", region: REGION, name, arn: groupArn(name) };
}

let temporaryFolder: TemporaryFolder;
let stateBackend: SimulatedStateBackend;
let simulated: SimulatedHealth;
let health: AwsHealth;

beforeEach(async () => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  simulated = new SimulatedHealth({
    accountId: ACCOUNT,
    resources: (type) => RESOURCES.filter((one) => type === undefined || one.type === type),
    implicitResources: () => [],
  });
  stateBackend = await startStateBackend({
    folder: temporaryFolder.path,
    accountId: ACCOUNT,
    findBucket: () => undefined,
    findKmsKeyArn: () => undefined,
    handleOther: (request, requestId) => simulated.handle(request, requestId),
  });
  health = new AwsHealth(stateBackend.env);
});
afterEach(async () => {
  await stateBackend.stop();
  await temporaryFolder.remove();
});

describe("the simulated health of a service", () => {
  it("is healthy when the asked task definition runs, with the cluster's ARN or name", async () => {
    const healthy = { state: "healthy", why: "3 of 3 tasks run" };
    expect(await health.ask(SERVICE)).toEqual(healthy);
    expect(await health.ask({ ...SERVICE, cluster: "shop" })).toEqual(healthy);
  });

  it("is on the way while its deployment is in progress", async () => {
    simulated.unhealthy.add("web");
    expect(await health.ask(SERVICE)).toEqual({ state: "waiting", why: "0 of 3 tasks run" });
  });

  it("has failed when it was rolled back to another task definition", async () => {
    const question = { ...SERVICE, taskDefinition: tasks(8) };
    expect(await health.ask(question)).toEqual({
      state: "failed",
      why: `it was rolled back to ${tasks(7)}`,
    });
  });

  it("is on the way while there is no such service in the cluster", async () => {
    const waiting = { state: "waiting", why: "no deployment yet" };
    expect(await health.ask({ ...SERVICE, name: "api" })).toEqual(waiting);
    expect(await health.ask({ ...SERVICE, cluster: "third" })).toEqual(waiting);
  });
});

describe("the simulated health of targets", () => {
  it("counts servers, services and fleets in the group", async () => {
    expect(await health.ask(targets("shop-web"))).toEqual({
      state: "healthy",
      why: "3 of 3 targets healthy",
    });
  });

  it("is on the way while they are unhealthy, or there are none", async () => {
    simulated.unhealthy.add("shop-web");
    expect(await health.ask(targets("shop-web"))).toEqual({
      state: "waiting",
      why: "0 of 3 targets healthy",
    });
    expect(await health.ask(targets("empty"))).toEqual({ state: "waiting", why: "0 of 0 targets healthy" });
  });

  it("is an error of AWS for an unknown group", async () => {
    const error = await health.ask(targets("gone")).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: `Target groups '${groupArn("gone")}' not found` });
  });
});

describe("the simulated health of a fleet", () => {
  it("is healthy without an instance refresh, and on the way during one", async () => {
    expect(await health.ask(FLEET)).toEqual({ state: "healthy", why: "all servers are current" });
    simulated.unhealthy.add("shop-resolver");
    expect(await health.ask(FLEET)).toEqual({
      state: "waiting",
      why: "instance refresh InProgress, 0 %",
    });
  });
});

describe("SimulatedHealth", () => {
  it("leaves other calls to the state backend, which rejects them", async () => {
    const other = new SimulatedHealth({
      accountId: ACCOUNT,
      resources: () => [],
      implicitResources: () => [],
    });
    const handle = vi.spyOn(simulated, "handle").mockReturnValue(undefined);
    await expect(health.ask(FLEET)).rejects.toThrow(/autoscaling/);
    const [request, requestId] = handle.mock.calls[0]!;
    const described = { ...request, body: Buffer.from("Action=DescribeAutoScalingGroups") };
    expect(other.handle(described, requestId)).toBeUndefined();
  });
});
