import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** A change of a stack's resources, by type and name. */
export type Change = (resources: Resources) => void;

/** Opens every security group, so that only network ACLs and routes filter. */
export const openGroups: Change = (resources) => {
  for (const group of Object.keys(resources.aws_security_group ?? {})) {
    for (const side of ["ingress", "egress"]) {
      put(resources, `aws_vpc_security_group_${side}_rule`, `open-${group}`, {
        security_group_id: `\${aws_security_group.${group}.id}`,
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      });
    }
  }
};

/** Opens every network ACL, so that only security groups and routes filter. */
export const openAcls: Change = (resources) => {
  for (const acl of Object.keys(resources.aws_network_acl ?? {})) {
    for (const egress of [false, true]) {
      put(resources, "aws_network_acl_rule", `open-${egress}-${acl}`, {
        network_acl_id: `\${aws_network_acl.${acl}.id}`,
        egress,
        protocol: "-1",
        rule_number: 1,
        rule_action: "allow",
        cidr_block: "0.0.0.0/0",
      });
    }
  }
};

/** Removes the resources of a type whose names have a prefix. */
export function without(type: string, prefix: string): Change {
  return (resources) => {
    for (const [name] of named(resources, type, prefix)) delete resources[type]![name];
  };
}

/** Opens the rules of a type whose names have a prefix to all IPv4 addresses. */
export function widened(type: string, prefix: string): Change {
  return (resources) => {
    for (const [, rule] of named(resources, type, prefix)) {
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "0.0.0.0/0";
    }
  };
}

function named(resources: Resources, type: string, prefix: string) {
  return Object.entries(resources[type] ?? {}).filter(([name]) => name.startsWith(prefix));
}

function put(resources: Resources, type: string, name: string, values: Record<string, unknown>): void {
  resources[type] = { ...resources[type], [name]: values };
}

/** Creates a changed copy of a synthesized folder. */
export function changedFolder(folder: string, copy: string, change: Change): string {
  cpSync(folder, copy, { recursive: true });
  const isChanged = readdirSync(join(copy, "stacks")).map((stack) => {
    const file = join(copy, "stacks", stack, "cdk.tf.json");
    const before = readFileSync(file, "utf8");
    const written = JSON.parse(before) as { resource?: Resources };
    const unchanged = JSON.stringify(written);
    change(written.resource ?? {});
    const after = JSON.stringify(written);
    writeFileSync(file, after);
    return after !== unchanged;
  });
  if (!isChanged.includes(true)) throw new Error("the change finds nothing to change");
  return copy;
}
