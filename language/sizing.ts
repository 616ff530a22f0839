import {
  type Architecture,
  GENERAL_FAMILIES,
  GENERAL_SIZES,
  memoryMiBOf,
  vcpusOf,
} from "../aws/instance-types.ts";
import type { ServerSettings } from "./workloads.ts";

type Size = ServerSettings["size"];
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
 */
export function instanceTypeOf(size: Size, architecture: Architecture): string | undefined {
  if ("instanceType" in size) return size.instanceType;
  const needed =
    "concurrentUsers" in size
      ? { vcpus: Math.max(WEB_VCPUS_MIN, Math.ceil(size.concurrentUsers / USERS_PER_VCPU)), memoryGiB: 0 }
      : size;
  const types = GENERAL_SIZES[architecture].flatMap((name) =>
    GENERAL_FAMILIES[architecture].map((family) => `${family}.${name}`),
  );
  return types.find((type) => vcpusOf(type) >= needed.vcpus && memoryMiBOf(type) >= needed.memoryGiB * 1024);
}
