import { blocksOf, numberOf, textOf } from "../answers/read.ts";
import type { CallContext, Change, Law, Refusal } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { here, isOpen, isSelf, refuse } from "./support/rule.ts";

/** Entries that a network ACL may have each way and address family: twenty, of which AWS's own, that denies the rest, is one. */
const QUOTA = 19;

interface Entry {
  readonly acl: string;
  readonly egress: boolean;
  /** Undefined while it is not known. */
  readonly number: number | undefined;
  readonly isIpv6: boolean;
}

/** The entries that a rule resource or an ACL with entries of its own stands for, as far as they are known. */
function entries(type: string, id: string, values: ObjectValue): readonly Entry[] {
  if (type === "aws_network_acl_rule") {
    const acl = textOf(values, "network_acl_id");
    const number = numberOf(values, "rule_number");
    if (acl === undefined || number === undefined || isOpen(values, "egress", "ipv6_cidr_block")) return [];
    return [{ acl, egress: values.egress === true, number, isIpv6: isIpv6(values) }];
  }
  return [false, true].flatMap((egress) =>
    blocksOf(values, egress ? "egress" : "ingress")
      .filter((block) => !isOpen(block, "ipv6_cidr_block"))
      .map((block) => ({ acl: id, egress, number: numberOf(block, "rule_no"), isIpv6: isIpv6(block) })),
  );
}

function isIpv6(values: ObjectValue): boolean {
  return (textOf(values, "ipv6_cidr_block") ?? "") !== "";
}

const TYPES = ["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"];

function judge(change: Change & { readonly after: ObjectValue }, context: CallContext): readonly Refusal[] {
  const added = entries(change.type, textOf(change.after, "id") ?? "new", change.after);
  const standing = here(context, ...TYPES)
    .filter((other) => !isSelf(change, other))
    .flatMap((other) => entries(other.type, other.id, other.values));
  const sameWay = (a: Entry, b: Entry) => a.acl === b.acl && a.egress === b.egress;
  const all = [...standing, ...added];
  const isBeside = (a: Entry, b: Entry) => sameWay(a, b) && a.isIpv6 === b.isIpv6;
  const full = added.some((entry) => all.filter((other) => isBeside(entry, other)).length > QUOTA);
  const twice = added.find(
    (entry) =>
      entry.number !== undefined &&
      all.filter((other) => sameWay(entry, other) && other.number === entry.number).length > 1,
  );
  return [
    ...refuse(
      full,
      "CreateNetworkAclEntry",
      "NetworkAclEntryLimitExceeded",
      "The maximum number of network ACL entries has been reached.",
    ),
    ...refuse(
      twice !== undefined,
      "CreateNetworkAclEntry",
      "NetworkAclEntryAlreadyExists",
      `The network acl entry identified by ${twice?.number} already exists.`,
    ),
  ];
}

/** A network ACL has at most 19 entries each way and address family beside AWS's own, no number twice. */
export const networkAclEntries: Law = {
  name: "network-acl-entries",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: TYPES,
  check(change, context) {
    return change.after === null ? [] : judge({ ...change, after: change.after }, context);
  },
};
