import type { SecurityGroup, SecurityGroupRule } from "../../network/network-model.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, NO_ADDRESS } from "../../packets/addresses.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { formatList } from "./words.ts";

/** Ports that no one but a few should get to. */
const PORTS: readonly (readonly [port: number, name: string])[] = [
  [22, "SSH"],
  [23, "Telnet"],
  [445, "SMB"],
  [1433, "SQL Server"],
  [1521, "Oracle"],
  [2375, "Docker"],
  [3306, "MySQL"],
  [3389, "RDP"],
  [5432, "PostgreSQL"],
  [5439, "Redshift"],
  [5900, "VNC"],
  [6379, "Redis"],
  [9042, "Cassandra"],
  [9200, "OpenSearch"],
  [11_211, "Memcached"],
  [27_017, "MongoDB"],
];

const TCP = 6;

/** A security group that lets the whole internet in on a port of remote control or of a database. */
export const portsOpen: LintRule = {
  code: "PORT_OPEN_TO_ALL",
  checks: "security groups that let every address in on SSH, RDP or a database's port",
  documentation: [
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19",
  ],
  find({ model }) {
    return [...model.securityGroups.values()].flatMap(check);
  },
};

/** Rules that let all in, each by itself, or together where none does: 0.0.0.0/1 and 128.0.0.0/1. */
function check({ ingress }: SecurityGroup): RuleFinding[] {
  const open = new Map<string, { readonly rules: readonly SecurityGroupRule[]; readonly names: string[] }>();
  for (const [port, name] of PORTS) {
    const rules = ingress.filter(({ transport }) => transport.has(TCP, port));
    for (const wide of openBy(rules)) {
      const key = wide.map(({ origin, peer }) => `${origin} ${addressesOf(peer).intervals.join()}`).join(" ");
      const same = open.get(key) ?? { rules: wide, names: [] };
      same.names.push(`${name} (${port})`);
      open.set(key, same);
    }
  }
  return [...open.values()].map(({ rules, names }) => finding(rules, names));
}

function openBy(rules: readonly SecurityGroupRule[]): (readonly SecurityGroupRule[])[] {
  return [ANY_IPV4, ANY_IPV6].flatMap((family) => {
    const whole = rules.filter(({ peer }) => addressesOf(peer).covers(family));
    if (whole.length > 0) return whole.map((rule) => [rule]);
    const parts = rules.filter(({ peer }) => addressesOf(peer).overlaps(family));
    const all = parts.reduce((sum, { peer }) => sum.union(addressesOf(peer)), NO_ADDRESS);
    return all.covers(family) ? [parts] : [];
  });
}

function addressesOf(peer: SecurityGroupRule["peer"]): Addresses {
  return peer.kind === "addresses" ? peer.addresses : NO_ADDRESS;
}

function finding(rules: readonly SecurityGroupRule[], names: readonly string[]): RuleFinding {
  const isEverything = rules.every(({ transport }) => transport.equals(TransportSet.all));
  const what = isEverything
    ? "everything"
    : formatList(names.length > 4 ? [...names.slice(0, 4), `${names.length - 4} more`] : names);
  const from = [...new Set(rules.map(({ peer }) => (peer.kind === "addresses" ? peer.text : "")))];
  return {
    severity: "error",
    address: rules[0]!.origin,
    text: `lets every address (${formatList(from)}) in on ${what}`,
    fix: "name the networks or the security group that need it",
  };
}
