import type { FilterResult } from "./filter-result.ts";

/**
 * The code of a cause: why packets are blocked, or why that is unknown. Codes of AWS's Reachability
 * Analyzer where it has one; the others follow its style.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export type ExplanationCode =
  // AWS's own.
  | "BAD_STATE_ATTACHMENT"
  | "BAD_STATE_ROUTE"
  | "ENI_SG_RULES_MISMATCH"
  | "ENI_SOURCE_DEST_CHECK_RESTRICTION"
  | "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
  | "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
  | "NO_ROUTE_TO_DESTINATION"
  | "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
  | "SUBNET_ACL_RESTRICTION"
  | "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"
  | "TGW_RTB_CANNOT_ROUTE"
  | "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"
  // Drydock's.
  | "CLIENT_VPN_NOT_AUTHORIZED"
  | "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS"
  | "LISTENER_MISMATCH"
  | "NO_PATH"
  | "NO_ROUTE_BACK"
  | "TGW_ATTACH_NOT_IN_ZONE"
  | "ADDRESS_NOT_KNOWN"
  | "NOT_KNOWN";

/** A cause that blocks packets or leaves the result unknown. */
export interface Cause {
  /** The kind of cause, stable for CI. */
  readonly code: ExplanationCode;
  /** The resource that blocks. */
  readonly address: string;
  /** The blocked packets, and the change that would allow them. */
  readonly text: string;
}

/** A filter or route on the path. */
export interface FilterStep {
  /** The resource that filters or routes. */
  readonly address: string;
  /** A description: `security group app, outbound`; `route 0.0.0.0/0 → NAT gateway`. */
  readonly text: string;
  /** The requested connections that it allows, or may allow. */
  readonly result: FilterResult;
  /** Returns the rules, entries and routes (resources) that decide about the requested packets. */
  rules(): readonly string[];
  /** Returns the reason why its result is unknown; absent: the text says it. */
  unknownReason?(): string;
  /** The code for the packets that it blocks. */
  readonly code: ExplanationCode;
  /** The change that would allow the blocked packets. */
  readonly remedy: string;
  /** The direction of the return traffic at a network ACL, if this step filters return traffic. */
  readonly returnDirection?: "ingress" | "egress";
}

/** Returns an address without its stack: `aws_subnet.private`. */
export function shortName(address: string): string {
  return address.slice(address.lastIndexOf("/") + 1);
}
