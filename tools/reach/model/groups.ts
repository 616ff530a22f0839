import type { Resource } from "../input/inventory.ts";
import { Unknown, type Value } from "../input/value.ts";
import { ANY_IPV4, ANY_IPV6 } from "../packets/addresses.ts";
import { Services } from "../packets/services.ts";
import type { GroupRule, RulePeer, SecurityGroup } from "./fabric.ts";
import { readRules, type WrittenRule } from "./group-rules.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import { describe, nested, type Survey } from "./survey.ts";
import type { VpcPlan } from "./vpcs.ts";

const GROUPS = ["aws_security_group", "aws_default_security_group"];
const RULES = [
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

/** A group while its rules are gathered. */
interface Draft {
  readonly address: string;
  readonly ingress: GroupRule[];
  readonly egress: GroupRule[];
  readonly unknown: string[];
}

/** Every security group, each VPC's default one too. */
export function readGroups(
  survey: Survey,
  lists: PrefixLists,
  vpcs: ReadonlyMap<string, VpcPlan>,
): ReadonlyMap<string, SecurityGroup> {
  const groups = new Map<string, SecurityGroup>();
  const rules = rulesByGroup(survey);
  const doubts = [...rules.doubts, survey.uncounted(...RULES)].filter((why) => why !== undefined);
  for (const resource of survey.known(...GROUPS)) {
    const { address, values, mode } = resource;
    const draft: Draft = { address, ingress: [], egress: [], unknown: [...doubts] };
    if (mode === "data") draft.unknown.push(`${address} is made elsewhere`);
    for (const written of [...(rules.own.get(address) ?? []), ...inlineRules(survey, resource, draft)]) {
      addRule(survey, lists, draft, written);
    }
    const vpc = survey.keys.vpc(values.vpc_id) ?? defaultVpc(survey, resource);
    groups.set(address, finish(draft, survey.word(values.name) ?? nameOf(resource), vpc));
  }
  for (const vpc of vpcs.values()) {
    const address = survey.keys.defaultOf("group", vpc.address);
    if (!groups.has(address))
      groups.set(address, defaultGroup(survey, lists, address, vpc, rules.own, doubts));
  }
  return groups;
}

/** A group without a VPC is in the region's default VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
function defaultVpc(survey: Survey, { values, region }: Resource): string | undefined {
  if (values.vpc_id !== undefined && values.vpc_id !== null) return undefined;
  return survey.known("aws_default_vpc").find((vpc) => vpc.region === region)?.address;
}

function nameOf({ address, type }: Resource): string {
  return type === "aws_default_security_group" ? "default" : address;
}

/**
 * A default group that nothing adopts lets in what comes from itself and everything out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function defaultGroup(
  survey: Survey,
  lists: PrefixLists,
  address: string,
  vpc: VpcPlan,
  own: ReadonlyMap<string, readonly WrittenRule[]>,
  doubts: readonly string[],
): SecurityGroup {
  const rule = { services: Services.all, origin: address };
  const anywhere = [
    { addresses: ANY_IPV4, text: "0.0.0.0/0" },
    { addresses: ANY_IPV6, text: "::/0" },
  ];
  const elsewhere = vpc.resource.mode === "data" ? `${vpc.address} is made elsewhere` : undefined;
  const adopted = survey.uncounted("aws_default_security_group");
  const draft: Draft = {
    address,
    ingress: [{ ...rule, peer: { kind: "group", group: address } }],
    egress: anywhere.map((to) => ({ ...rule, peer: { kind: "addresses", ...to } })),
    unknown: [...doubts, elsewhere, adopted].filter((why) => why !== undefined),
  };
  for (const written of own.get(address) ?? []) addRule(survey, lists, draft, written);
  return finish(draft, "default", vpc.address);
}

function addRule(survey: Survey, lists: PrefixLists, draft: Draft, written: WrittenRule): void {
  const read = readRules(survey, lists, draft.address, written);
  const rules = draft[written.direction];
  const own = rules.filter(({ origin }) => !origin.includes("#"));
  rules.push(
    ...read.filter((rule) => !written.origin.includes("#") || !own.some((one) => isSame(one, rule))),
  );
}

/** Whether an inline rule is one that a resource by itself makes: a state lists it in both places. */
function isSame(a: GroupRule, b: GroupRule): boolean {
  return describePeer(a.peer) === describePeer(b.peer) && a.services.equals(b.services);
}

function describePeer(peer: RulePeer): string {
  return peer.kind === "addresses" ? peer.text : peer.kind === "group" ? peer.group : peer.why;
}

/** Rules by themselves, by their group; a rule whose group cannot be told may be of any. */
function rulesByGroup(survey: Survey): {
  readonly own: ReadonlyMap<string, readonly WrittenRule[]>;
  readonly doubts: readonly string[];
} {
  const own = new Map<string, WrittenRule[]>();
  const doubts: string[] = [];
  for (const { address, type, values } of survey.managed(...RULES)) {
    const group = survey.keys.group(values.security_group_id);
    if (group === undefined) {
      survey.gap(address, `its security group (${describe(values.security_group_id)}) is not in these files`);
      if (values.security_group_id instanceof Unknown) doubts.push(`${address} may be its own`);
      continue;
    }
    const kind = type === "aws_security_group_rule" ? survey.word(values.type) : type.split("_")[4];
    const direction = kind === "egress" ? "egress" : "ingress";
    if (kind === "egress" || kind === "ingress") {
      const rules = own.get(group) ?? [];
      rules.push({ rule: values, direction, origin: address });
      own.set(group, rules);
    } else doubts.push(`the direction of ${address} is not known`);
  }
  return { own, doubts };
}

/**
 * Rules inside of the group. Without any, Terraform's provider leaves none, not even AWS's own for all
 * egress. https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/security_group
 */
function inlineRules(survey: Survey, { address, values }: Resource, draft: Draft): readonly WrittenRule[] {
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const rules: Value | undefined = values[direction];
    for (const open of survey.list(rules)) {
      if (open instanceof Unknown) draft.unknown.push(`${address}.${direction}: ${open.why}`);
    }
    return nested(rules).map((rule, index) => ({
      rule,
      direction,
      origin: `${address}#${direction}[${index}]`,
    }));
  });
}

function finish(
  { address, ingress, egress, unknown }: Draft,
  name: string,
  vpc: string | undefined,
): SecurityGroup {
  return { address, name, vpc, ingress, egress, ...(unknown.length > 0 && { unknown: unknown.join("; ") }) };
}
