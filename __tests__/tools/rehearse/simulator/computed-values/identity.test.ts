import { resourceId } from "../../../../../tools/rehearse/simulator/resource-id.ts";

describe("what tells a resource from the others of its type", () => {
  it("is its id, else its ARN or name", () => {
    expect(resourceId("aws_vpc", { id: "vpc-0", arn: "arn:vpc" })).toBe("vpc-0");
    expect(resourceId("aws_thing", { arn: "arn:thing", name: "a" })).toBe("arn:thing");
    expect(resourceId("aws_thing", { id: "", name: "a" })).toBe("a");
  });

  it("is the revision of a task definition, whose id all revisions share", () => {
    const revision = (number: number) =>
      resourceId("aws_ecs_task_definition", { id: "web", arn: `arn:web:${number}` });
    expect(revision(1)).not.toBe(revision(2));
  });

  it("names what an object, a policy or a permission belongs to", () => {
    expect(resourceId("aws_s3_object", { id: "key", arn: "arn:aws:s3:::bucket/key" })).toBe(
      "arn:aws:s3:::bucket/key",
    );
    expect(resourceId("aws_lambda_permission", { id: "s3", function_name: "f" })).toBe("f/s3");
  });

  it("is all that is known of what has no name", () => {
    expect(resourceId("aws_thing", { a: 1 })).not.toBe(resourceId("aws_thing", { a: 2 }));
    expect(resourceId("aws_thing", { a: 1 })).toBe(resourceId("aws_thing", { a: 1 }));
  });

  it("does not hang on the order in which Terraform hands it back", () => {
    const createdValues = resourceId("aws_thing", { b: 1, tags: { d: "1", c: "2" }, a: null });
    expect(resourceId("aws_thing", { a: null, b: 1, tags: { c: "2", d: "1" } })).toBe(createdValues);
  });
});
