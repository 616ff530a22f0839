import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { required } from "../../../language/required.ts";
import { ANY_IPV4, ANY_IPV6 } from "../packets/addresses.ts";
import { TransportSet } from "../packets/transport-set.ts";
import {
  type Attributes,
  attributeList,
  attributeText,
  describeValue,
  knownBlocks,
  readFlag,
  readNumber,
  readText,
} from "../terraform/attributes.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import { readCidrBlock } from "./cidr-blocks.ts";
import type { ModelContext } from "./model-context.ts";
import type { NetworkAcl, NetworkAclEntry } from "./network-model.ts";
import { ruleTransport } from "./rule-transport.ts";
import { readVpcs, type VpcDraft } from "./vpcs.ts";

/**
 * Entries of one network ACL as they are collected. Of two entries with the same number and
 * direction, the first counts.
 */
interface NetworkAclDraft {
  readonly address: string;
  readonly ingress: Map<number, NetworkAclEntry>;
  readonly egress: Map<number, NetworkAclEntry>;
  readonly unknown: string[];
}
type Direction = "ingress" | "egress";

/**
 * Reads every network ACL, including VPCs' default ones, by the address that subnet associations
 * name.
 */
export function readAcls(context: ModelContext): ReadonlyMap<string, NetworkAcl> {
  const drafts = new Map<string, NetworkAclDraft>();
  for (const vpc of readVpcs(context).values()) {
    const address = context.resolver.defaultOf("acl", vpc.address);
    drafts.set(address, defaultDraft(context, address, vpc));
  }
  for (const { address } of context.existing(...withDefaultTwin("aws_network_acl"))) {
    drafts.set(address, emptyDraft(address));
  }
  addRules(context, drafts);
  for (const { address, values } of context.existing(...withDefaultTwin("aws_network_acl"))) {
    for (const direction of ["ingress", "egress"] as const) {
      addInline(context, required(drafts, address), direction, values[direction]);
    }
  }
  return new Map([...drafts.values()].map((draft) => [draft.address, finish(draft)]));
}

function emptyDraft(address: string): NetworkAclDraft {
  return { address, ingress: new Map(), egress: new Map(), unknown: [] };
}

/**
 * A default network ACL that no resource adopts, which allows all traffic.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
function defaultDraft(context: ModelContext, address: string, vpc: VpcDraft): NetworkAclDraft {
  const draft = emptyDraft(address);
  const missing = context.whyMoreMayExist("aws_default_network_acl");
  if (missing !== undefined) draft.unknown.push(`another resource may adopt it: ${missing}`);
  if (vpc.resource.mode === "data") draft.unknown.push(`${vpc.address} is created outside these files`);
  for (const direction of ["ingress", "egress"] as const) {
    for (const [number, peer] of [[100, ANY_IPV4] as const, [101, ANY_IPV6] as const]) {
      draft[direction].set(number, {
        number,
        action: "allow",
        peer,
        transport: TransportSet.all,
        origin: address,
      });
    }
  }
  return draft;
}

function addRules(context: ModelContext, drafts: ReadonlyMap<string, NetworkAclDraft>): void {
  for (const { address, values } of context.managed("aws_network_acl_rule")) {
    const draft = drafts.get(context.resolver.acl(values.network_acl_id) ?? "");
    if (draft === undefined) {
      context.addGap(
        address,
        `its network ACL (${describeValue(values.network_acl_id)}) is not in these files`,
      );
      if (values.network_acl_id instanceof Unknown) {
        for (const each of drafts.values()) each.unknown.push(`${address} may be one of its entries`);
      }
      continue;
    }
    const egress = readFlag(values.egress, false);
    if (egress instanceof Unknown) draft.unknown.push(`the direction of ${address}: ${egress.why}`);
    else addEntry(context, draft, egress ? "egress" : "ingress", { ...values, origin: address });
  }
  const missing = context.whyMoreMayExist("aws_network_acl_rule");
  if (missing !== undefined) for (const draft of drafts.values()) draft.unknown.push(missing);
}

function addInline(
  context: ModelContext,
  draft: NetworkAclDraft,
  direction: Direction,
  rules: Value | undefined,
): void {
  for (const open of attributeList(rules)) if (open instanceof Unknown) draft.unknown.push(open.why);
  for (const [index, rule] of knownBlocks(rules).entries()) {
    addEntry(context, draft, direction, {
      ...rule,
      rule_number: rule.rule_no ?? null,
      rule_action: rule.action ?? null,
      origin: `${draft.address}#${direction}[${index}]`,
    });
  }
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html */
function addEntry(
  context: ModelContext,
  draft: NetworkAclDraft,
  direction: Direction,
  rule: Attributes & { readonly origin: string },
): void {
  const number = readNumber(rule.rule_number);
  const action = attributeText(rule.rule_action)?.toLowerCase();
  const peer = readCidrBlock(context, rule.cidr_block) ?? readCidrBlock(context, rule.ipv6_cidr_block);
  const transport = transportOfEntry(rule);
  if (typeof number !== "number" || (action !== "allow" && action !== "deny")) {
    draft.unknown.push(`the number or action of ${rule.origin} is unknown`);
  } else if (peer === undefined || peer instanceof Unknown) {
    draft.unknown.push(`the CIDR block of ${rule.origin} is unknown`);
  } else if (transport instanceof Unknown) {
    draft.unknown.push(`the protocol or ports of ${rule.origin}: ${transport.why}`);
  } else if (!draft[direction].has(number)) {
    const { origin } = rule;
    draft[direction].set(number, { number, action, peer: peer.addresses, transport, origin });
  }
}

function transportOfEntry(rule: Attributes): TransportSet | Unknown {
  const protocol = readText(rule.protocol);
  if (protocol === undefined || protocol instanceof Unknown)
    return protocol ?? new Unknown("it sets no protocol");
  const isIcmp = ["icmp", "1", "icmpv6", "58"].includes(protocol.toLowerCase());
  // ACL entries have separate fields for ICMP, which are zero if omitted.
  return isIcmp
    ? ruleTransport(protocol, readNumber(rule.icmp_type) ?? 0, readNumber(rule.icmp_code) ?? 0)
    : ruleTransport(protocol, readNumber(rule.from_port), readNumber(rule.to_port));
}

function finish({ address, ingress, egress, unknown }: NetworkAclDraft): NetworkAcl {
  const sorted = (entries: ReadonlyMap<number, NetworkAclEntry>) =>
    [...entries.values()].sort((a, b) => a.number - b.number);
  return {
    address,
    ingress: sorted(ingress),
    egress: sorted(egress),
    ...(unknown.length > 0 && { unknown: unknown.join("; ") }),
  };
}
