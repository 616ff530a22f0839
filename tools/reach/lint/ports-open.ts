import type { GroupRule, SecurityGroup } from "../model/fabric.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, NO_ADDRESS } from "../packets/addresses.ts";
import { Services } from "../packets/services.ts";
import type { Found, LintRule } from "./finding.ts";
import { sayList } from "./words.ts";

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
  about: "security groups that let every address in on SSH, RDP or a database's port",
  says: [
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19",
  ],
  find({ fabric }) {
    return [...fabric.groups.values()].flatMap(judge);
  },
};

/** Rules that let all in, each by itself, or together where none does: 0.0.0.0/1 and 128.0.0.0/1. */
function judge({ ingress }: SecurityGroup): Found[] {
  const open = new Map<string, { readonly rules: readonly GroupRule[]; readonly names: string[] }>();
  for (const [port, name] of PORTS) {
    const rules = ingress.filter(({ services }) => services.has(TCP, port));
    for (const wide of openBy(rules)) {
      const key = wide.map(({ origin, peer }) => `${origin} ${addressesOf(peer).intervals.join()}`).join(" ");
      const same = open.get(key) ?? { rules: wide, names: [] };
      same.names.push(`${name} (${port})`);
      open.set(key, same);
    }
  }
  return [...open.values()].map(({ rules, names }) => found(rules, names));
}

function openBy(rules: readonly GroupRule[]): (readonly GroupRule[])[] {
  return [ANY_IPV4, ANY_IPV6].flatMap((family) => {
    const whole = rules.filter(({ peer }) => addressesOf(peer).covers(family));
    if (whole.length > 0) return whole.map((rule) => [rule]);
    const parts = rules.filter(({ peer }) => addressesOf(peer).overlaps(family));
    const all = parts.reduce((sum, { peer }) => sum.union(addressesOf(peer)), NO_ADDRESS);
    return all.covers(family) ? [parts] : [];
  });
}

function addressesOf(peer: GroupRule["peer"]): Addresses {
  return peer.kind === "addresses" ? peer.addresses : NO_ADDRESS;
}

function found(rules: readonly GroupRule[], names: readonly string[]): Found {
  const isEverything = rules.every(({ services }) => services.equals(Services.all));
  const what = isEverything
    ? "everything"
    : sayList(names.length > 4 ? [...names.slice(0, 4), `${names.length - 4} more`] : names);
  const from = [...new Set(rules.map(({ peer }) => (peer.kind === "addresses" ? peer.text : "")))];
  return {
    severity: "error",
    address: rules[0]!.origin,
    text: `lets every address (${sayList(from)}) in on ${what}`,
    fix: "name the networks or the security group that need it",
  };
}
