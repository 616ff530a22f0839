import type { ServerSettings } from "./workloads.ts";

type Size = ServerSettings["size"];
type Architecture = ServerSettings["architecture"];

/** The current general families with their GiB of memory per vCPU, smallest first. */
const FAMILIES: Readonly<Record<Architecture, readonly { readonly name: string; readonly ratio: number }[]>> =
  {
    X86_64: [
      { name: "c7i", ratio: 2 },
      { name: "m7i", ratio: 4 },
      { name: "r7i", ratio: 8 },
    ],
    ARM64: [
      { name: "c7g", ratio: 2 },
      { name: "m7g", ratio: 4 },
      { name: "r7g", ratio: 8 },
    ],
  };

/** The sizes of these families with their vCPUs, smallest first. */
const SIZES: Readonly<Record<Architecture, readonly (readonly [size: string, vcpus: number])[]>> = {
  X86_64: [
    ["large", 2],
    ["xlarge", 4],
    ["2xlarge", 8],
    ["4xlarge", 16],
    ["8xlarge", 32],
    ["12xlarge", 48],
    ["16xlarge", 64],
    ["24xlarge", 96],
    ["48xlarge", 192],
  ],
  ARM64: [
    ["medium", 1],
    ["large", 2],
    ["xlarge", 4],
    ["2xlarge", 8],
    ["4xlarge", 16],
    ["8xlarge", 32],
    ["12xlarge", 48],
    ["16xlarge", 64],
  ],
};

/** Concurrent users per vCPU of a web server: 1,000 on two vCPUs. */
const USERS_PER_VCPU = 500;

/** The smallest web server: two vCPUs. */
const WEB_VCPUS_MIN = 2;

/**
 * Returns the EC2 instance type for a size: as set, else the smallest type of the current general
 * families that meets it (fewest vCPUs, then least memory). Burstable types are never chosen; name
 * them.
 *
 * Concurrent users size a web server: up to 1,000 get a c-class instance with two vCPUs, more a
 * larger one.
 *
 * @returns undefined when no type is large enough
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html
 */
export function instanceTypeOf(size: Size, architecture: Architecture): string | undefined {
  if ("instanceType" in size) return size.instanceType;
  const needed =
    "concurrentUsers" in size
      ? { vcpus: Math.max(WEB_VCPUS_MIN, Math.ceil(size.concurrentUsers / USERS_PER_VCPU)), memoryGiB: 0 }
      : size;
  for (const [name, vcpus] of SIZES[architecture]) {
    if (vcpus < needed.vcpus) continue;
    const family = FAMILIES[architecture].find(({ ratio }) => vcpus * ratio >= needed.memoryGiB);
    if (family !== undefined) return `${family.name}.${name}`;
  }
  return undefined;
}

/**
 * Returns the architecture of an instance type: Graviton families have a `g` after the generation.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOfInstanceType(instanceType: string): Architecture {
  const [family = ""] = instanceType.split(".");
  return family === "a1" || /^[a-z]+\d+g/.test(family) ? "ARM64" : "X86_64";
}
