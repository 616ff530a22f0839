import { callContextWith, computedAfterCreate, existingResource } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

describe("the computed values of ECS", () => {
  it("containers have a repository, cluster, service, and increasing revisions of a family", () => {
    expect(
      computedAfterCreate("aws_ecr_repository", { name: "app" }, ["repository_url", "registry_id", "arn"]),
    ).toMatchObject({
      repository_url: "123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
      registry_id: "123456789012",
      arn: "arn:aws:ecr:us-east-1:123456789012:repository/app",
    });
    const cluster = computedAfterCreate("aws_ecs_cluster", { name: "main" }, ["id", "arn"]);
    expect(
      computedAfterCreate("aws_ecs_service", { name: "web", cluster: cluster.arn ?? "" }, ["id"]).id,
    ).toBe("arn:aws:ecs:us-east-1:123456789012:service/main/web");
    const first = computedAfterCreate(
      "aws_ecs_task_definition",
      { family: "web" },
      { id: "string", revision: "number", arn: "string", arn_without_revision: "string" },
    );
    expect(first).toMatchObject({
      id: "web",
      revision: 1,
      arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
      arn_without_revision: "arn:aws:ecs:us-east-1:123456789012:task-definition/web",
    });
    const next = computedAfterCreate(
      "aws_ecs_task_definition",
      { family: "web" },
      { id: "string", revision: "number", arn: "string" },
      callContextWith(existingResource("aws_ecs_task_definition", "web", first)),
    );
    expect(next).toMatchObject({
      revision: 2,
      arn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2",
    });
  });
});

describe("the data sources of ECS", () => {
  it("read task definitions and services: the newest revision; AWS's error if there is none", () => {
    const revision = (number: number) =>
      existingResource("aws_ecs_task_definition", `web${number}`, {
        family: "web",
        revision: number,
        arn: `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${number}`,
      });
    expect(
      readDataSource(
        "aws_ecs_task_definition",
        { task_definition: "web" },
        ["revision"],
        revision(1),
        revision(2),
      ),
    ).toEqual({ revision: 2 });
    expect(
      readDataSource(
        "aws_ecs_task_definition",
        { task_definition: "web:1" },
        ["revision"],
        revision(1),
        revision(2),
      ),
    ).toEqual({ revision: 1 });
    expect(readDataSource("aws_ecs_task_definition", { task_definition: "web" }, ["revision"])).toEqual({
      apiError: {
        code: "ClientException",
        operation: "DescribeTaskDefinition",
        message: "Unable to describe task definition.",
      },
    });
    const service = existingResource(
      "aws_ecs_service",
      "arn:aws:ecs:us-east-1:123456789012:service/main/web",
      {
        name: "web",
        cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
        desired_count: 3,
      },
    );
    const config = { service_name: "web", cluster_arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main" };
    expect(readDataSource("aws_ecs_service", config, ["desired_count", "service_name"], service)).toEqual({
      desired_count: 3,
      service_name: "web",
    });
    expect(
      readDataSource("aws_ecs_service", { ...config, cluster_arn: "other" }, ["desired_count"], service),
    ).toMatchObject({ apiError: { code: "ServiceNotFoundException", message: "Service not found: web" } });
  });
});
