import { privateDnsDomain } from "../../../../aws/regions.ts";
import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { BENCHMARK_RANGE, DOCUMENTATION_IPV4_RANGES } from "../../../../aws/special-ranges.ts";
import { RESERVED_ADDRESSES } from "../../../../aws/vpc-quotas.ts";
import type { ReadonlyAccount } from "../simulator-types.ts";
import { cidrAttribute, stringAttribute, stringListAttribute } from "./attribute-reader.ts";
import { deterministicNumber } from "./deterministic-values.ts";
import { findExistingResource } from "./existing-resources.ts";
import type { ValueContext } from "./value-context.ts";

/** Attributes that hold the private IP addresses of the account's resources. */
const PRIVATE_IP_ATTRIBUTES = ["private_ip", "ip_address", "private_ip_address"] as const;

/** Every private IP address in use, so that no two resources share one. */
function usedPrivateAddresses(account: ReadonlyAccount): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { values } of account.resources()) {
    for (const name of PRIVATE_IP_ATTRIBUTES) {
      const text = stringAttribute(values, name);
      if (text !== undefined) used.add(text);
    }
    for (const name of ["private_ips", "secondary_private_ips"])
      for (const text of stringListAttribute(values, name)) used.add(text);
  }
  return used;
}

/**
 * Allocates a free address in the subnet, never one of those that AWS reserves.
 */
export function allocatePrivateAddress(context: ValueContext, subnetId: string, salt = ""): string {
  const subnet = findExistingResource(context.account, subnetId, ...withDefaultTwin("aws_subnet"));
  const block = cidrAttribute(subnet?.values, "cidr_block");
  if (block === undefined) return "";
  const { first, total } = RESERVED_ADDRESSES;
  const usable = Number(block.size) - total;
  if (usable < 1) return "";
  const used = usedPrivateAddresses(context.account);
  const start = deterministicNumber(`${context.seed}/private/${subnetId}/${salt}`, usable);
  for (let offset = 0; offset < usable; offset++) {
    const address = block.addressAt(first + ((start + offset) % usable));
    if (!used.has(address)) return address;
  }
  return "";
}

/** The host addresses of a /24. */
const HOSTS_PER_RANGE = 254;

/**
 * Allocates a free public address from the documentation ranges, so that no real host is named, or
 * from the benchmark range when they are full.
 */
export function allocatePublicAddress(context: ValueContext, salt = ""): string {
  const used = new Set<string>();
  for (const { values } of context.account.resources()) {
    const text = stringAttribute(values, "public_ip");
    if (text !== undefined) used.add(text);
  }
  const total = DOCUMENTATION_IPV4_RANGES.length * HOSTS_PER_RANGE;
  const start = deterministicNumber(`${context.seed}/public/${salt}`, total);
  for (let offset = 0; offset < total; offset++) {
    const index = (start + offset) % total;
    const range = DOCUMENTATION_IPV4_RANGES[Math.floor(index / HOSTS_PER_RANGE)];
    const address = range?.addressAt((index % HOSTS_PER_RANGE) + 1);
    if (address !== undefined && !used.has(address)) return address;
  }
  const third = deterministicNumber(`${context.seed}/public/third/${salt}`, 256);
  const fourth = deterministicNumber(`${context.seed}/public/fourth/${salt}`, HOSTS_PER_RANGE) + 1;
  return BENCHMARK_RANGE.addressAt(third * 256 + fourth);
}

/**
 * EC2's DNS name of a private address: `ip-10-0-1-5.ec2.internal` in us-east-1, elsewhere with the
 * region.
 */
export function privateDnsName(address: string, region: string): string {
  if (address === "") return "";
  return `ip-${address.replaceAll(".", "-")}.${privateDnsDomain(region)}`;
}

/** EC2's DNS name of a public address. */
export function publicDnsName(address: string, region: string): string {
  if (address === "") return "";
  const domain = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${domain}.amazonaws.com`;
}
