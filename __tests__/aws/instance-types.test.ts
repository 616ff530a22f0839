import {
  addressesPerInterface,
  amazonLinuxParameter,
  architectureOfInstanceType,
  EC2_ARCHITECTURES,
  GENERAL_FAMILIES,
  GENERAL_SIZES,
  memoryMiBOf,
  normalizedUnits,
  vcpusOf,
} from "../../aws/instance-types.ts";
import { resolve } from "../../language/resolve.ts";
import { planInstance } from "../../modules/compute/instance-plan.ts";
import { shop } from "../language/support/shop.ts";
import { computedAfterCreate } from "../tools/rehearse/simulator/computed-values/support.ts";
import { refusalsOf } from "./support/both-sides.ts";

describe("architectureOfInstanceType", () => {
  it.each([
    ["t4g.nano", "ARM64"],
    ["a1.medium", "ARM64"],
    ["c7gn.large", "ARM64"],
    ["im4gn.large", "ARM64"],
    ["g5g.xlarge", "ARM64"],
    ["t3.micro", "X86_64"],
    ["m7i.large", "X86_64"],
    ["g4dn.xlarge", "X86_64"],
    ["g6.xlarge", "X86_64"],
    ["u-6tb1.metal", "X86_64"],
  ] as const)("for %s returns %s", (type, architecture) => {
    expect(architectureOfInstanceType(type)).toBe(architecture);
  });
});

describe("normalizedUnits", () => {
  it.each([
    ["t3.nano", 0.25],
    ["m7g.large", 4],
    ["c7i.xlarge", 8],
    ["r7i.48xlarge", 384],
    ["db.t4g.micro", 0.5],
    ["cache.r7g.2xlarge", 16],
    ["r6g.large.search", 4],
    ["u-6tb1.metal", undefined],
    ["constructor", undefined],
  ])("of %s are %s", (type, units) => {
    expect(normalizedUnits(type)).toBe(units);
  });
});

describe("instance types", () => {
  it.each([
    ["c7i.large", 2, 4],
    ["m7g.medium", 1, 4],
    ["r7i.48xlarge", 192, 1536],
    ["c7g.16xlarge", 64, 128],
    ["t3.micro", 2, 1],
    ["t4g.xlarge", 4, 16],
  ])("have vCPUs and memory: %s has %i and %i GiB", (type, vcpus, memoryGiB) => {
    expect(vcpusOf(type)).toBe(vcpus);
    expect(memoryMiBOf(type)).toBe(memoryGiB * 1024);
  });

  it.each(["ARM64", "X86_64"] as const)(
    "of the general families are listed smallest first: %s",
    (architecture) => {
      const types = GENERAL_SIZES[architecture].flatMap((size) =>
        GENERAL_FAMILIES[architecture].map((family) => `${family}.${size}`),
      );
      expect(types.map(architectureOfInstanceType)).toEqual(types.map(() => architecture));
      const costs = types.map((type) => vcpusOf(type) * 1e9 + memoryMiBOf(type));
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
    },
  );

  it.each(["t3.micro", "t4g.small", "c7g.medium", "m7i.4xlarge", "a1.large"])(
    "are described by the simulator as they are: %s",
    (type) => {
      const names = [
        "default_vcpus",
        "memory_size",
        "supported_architectures",
        "maximum_ipv4_addresses_per_interface",
      ];
      expect(computedAfterCreate("aws_ec2_instance_type", { instance_type: type }, names)).toMatchObject({
        default_vcpus: String(vcpusOf(type)),
        memory_size: String(memoryMiBOf(type)),
        maximum_ipv4_addresses_per_interface: String(addressesPerInterface(type) ?? 10),
      });
    },
  );

  it.each(["ARM64", "X86_64"] as const)("run the image that the modules name: %s", (architecture) => {
    const workers = resolve(shop, "prod").workloads.workers!;
    if (workers.kind !== "fleet") throw new Error("not a fleet");
    const { instanceType, imageParameter } = planInstance({
      ...workers,
      architecture,
      size: { vcpus: 2, memoryGiB: 4 },
    });
    expect(imageParameter).toBe(amazonLinuxParameter(architecture));
    expect(imageParameter).toMatch(new RegExp(`-${EC2_ARCHITECTURES[architecture]}$`));
    for (const other of ["ARM64", "X86_64"] as const) {
      const after = { instance_type: instanceType, image_id: `resolve:ssm:${amazonLinuxParameter(other)}` };
      const refusals = refusalsOf({
        constraint: "instance-architecture",
        type: "aws_launch_template",
        after,
      });
      expect(refusals.length === 0).toBe(other === architecture);
    }
  });
});
