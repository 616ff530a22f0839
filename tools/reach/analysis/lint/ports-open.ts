import { DATABASE_PORTS, MEMCACHED_PORTS, REDIS_PORTS } from "../../../../aws/database-ports.ts";
import { required } from "../../../../language/required.ts";
import type { SecurityGroup, SecurityGroupRule } from "../../network/network-model.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, NO_ADDRESS } from "../../packets/addresses.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { formatList } from "./words.ts";

/** Ports that only a few clients should reach. */
const PORTS: readonly (readonly [port: number, name: string])[] = [
  [22, "SSH"],
  [23, "Telnet"],
  [445, "SMB"],
  [DATABASE_PORTS.sqlserver, "SQL Server"],
  [DATABASE_PORTS.oracle, "Oracle"],
  [2375, "Docker"],
  [DATABASE_PORTS.mysql, "MySQL"],
  [3389, "RDP"],
  [DATABASE_PORTS.postgres, "PostgreSQL"],
  [DATABASE_PORTS.redshift, "Redshift"],
  [5900, "VNC"],
  [REDIS_PORTS.all, "Redis"],
  [9042, "Cassandra"],
  [9200, "OpenSearch"],
  [MEMCACHED_PORTS.all, "Memcached"],
  [DATABASE_PORTS.docdb, "MongoDB"],
];

const TCP = 6;

/** Finds security groups that open a remote-control or database port to the complete internet. */
export const portsOpen: LintRule = {
  code: "PORT_OPEN_TO_ALL",
  checks: "security groups that open SSH, RDP or a database port to every address",
  documentation: [
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19",
  ],
  find({ model }) {
    return [...model.securityGroups.values()].flatMap(check);
  },
};

/**
 * Rules that admit every address: each on its own or, if none does, together, such as 0.0.0.0/1 and
 * 128.0.0.0/1.
 */
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
    const complete = rules.filter(({ peer }) => addressesOf(peer).covers(family));
    if (complete.length > 0) return complete.map((rule) => [rule]);
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
    ? "all ports"
    : formatList(names.length > 4 ? [...names.slice(0, 4), `${names.length - 4} more`] : names);
  const from = [...new Set(rules.map(({ peer }) => (peer.kind === "addresses" ? peer.text : "")))];
  return {
    severity: "error",
    address: required(rules, 0).origin,
    text: `opens ${what} to every address (${formatList(from)})`,
    fix: "allow only the networks or the security group that need it",
  };
}
