import { resourceId } from "../../../../../tools/rehearse/simulator/resource-id.ts";

describe("the identity of a resource within its type", () => {
  it("is its ID, otherwise its ARN or name", () => {
    expect(resourceId("aws_vpc", { id: "vpc-0", arn: "arn:vpc" })).toBe("vpc-0");
    expect(resourceId("aws_thing", { arn: "arn:thing", name: "a" })).toBe("arn:thing");
    expect(resourceId("aws_thing", { id: "", name: "a" })).toBe("a");
  });

  it("is the revision of a task definition, whose ID all revisions share", () => {
    const revision = (number: number) =>
      resourceId("aws_ecs_task_definition", { id: "web", arn: `arn:web:${number}` });
    expect([revision(1), revision(2)]).toEqual(["arn:web:1", "arn:web:2"]);
  });

  it("includes the parent of an object, a policy or a permission", () => {
    expect(resourceId("aws_s3_object", { id: "key", arn: "arn:aws:s3:::bucket/key" })).toBe(
      "arn:aws:s3:::bucket/key",
    );
    expect(resourceId("aws_lambda_permission", { id: "s3", function_name: "f" })).toBe("f/s3");
  });

  it("is all known values if it has no name", () => {
    expect(resourceId("aws_thing", { a: 1 })).not.toBe(resourceId("aws_thing", { a: 2 }));
    expect(resourceId("aws_thing", { a: 1 })).toBe(resourceId("aws_thing", { a: 1 }));
  });

  it("does not depend on the order in which Terraform returns the values", () => {
    const createdValues = resourceId("aws_thing", { b: 1, tags: { d: "1", c: "2" }, a: null });
    expect(resourceId("aws_thing", { a: null, b: 1, tags: { c: "2", d: "1" } })).toBe(createdValues);
  });
});
