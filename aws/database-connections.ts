import { memoryMiBOf, vcpusOf } from "./instance-types.ts";

/**
 * The parameters of RDS for PostgreSQL's default `max_connections`,
 * `LEAST(DBInstanceClassMemory / 9531392, 5000)`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 * (read 2026-11-30, in AWS Prescriptive Guidance's page of `max_connections`)
 */
const POSTGRES_CONNECTIONS = { bytesEach: 9_531_392, max: 5000 } as const;

/**
 * Memory that `DBInstanceClassMemory` lacks: the operating system and RDS's own processes use it.
 * AWS publishes no numbers: these are an estimate, which leaves somewhat less than databases of 1
 * to 16 GiB report.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ParamValuesRef.html
 * (not read again)
 */
const RESERVED_MEMORY = { share: 0.1, mib: 128 } as const;

/**
 * GiB per vCPU of DB classes with more memory than EC2's memory families.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 * (not read again)
 */
const LARGE_MEMORY_GIB_PER_VCPU: Readonly<Record<string, number>> = {
  x2g: 16,
  x2idn: 16,
  x2iedn: 32,
  x2iezn: 32,
};

/** Returns the memory of a DB instance class, such as `db.t3.micro`, in MiB. */
export function memoryMiBOfDbClass(instanceClass: string): number {
  const instanceType = instanceClass.replace(/^db\./, "");
  const [family = ""] = instanceType.split(".");
  const gibPerVcpu = LARGE_MEMORY_GIB_PER_VCPU[family];
  return gibPerVcpu === undefined ? memoryMiBOf(instanceType) : vcpusOf(instanceType) * gibPerVcpu * 1024;
}

/** Returns the connections that RDS for PostgreSQL admits at least, on an instance class. */
export function maxPostgresConnections(instanceClass: string): number {
  const usableMiB = memoryMiBOfDbClass(instanceClass) * (1 - RESERVED_MEMORY.share) - RESERVED_MEMORY.mib;
  const connections = Math.floor((usableMiB * 1024 ** 2) / POSTGRES_CONNECTIONS.bytesEach);
  return Math.min(connections, POSTGRES_CONNECTIONS.max);
}
