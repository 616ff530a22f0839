import type { AccountView } from "../contracts.ts";
import { find } from "./account-index.ts";
import { ipv4Block, ipv4Text } from "./cidr.ts";
import type { Facts } from "./facts.ts";
import { textOf, textsOf } from "./read.ts";
import { numberBelow } from "./token.ts";

/** Attributes in which the account's resources keep private addresses. */
const PRIVATE = ["private_ip", "ip_address", "private_ip_address"] as const;

/** Every private address in use: addresses are drawn so that no two resources share one. */
function usedPrivate(account: AccountView): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { values } of account.resources()) {
    for (const name of PRIVATE) {
      const text = textOf(values, name);
      if (text !== undefined) used.add(text);
    }
    for (const name of ["private_ips", "secondary_private_ips"])
      for (const text of textsOf(values, name)) used.add(text);
  }
  return used;
}

/**
 * A free address in the subnet: never one of the five that AWS keeps for itself.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function privateAddress(facts: Facts, subnetId: string, salt = ""): string {
  const subnet = find(facts.account, subnetId, "aws_subnet", "aws_default_subnet");
  const block = ipv4Block(textOf(subnet?.values, "cidr_block"));
  if (block === undefined) return "";
  const usable = block.last - block.first - 4;
  if (usable < 1) return "";
  const used = usedPrivate(facts.account);
  const start = numberBelow(`${facts.seed}/private/${subnetId}/${salt}`, usable);
  for (let step = 0; step < usable; step++) {
    const address = ipv4Text(block.first + 4 + ((start + step) % usable));
    if (!used.has(address)) return address;
  }
  return "";
}

/** Blocks kept for documentation, so that no real host is ever named. https://www.rfc-editor.org/rfc/rfc5737 */
const PUBLIC_BLOCKS = ["203.0.113", "198.51.100", "192.0.2"] as const;

/** A free public address from the documentation ranges; from the benchmark range (RFC 2544) when they are full. */
export function publicAddress(facts: Facts, salt = ""): string {
  const used = new Set<string>();
  for (const { values } of facts.account.resources()) {
    const text = textOf(values, "public_ip");
    if (text !== undefined) used.add(text);
  }
  const total = PUBLIC_BLOCKS.length * 254;
  const start = numberBelow(`${facts.seed}/public/${salt}`, total);
  for (let step = 0; step < total; step++) {
    const place = (start + step) % total;
    const address = `${PUBLIC_BLOCKS[Math.floor(place / 254)]}.${(place % 254) + 1}`;
    if (!used.has(address)) return address;
  }
  return `198.18.${numberBelow(`${facts.seed}/public/third/${salt}`, 256)}.${numberBelow(`${facts.seed}/public/fourth/${salt}`, 254) + 1}`;
}

/** The name EC2 gives a private address: `ip-10-0-1-5.ec2.internal` in us-east-1, else with the region. */
export function privateDnsName(address: string, region: string): string {
  if (address === "") return "";
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${domain}`;
}

/** The name EC2 gives a public address. */
export function publicDnsName(address: string, region: string): string {
  if (address === "") return "";
  const domain = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${domain}.amazonaws.com`;
}
