import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { ANY_IPV4, ANY_IPV6 } from "../packets/addresses.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { attributeList, attributeText, describeValue, knownBlocks } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import type { ModelContext } from "./model-context.ts";
import type { SecurityGroup, SecurityGroupPeer, SecurityGroupRule } from "./network-model.ts";
import { type ConfiguredRule, expandRule } from "./security-group-rules.ts";
import { readVpcs, type VpcDraft } from "./vpcs.ts";

const GROUPS = withDefaultTwin("aws_security_group");
const RULES = [
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

/** A security group as its rules are collected. */
interface SecurityGroupDraft {
  readonly address: string;
  readonly ingress: SecurityGroupRule[];
  readonly egress: SecurityGroupRule[];
  readonly unknown: string[];
}

/** Reads every security group, including each VPC's default one. */
export function readGroups(context: ModelContext): ReadonlyMap<string, SecurityGroup> {
  const groups = new Map<string, SecurityGroup>();
  const rules = rulesByGroup(context);
  const unknowns = [...rules.doubts, context.whyMoreMayExist(...RULES)].filter((why) => why !== undefined);
  for (const resource of context.existing(...GROUPS)) {
    const { address, values, mode } = resource;
    const draft: SecurityGroupDraft = { address, ingress: [], egress: [], unknown: [...unknowns] };
    if (mode === "data") draft.unknown.push(`${address} is created outside these files`);
    for (const written of [...(rules.own.get(address) ?? []), ...inlineRules(resource, draft)]) {
      addRule(context, draft, written);
    }
    const vpc = context.resolver.vpc(values.vpc_id) ?? defaultVpc(context, resource);
    groups.set(address, finish(draft, attributeText(values.name) ?? groupName(resource), vpc));
  }
  for (const vpc of readVpcs(context).values()) {
    const address = context.resolver.defaultOf("group", vpc.address);
    if (!groups.has(address)) groups.set(address, defaultGroup(context, address, vpc, rules.own, unknowns));
  }
  return groups;
}

/**
 * The region's default VPC, which holds groups that name no VPC.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
function defaultVpc(context: ModelContext, { values, region }: Resource): string | undefined {
  if (values.vpc_id !== undefined && values.vpc_id !== null) return undefined;
  return context.existing("aws_default_vpc").find((vpc) => vpc.region === region)?.address;
}

function groupName({ address, type }: Resource): string {
  return type === "aws_default_security_group" ? "default" : address;
}

/**
 * A default group that no resource adopts: it allows ingress from itself and all egress.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function defaultGroup(
  context: ModelContext,
  address: string,
  vpc: VpcDraft,
  own: ReadonlyMap<string, readonly ConfiguredRule[]>,
  unknowns: readonly string[],
): SecurityGroup {
  const rule = { transport: TransportSet.all, origin: address };
  const anywhere = [
    { addresses: ANY_IPV4, text: "0.0.0.0/0" },
    { addresses: ANY_IPV6, text: "::/0" },
  ];
  const elsewhere =
    vpc.resource.mode === "data" ? `${vpc.address} is created outside these files` : undefined;
  const adopted = context.whyMoreMayExist("aws_default_security_group");
  const draft: SecurityGroupDraft = {
    address,
    ingress: [{ ...rule, peer: { kind: "group", group: address } }],
    egress: anywhere.map((to) => ({ ...rule, peer: { kind: "addresses", ...to } })),
    unknown: [...unknowns, elsewhere, adopted].filter((why) => why !== undefined),
  };
  for (const written of own.get(address) ?? []) addRule(context, draft, written);
  return finish(draft, "default", vpc.address);
}

function addRule(context: ModelContext, draft: SecurityGroupDraft, written: ConfiguredRule): void {
  const read = expandRule(context, draft.address, written);
  const rules = draft[written.direction];
  const own = rules.filter(({ origin }) => !origin.includes("#"));
  rules.push(
    ...read.filter((rule) => !written.origin.includes("#") || !own.some((one) => isSame(one, rule))),
  );
}

/** True if an inline rule equals one from a separate resource: a state lists it in both. */
function isSame(a: SecurityGroupRule, b: SecurityGroupRule): boolean {
  return describePeer(a.peer) === describePeer(b.peer) && a.transport.equals(b.transport);
}

function describePeer(peer: SecurityGroupPeer): string {
  return peer.kind === "addresses" ? peer.text : peer.kind === "group" ? peer.group : peer.why;
}

/** Separate rules, by group. A rule whose group is unknown may belong to any group. */
function rulesByGroup(context: ModelContext): {
  readonly own: ReadonlyMap<string, readonly ConfiguredRule[]>;
  readonly doubts: readonly string[];
} {
  const own = new Map<string, ConfiguredRule[]>();
  const unknowns: string[] = [];
  for (const { address, type, values } of context.managed(...RULES)) {
    const group = context.resolver.group(values.security_group_id);
    if (group === undefined) {
      context.addGap(
        address,
        `its security group (${describeValue(values.security_group_id)}) is not in these files`,
      );
      if (values.security_group_id instanceof Unknown) unknowns.push(`${address} may be one of its rules`);
      continue;
    }
    const kind = type === "aws_security_group_rule" ? attributeText(values.type) : type.split("_")[4];
    const direction = kind === "egress" ? "egress" : "ingress";
    if (kind === "egress" || kind === "ingress") {
      const rules = own.get(group) ?? [];
      rules.push({ rule: values, direction, origin: address });
      own.set(group, rules);
    } else unknowns.push(`the direction of ${address} is unknown`);
  }
  return { own, doubts: unknowns };
}

/**
 * A group's inline rules. Without any, the provider removes all rules, even AWS's default egress
 * rule.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/security_group
 */
function inlineRules({ address, values }: Resource, draft: SecurityGroupDraft): readonly ConfiguredRule[] {
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const rules: Value | undefined = values[direction];
    for (const open of attributeList(rules)) {
      if (open instanceof Unknown) draft.unknown.push(`${address}.${direction}: ${open.why}`);
    }
    return knownBlocks(rules).map((rule, index) => ({
      rule,
      direction,
      origin: `${address}#${direction}[${index}]`,
    }));
  });
}

function finish(
  { address, ingress, egress, unknown }: SecurityGroupDraft,
  name: string,
  vpc: string | undefined,
): SecurityGroup {
  return { address, name, vpc, ingress, egress, ...(unknown.length > 0 && { unknown: unknown.join("; ") }) };
}
