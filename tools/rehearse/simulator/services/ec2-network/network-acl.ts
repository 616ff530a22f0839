import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { OWN_ENTRIES_PER_NETWORK_ACL } from "../../../../../aws/vpc-quotas.ts";
import { nestedBlocksOf, numberAttribute, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { resolveString, type ValueContext } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  hasUnknownAttribute,
  isChangedResource,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import { operationName } from "../../operation-name.ts";
import type { ApiError, CallContext, Constraint, ResourceChange } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { ec2Resource } from "./ec2-resource.ts";

function vpcOfDefaultAcl(context: ValueContext): string {
  const acl = resolveString(context, "default_network_acl_id");
  return (
    context.account.resources("aws_vpc").find((vpc) => vpc.values.default_network_acl_id === acl)?.id ?? ""
  );
}

interface NetworkAclEntry {
  readonly acl: string;
  readonly egress: boolean;
  /** Undefined if unknown. */
  readonly number: number | undefined;
  readonly isIpv6: boolean;
}

/** The known entries of a network ACL rule resource, or of a network ACL with inline entries. */
function networkAclEntriesOf(type: string, id: string, values: ObjectValue): readonly NetworkAclEntry[] {
  if (type === "aws_network_acl_rule") {
    const acl = stringAttribute(values, "network_acl_id");
    const number = numberAttribute(values, "rule_number");
    if (acl === undefined || number === undefined || hasUnknownAttribute(values, "egress", "ipv6_cidr_block"))
      return [];
    return [{ acl, egress: values.egress === true, number, isIpv6: isIpv6(values) }];
  }
  return [false, true].flatMap((egress) =>
    nestedBlocksOf(values, egress ? "egress" : "ingress")
      .filter((block) => !hasUnknownAttribute(block, "ipv6_cidr_block"))
      .map((block) => ({
        acl: id,
        egress,
        number: numberAttribute(block, "rule_no"),
        isIpv6: isIpv6(block),
      })),
  );
}

function isIpv6(values: ObjectValue): boolean {
  return (stringAttribute(values, "ipv6_cidr_block") ?? "") !== "";
}

const NETWORK_ACL_TYPES = [...withDefaultTwin("aws_network_acl"), "aws_network_acl_rule"];

function checkEntries(
  change: ResourceChange & { readonly after: ObjectValue },
  context: CallContext,
): readonly ApiError[] {
  const added = networkAclEntriesOf(change.type, stringAttribute(change.after, "id") ?? "new", change.after);
  const existing = resourcesInRegion(context, ...NETWORK_ACL_TYPES)
    .filter((other) => !isChangedResource(change, other))
    .flatMap((other) => networkAclEntriesOf(other.type, other.id, other.values));
  const sameDirection = (a: NetworkAclEntry, b: NetworkAclEntry) => a.acl === b.acl && a.egress === b.egress;
  const all = [...existing, ...added];
  const sameQuota = (a: NetworkAclEntry, b: NetworkAclEntry) => sameDirection(a, b) && a.isIpv6 === b.isIpv6;
  const isOverQuota = added.some(
    (entry) => all.filter((other) => sameQuota(entry, other)).length > OWN_ENTRIES_PER_NETWORK_ACL,
  );
  const isDuplicate = added.find(
    (entry) =>
      entry.number !== undefined &&
      all.filter((other) => sameDirection(entry, other) && other.number === entry.number).length > 1,
  );
  return [
    ...apiErrorIf(
      isOverQuota,
      operationName("aws_network_acl_rule", "create"),
      "NetworkAclEntryLimitExceeded",
      "The maximum number of network ACL entries has been reached.",
    ),
    ...apiErrorIf(
      isDuplicate !== undefined,
      operationName("aws_network_acl_rule", "create"),
      "NetworkAclEntryAlreadyExists",
      `The network acl entry identified by ${isDuplicate?.number} already exists.`,
    ),
  ];
}

/**
 * A network ACL has at most 19 entries per direction and address family besides AWS's default
 * entry, with distinct rule numbers.
 */
const networkAclEntries: Constraint = {
  name: "network-acl-entries",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  errorCodes: ["NetworkAclEntryLimitExceeded", "NetworkAclEntryAlreadyExists"],
  types: NETWORK_ACL_TYPES,
  check(change, context) {
    return change.after === null ? [] : checkEntries({ ...change, after: change.after }, context);
  },
};

/** Network ACLs and their entries. */
export const ec2NetworkNetworkAclResources: ServiceResources = {
  types: {
    aws_default_network_acl: {
      values: {
        ...ec2Resource("acl", "network-acl"),
        id: "{default_network_acl_id}",
        vpc_id: vpcOfDefaultAcl,
      },
    },
    aws_network_acl: { dependentOf: ["aws_vpc"], values: ec2Resource("acl", "network-acl") },
    aws_network_acl_rule: { values: { id: "nacl-{digits:10}" } },
    aws_network_acl_association: { values: { id: "aclassoc-0{hex:16}" } },
  },
  constraints: [networkAclEntries],
};
