/** The processor architectures of EC2 and Fargate, by the names of Fargate. */
export type Architecture = "ARM64" | "X86_64";

/**
 * EC2's names of the architectures.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ProcessorInfo.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const EC2_ARCHITECTURES = { ARM64: "arm64", X86_64: "x86_64" } as const satisfies Record<
  Architecture,
  string
>;

/**
 * Returns the architecture of an instance type: Graviton families have a `g` after the generation.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 * (not read again)
 */
export function architectureOfInstanceType(instanceType: string): Architecture {
  const [family = ""] = instanceType.split(".");
  return family === "a1" || /^[a-z]+\d+g/.test(family) ? "ARM64" : "X86_64";
}

/**
 * The current general families by architecture: compute, general purpose, memory.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html
 * (not read again)
 */
export const GENERAL_FAMILIES: Readonly<Record<Architecture, readonly string[]>> = {
  X86_64: ["c7i", "m7i", "r7i"],
  ARM64: ["c7g", "m7g", "r7g"],
};

/**
 * The sizes of the general families, smallest first.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const GENERAL_SIZES: Readonly<Record<Architecture, readonly string[]>> = {
  X86_64: [
    "large",
    "xlarge",
    "2xlarge",
    "4xlarge",
    "8xlarge",
    "12xlarge",
    "16xlarge",
    "24xlarge",
    "48xlarge",
  ],
  ARM64: ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
};

/** Reports that an instance type is burstable: `t3.micro`. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/** vCPUs by size, of types that are not burstable. */
const VCPUS_BY_SIZE: Readonly<Record<string, number>> = { medium: 1, large: 2, xlarge: 4, metal: 96 };

/**
 * Returns the vCPUs of an instance type.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 * (not read again)
 */
export function vcpusOf(instanceType: string): number {
  const size = sizeOf(instanceType);
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return Number(multiple) * 4;
  return isBurstable(instanceType) && size !== "xlarge" ? 2 : (VCPUS_BY_SIZE[size] ?? 2);
}

/** Memory in MiB by size, of burstable types. */
const BURSTABLE_MIB: Readonly<Record<string, number>> = {
  nano: 512,
  micro: 1024,
  small: 2048,
  medium: 4096,
  large: 8192,
};

/**
 * Returns the memory of an instance type in MiB: 2 GiB per vCPU in compute families, 8 in memory
 * families, 4 in others.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 * (not read again)
 */
export function memoryMiBOf(instanceType: string): number {
  const small = BURSTABLE_MIB[sizeOf(instanceType)];
  if (isBurstable(instanceType) && small !== undefined) return small;
  const gibPerVcpu = /^c/.test(instanceType) ? 2 : /^(r|x|z)/.test(instanceType) ? 8 : 4;
  return vcpusOf(instanceType) * 1024 * gibPerVcpu;
}

/** The normalized units of the sizes below `2xlarge`. */
const UNITS_BY_SIZE: Readonly<Record<string, number>> = {
  nano: 0.25,
  micro: 0.5,
  small: 1,
  medium: 2,
  large: 4,
  xlarge: 8,
};

/**
 * Returns the size of an instance type, class or node type in AWS's normalized units, by which
 * sizes of one family are priced: `db.r6g.2xlarge` has 16. Undefined for bare metal and unknown
 * names.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-modifying.html
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_CoverageNormalizedUnits.html
 * (the second read 2026-11-30)
 */
export function normalizedUnits(instanceType: string): number | undefined {
  for (const part of instanceType.split(".")) {
    const multiple = /^(\d+)xlarge$/.exec(part)?.[1];
    if (multiple !== undefined) return Number(multiple) * 8;
    if (Object.hasOwn(UNITS_BY_SIZE, part)) return UNITS_BY_SIZE[part];
  }
  return undefined;
}

/** The most IPv4 addresses per network interface by small size. */
const ADDRESSES_BY_SIZE: Readonly<Record<string, number>> = { nano: 2, micro: 2, small: 4, medium: 6 };

/**
 * Returns the most IPv4 addresses of a network interface; undefined for large sizes, which have ten
 * or more.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 * (not read again)
 */
export function addressesPerInterface(instanceType: string): number | undefined {
  return ADDRESSES_BY_SIZE[sizeOf(instanceType)];
}

function sizeOf(instanceType: string): string {
  return instanceType.split(".")[1] ?? "";
}

/**
 * Public parameters of the newest Amazon Linux 2023 image: the default one, and the minimal one.
 * https://docs.aws.amazon.com/linux/al2023/ug/ec2.html#launch-via-aws-cli
 * (not read again)
 */
export function amazonLinuxParameter(
  architecture: Architecture,
  variant: "default" | "minimal" = "default",
): string {
  const kernel = variant === "default" ? "kernel-default" : "minimal-kernel-default";
  return `/aws/service/ami-amazon-linux-latest/al2023-ami-${kernel}-${EC2_ARCHITECTURES[architecture]}`;
}

/**
 * Families of DB instance classes that current versions of PostgreSQL do not support.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 * (not read again)
 */
export const OLD_DB_CLASSES = /^db\.(?:t[12]|m[1-4]|r[34])\./;

/**
 * Families of cache nodes without encryption in transit and failover.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html#in-transit-encryption-constraints
 * (not read again)
 */
export const OLD_CACHE_NODES = /^cache\.(?:t1|m[12]|c1)\./;
