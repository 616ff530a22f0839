import { RESERVED_ADDRESSES } from "../../../../aws/vpc-quotas.ts";
import type { ReadonlyAccount } from "../simulator-types.ts";
import { stringAttribute, stringListAttribute } from "./attribute-reader.ts";
import { formatIpv4Address, parseIpv4Block } from "./cidr.ts";
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
  const subnet = findExistingResource(context.account, subnetId, "aws_subnet", "aws_default_subnet");
  const block = parseIpv4Block(stringAttribute(subnet?.values, "cidr_block"));
  if (block === undefined) return "";
  const { first, total } = RESERVED_ADDRESSES;
  const usable = block.last - block.first + 1 - total;
  if (usable < 1) return "";
  const used = usedPrivateAddresses(context.account);
  const start = deterministicNumber(`${context.seed}/private/${subnetId}/${salt}`, usable);
  for (let offset = 0; offset < usable; offset++) {
    const address = formatIpv4Address(block.first + first + ((start + offset) % usable));
    if (!used.has(address)) return address;
  }
  return "";
}

/**
 * CIDR blocks reserved for documentation, so that no real host is named.
 * https://www.rfc-editor.org/rfc/rfc5737
 */
const DOCUMENTATION_RANGES = ["203.0.113", "198.51.100", "192.0.2"] as const;

/**
 * Allocates a free public address from the documentation ranges, or from the benchmark range (RFC
 * 2544) when they are full.
 */
export function allocatePublicAddress(context: ValueContext, salt = ""): string {
  const used = new Set<string>();
  for (const { values } of context.account.resources()) {
    const text = stringAttribute(values, "public_ip");
    if (text !== undefined) used.add(text);
  }
  const total = DOCUMENTATION_RANGES.length * 254;
  const start = deterministicNumber(`${context.seed}/public/${salt}`, total);
  for (let offset = 0; offset < total; offset++) {
    const index = (start + offset) % total;
    const address = `${DOCUMENTATION_RANGES[Math.floor(index / 254)]}.${(index % 254) + 1}`;
    if (!used.has(address)) return address;
  }
  return `198.18.${deterministicNumber(`${context.seed}/public/third/${salt}`, 256)}.${deterministicNumber(`${context.seed}/public/fourth/${salt}`, 254) + 1}`;
}

/**
 * EC2's DNS name of a private address: `ip-10-0-1-5.ec2.internal` in us-east-1, elsewhere with the
 * region.
 */
export function privateDnsName(address: string, region: string): string {
  if (address === "") return "";
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}

/** EC2's DNS name of a public address. */
export function publicDnsName(address: string, region: string): string {
  if (address === "") return "";
  const domain = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${domain}.amazonaws.com`;
}
