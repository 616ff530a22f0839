import { CLOUDFRONT_ORIGIN_FACING, PREFIX_LIST_WEIGHTS } from "../../../aws/prefix-lists.ts";
import { OWN_ENTRIES_PER_NETWORK_ACL, VPC_QUOTAS } from "../../../aws/vpc-quotas.ts";
import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import {
  addressesIn,
  dataByAddress,
  type ResourceBody,
  resourcesByAddress,
  typeOfAddress,
} from "./resource-address.ts";

/** The quota that a rule or an entry counts against. */
interface Counted {
  /** The group or ACL, direction and family: `aws_security_group.app inbound IPv4`. */
  readonly place: string;
  readonly weight: number;
  readonly quota: number;
}

/**
 * Finds the security groups and network ACLs that have more rules in a form than AWS allows. A kept
 * form has the rules of two forms, each of which is within the quotas.
 */
export function formQuotaProblems(json: TerraformJson): string[] {
  const totals = new Map<string, { total: number; quota: number }>();
  for (const [address, body] of resourcesByAddress(json)) {
    const counted = countOf(address, body, json);
    if (counted === undefined) continue;
    const total = (totals.get(counted.place)?.total ?? 0) + counted.weight;
    totals.set(counted.place, { total, quota: counted.quota });
  }
  return [...totals]
    .filter(([, { total, quota }]) => total > quota)
    .map(
      ([place, { total, quota }]) =>
        `${place}: ${total} rules while both forms are deployed, and AWS allows ${quota}. Make the change in two steps.`,
    );
}

function countOf(address: string, body: ResourceBody, json: TerraformJson): Counted | undefined {
  const family = body.cidr_ipv6 === undefined && body.ipv6_cidr_block === undefined ? "IPv4" : "IPv6";
  const place = (argument: string, direction: string) =>
    `${[...addressesIn(body[argument])][0] ?? String(body[argument])} ${direction} ${family}`;
  switch (typeOfAddress(address)) {
    case "aws_vpc_security_group_ingress_rule":
    case "aws_vpc_security_group_egress_rule": {
      const direction = typeOfAddress(address).includes("ingress") ? "inbound" : "outbound";
      const quota = VPC_QUOTAS.rulesPerSecurityGroup;
      return { place: place("security_group_id", direction), weight: weightOf(body, json), quota };
    }
    case "aws_network_acl_rule": {
      const direction = body.egress === true ? "outbound" : "inbound";
      return { place: place("network_acl_id", direction), weight: 1, quota: OWN_ENTRIES_PER_NETWORK_ACL };
    }
    default:
      return undefined;
  }
}

/** A rule for CloudFront's prefix list counts as many. */
function weightOf({ prefix_list_id: list }: ResourceBody, json: TerraformJson): number {
  const data = dataByAddress(json);
  const names = [...addressesIn(list)].map((address) => data.get(address)?.name);
  return names.includes(CLOUDFRONT_ORIGIN_FACING) ? PREFIX_LIST_WEIGHTS.global[CLOUDFRONT_ORIGIN_FACING] : 1;
}
