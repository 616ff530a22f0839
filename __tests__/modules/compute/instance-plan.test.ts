import { serverSchema } from "../../../language/workloads.ts";
import { metadataOptions, planInstance, planSecretTags } from "../../../modules/compute/instance-plan.ts";

const server = (values: object = {}) => serverSchema.parse({ kind: "server", tier: "private", ...values });

describe("planInstance", () => {
  it("selects the instance type by the given size", () => {
    expect(planInstance(server()).instanceType).toBe("t3.micro");
    expect(planInstance(server({ size: { vcpus: 8, memoryGiB: 32 } })).instanceType).toBe("m7i.2xlarge");
    expect(planInstance(server({ size: { concurrentUsers: 1001 } })).instanceType).toBe("c7i.xlarge");
    const arm = server({ size: { vcpus: 2, memoryGiB: 4 }, architecture: "ARM64" });
    expect(planInstance(arm).instanceType).toBe("c7g.large");
  });

  it("uses Amazon Linux 2023 for the server's architecture", () => {
    const parameter = (architecture: string) => planInstance(server({ architecture })).imageParameter;
    expect(parameter("X86_64")).toBe("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64");
    expect(parameter("ARM64")).toBe("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64");
  });

  it("plans the user data, if there is any setup", () => {
    expect(planInstance(server()).userData).toBeUndefined();
    expect(planInstance(server({ packages: ["nginx"] })).userData).toContain("dnf install -y nginx\n");
  });

  it("throws for a size larger than every instance type", () => {
    expect(() =>
      planInstance(server({ size: { vcpus: 192, memoryGiB: 1536 }, architecture: "ARM64" })),
    ).toThrow("no ARM64 server is large enough");
  });
});

describe("planSecretTags", () => {
  const arns = { "user-db": "arn:user-db", "order-db": "arn:order-db" };

  it("returns a tag for each secret of the spec", () => {
    expect(planSecretTags({ secrets: ["user-db"] }, arns)).toEqual({ "user-db-secret-arn": "arn:user-db" });
    expect(planSecretTags({ secrets: [] }, arns)).toEqual({});
  });
});

describe("metadataOptions", () => {
  it("exposes tags in the metadata only if there are secret tags", () => {
    expect(metadataOptions({}).instanceMetadataTags).toBe("disabled");
    expect(metadataOptions({ "user-db-secret-arn": "arn" }).instanceMetadataTags).toBe("enabled");
  });
});
