import { Unknown, type Value } from "../input/value.ts";
import { ANY_IPV4, ANY_IPV6 } from "../packets/addresses.ts";
import { Services } from "../packets/services.ts";
import type { Acl, AclEntry } from "./fabric.ts";
import { ruleServices } from "./rule-services.ts";
import { describe, nested, type Survey } from "./survey.ts";
import type { VpcPlan } from "./vpcs.ts";

/** Entries of one ACL while they are gathered; of two with one number and direction the first counts. */
interface Draft {
  readonly address: string;
  readonly ingress: Map<number, AclEntry>;
  readonly egress: Map<number, AclEntry>;
  readonly unknown: string[];
}
type Direction = "ingress" | "egress";

/** Every network ACL, each VPC's default one too, by the address that subnets' associations name. */
export function readAcls(survey: Survey, vpcs: ReadonlyMap<string, VpcPlan>): ReadonlyMap<string, Acl> {
  const drafts = new Map<string, Draft>();
  for (const vpc of vpcs.values()) {
    const address = survey.keys.defaultOf("acl", vpc.address);
    drafts.set(address, defaultDraft(survey, address, vpc));
  }
  for (const { address } of survey.known("aws_network_acl", "aws_default_network_acl")) {
    drafts.set(address, emptyDraft(address));
  }
  addRules(survey, drafts);
  for (const { address, values } of survey.known("aws_network_acl", "aws_default_network_acl")) {
    for (const direction of ["ingress", "egress"] as const) {
      addInline(survey, drafts.get(address)!, direction, values[direction]);
    }
  }
  return new Map([...drafts.values()].map((draft) => [draft.address, finish(draft)]));
}

function emptyDraft(address: string): Draft {
  return { address, ingress: new Map(), egress: new Map(), unknown: [] };
}

/**
 * A default ACL that nothing adopts lets everything in and out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
function defaultDraft(survey: Survey, address: string, vpc: VpcPlan): Draft {
  const draft = emptyDraft(address);
  const missing = survey.uncounted("aws_default_network_acl");
  if (missing !== undefined) draft.unknown.push(`it may be adopted: ${missing}`);
  if (vpc.resource.mode === "data") draft.unknown.push(`${vpc.address} is made elsewhere`);
  for (const direction of ["ingress", "egress"] as const) {
    for (const [number, peer] of [[100, ANY_IPV4] as const, [101, ANY_IPV6] as const]) {
      draft[direction].set(number, {
        number,
        action: "allow",
        peer,
        services: Services.all,
        origin: address,
      });
    }
  }
  return draft;
}

function addRules(survey: Survey, drafts: ReadonlyMap<string, Draft>): void {
  for (const { address, values } of survey.managed("aws_network_acl_rule")) {
    const draft = drafts.get(survey.keys.acl(values.network_acl_id) ?? "");
    if (draft === undefined) {
      survey.gap(address, `its network ACL (${describe(values.network_acl_id)}) is not in these files`);
      if (values.network_acl_id instanceof Unknown) {
        for (const each of drafts.values()) each.unknown.push(`${address} may be its own`);
      }
      continue;
    }
    const egress = survey.flag(values.egress, false);
    if (egress instanceof Unknown) draft.unknown.push(`the direction of ${address}: ${egress.why}`);
    else addEntry(survey, draft, egress ? "egress" : "ingress", { ...values, origin: address });
  }
  const missing = survey.uncounted("aws_network_acl_rule");
  if (missing !== undefined) for (const draft of drafts.values()) draft.unknown.push(missing);
}

function addInline(survey: Survey, draft: Draft, direction: Direction, rules: Value | undefined): void {
  for (const open of survey.list(rules)) if (open instanceof Unknown) draft.unknown.push(open.why);
  for (const [index, rule] of nested(rules).entries()) {
    addEntry(survey, draft, direction, {
      ...rule,
      rule_number: rule.rule_no ?? null,
      rule_action: rule.action ?? null,
      origin: `${draft.address}#${direction}[${index}]`,
    });
  }
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html */
function addEntry(
  survey: Survey,
  draft: Draft,
  direction: Direction,
  rule: Readonly<Record<string, Value>> & { readonly origin: string },
): void {
  const number = survey.number(rule.rule_number);
  const action = survey.word(rule.rule_action)?.toLowerCase();
  const peer = survey.block(rule.cidr_block) ?? survey.block(rule.ipv6_cidr_block);
  const services = servicesOf(survey, rule);
  if (typeof number !== "number" || (action !== "allow" && action !== "deny")) {
    draft.unknown.push(`the number or action of ${rule.origin} is not known`);
  } else if (peer === undefined || peer instanceof Unknown) {
    draft.unknown.push(`the block of ${rule.origin} is not known`);
  } else if (services instanceof Unknown) {
    draft.unknown.push(`the protocol or ports of ${rule.origin}: ${services.why}`);
  } else if (!draft[direction].has(number)) {
    const { origin } = rule;
    draft[direction].set(number, { number, action, peer: peer.addresses, services, origin });
  }
}

function servicesOf(survey: Survey, rule: Readonly<Record<string, Value>>): Services | Unknown {
  const protocol = survey.text(rule.protocol);
  if (protocol === undefined || protocol instanceof Unknown) return protocol ?? new Unknown("it has none");
  const isIcmp = ["icmp", "1", "icmpv6", "58"].includes(protocol.toLowerCase());
  // An ACL's ICMP rules have fields of their own, zero where they are not given.
  return isIcmp
    ? ruleServices(protocol, survey.number(rule.icmp_type) ?? 0, survey.number(rule.icmp_code) ?? 0)
    : ruleServices(protocol, survey.number(rule.from_port), survey.number(rule.to_port));
}

function finish({ address, ingress, egress, unknown }: Draft): Acl {
  const sorted = (entries: ReadonlyMap<number, AclEntry>) =>
    [...entries.values()].sort((a, b) => a.number - b.number);
  return {
    address,
    ingress: sorted(ingress),
    egress: sorted(egress),
    ...(unknown.length > 0 && { unknown: unknown.join("; ") }),
  };
}
