import { xmlElementText } from "../../../../tools/rehearse/state-backend/xml.ts";
import { resource, withOperator } from "./support/operator.ts";

const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/shop";
const TASKS = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-web";
const SERVICE = resource("aws_ecs_service", "web", {
  name: "web",
  cluster: CLUSTER,
  desired_count: 3,
  task_definition: `${TASKS}:7`,
});
const DEFINITION = resource("aws_ecs_task_definition", `${TASKS}:7`, {
  family: "shop-web",
  revision: 7,
  arn: `${TASKS}:7`,
  cpu: "256",
  memory: "512",
  network_mode: "awsvpc",
  requires_compatibilities: ["FARGATE"],
  runtime_platform: [{ cpu_architecture: "ARM64", operating_system_family: "LINUX" }],
  container_definitions: JSON.stringify([{ name: "web", image: "web:1" }]),
});

interface Described {
  readonly taskDefinition: Readonly<Record<string, unknown>>;
}

describe("CI at Amazon ECS", () => {
  it("reads the newest revision, registers the next with another image, and rolls it out", () =>
    withOperator([SERVICE, DEFINITION], ({ json, account }) => {
      const { taskDefinition } = json("ecs", "DescribeTaskDefinition", {
        taskDefinition: "shop-web",
      }) as Described;
      expect(taskDefinition).toMatchObject({
        taskDefinitionArn: `${TASKS}:7`,
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
        containerDefinitions: [{ name: "web", image: "web:1" }],
      });
      const next = { ...taskDefinition, containerDefinitions: [{ name: "web", image: "web:2" }] };
      expect(json("ecs", "RegisterTaskDefinition", next)).toMatchObject({
        taskDefinition: { taskDefinitionArn: `${TASKS}:8`, cpu: "256", networkMode: "awsvpc" },
      });
      json("ecs", "UpdateService", { cluster: "shop", service: "web", taskDefinition: "shop-web" });
      expect(account.find("aws_ecs_service", "us-east-1", "web")?.values).toMatchObject({
        task_definition: `${TASKS}:8`,
        desired_count: 3,
      });
    }));

  it("stops a service by its number of tasks, and cannot find another cluster's", () =>
    withOperator([SERVICE, DEFINITION], ({ json, account }) => {
      json("ecs", "UpdateService", { cluster: CLUSTER, service: "web", desiredCount: 0 });
      expect(account.find("aws_ecs_service", "us-east-1", "web")?.values.desired_count).toBe(0);
      const other = { cluster: "other", service: "web", desiredCount: 1 };
      expect(() => json("ecs", "UpdateService", other)).toThrow("Service not found.");
      expect(() => json("ecs", "DescribeTaskDefinition", { taskDefinition: "x" })).toThrow(
        /Unable to describe/,
      );
    }));
});

describe("an operator of Secrets Manager", () => {
  const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/key-AbCdEf";
  const secret = resource("aws_secretsmanager_secret", arn, { arn, name: "shop/key" });
  const get = (stage?: string) => ({ SecretId: "shop/key", ...(stage && { VersionStage: stage }) });

  it("reads the value that was set last, and the one before", () =>
    withOperator([secret], ({ json }) => {
      expect(() => json("secretsmanager", "GetSecretValue", get())).toThrow(/can't find .* AWSCURRENT/);
      for (const text of ["one", "two", "three"]) {
        json("secretsmanager", "PutSecretValue", { SecretId: arn, SecretString: text });
      }
      expect(json("secretsmanager", "GetSecretValue", get())).toMatchObject({ SecretString: "three" });
      expect(json("secretsmanager", "GetSecretValue", get("AWSPREVIOUS"))).toMatchObject({
        SecretString: "two",
      });
      expect(() => json("secretsmanager", "GetSecretValue", get("OTHER"))).toThrow(/can't find .* OTHER/);
    }));

  it("finds no value of a secret that was deleted and created again", () =>
    withOperator([secret], ({ json, account }) => {
      json("secretsmanager", "PutSecretValue", { SecretId: arn, SecretString: "old" });
      account.remove(secret.type, secret.region, secret.id);
      expect(() => json("secretsmanager", "GetSecretValue", get())).toThrow("find the specified secret.");
      account.put(secret);
      expect(() => json("secretsmanager", "GetSecretValue", get())).toThrow(/can't find .* AWSCURRENT/);
    }));
});

describe("an operator of Auto Scaling", () => {
  it("renews a fleet that exists", () =>
    withOperator([resource("aws_autoscaling_group", "fleet", { name: "fleet" })], ({ query }) => {
      const started = query("autoscaling", "StartInstanceRefresh", { AutoScalingGroupName: "fleet" })!;
      expect(xmlElementText(started, "InstanceRefreshId")).toMatch(/^[0-9a-f-]{36}$/);
      const other = { AutoScalingGroupName: "other" };
      expect(() => query("autoscaling", "StartInstanceRefresh", other)).toThrow(
        /group 'other' not found|'other'/,
      );
    }));

  it("changes the limits of a service's scaling", () => {
    const id = { resource_id: "service/shop/web", scalable_dimension: "ecs:service:DesiredCount" };
    const target = resource("aws_appautoscaling_target", "target", {
      ...id,
      min_capacity: 1,
      max_capacity: 4,
    });
    const call = { ResourceId: id.resource_id, ScalableDimension: id.scalable_dimension };
    return withOperator([target], ({ json, account }) => {
      json("application-autoscaling", "RegisterScalableTarget", { ...call, MinCapacity: 0 });
      expect(account.find(target.type, target.region, target.id)?.values).toMatchObject({
        min_capacity: 0,
        max_capacity: 4,
      });
      const tooMany = { ...call, MinCapacity: 5 };
      expect(() => json("application-autoscaling", "RegisterScalableTarget", tooMany)).toThrow(
        /cannot be less/,
      );
    });
  });
});

describe("OperatorCalls", () => {
  it("leaves other calls to the state backend, which rejects them", () =>
    withOperator([], ({ json, query }) => {
      expect(json("ecs", "DeleteCluster", {})).toBeUndefined();
      expect(json("ecs", "constructor", {})).toBeUndefined();
      expect(query("rds", "RebootDBInstance")).toBeUndefined();
      expect(query("elasticache", "DescribeSnapshots")).toBeUndefined();
    }));
});
