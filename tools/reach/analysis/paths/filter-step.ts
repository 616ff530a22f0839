import type { FilterResult } from "./filter-result.ts";

/**
 * Why packets do not pass, or why that is not known. Where AWS's Reachability Analyzer has a code for it, it
 * is that one; the others are in its style.
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

/** Why something does not pass. */
export interface Cause {
  readonly code: ExplanationCode;
  /** The resource that decides it. */
  readonly address: string;
  /** What it refuses, and what change would let it pass. */
  readonly text: string;
}

/** One decision on the way. */
export interface FilterStep {
  /** The resource that decides. */
  readonly address: string;
  /** What it is and does: `security group app, outbound`; `route 0.0.0.0/0 → NAT gateway`. */
  readonly text: string;
  readonly result: FilterResult;
  /** The rules, entries and routes that it goes by, of those that speak of what is asked: resources. */
  rules(): readonly string[];
  /** Why it does not know what it does not know; absent: the text says it. */
  unknownReason?(): string;
  /** Why it refuses what it refuses. */
  readonly code: ExplanationCode;
  /** The change that would let it pass. */
  readonly remedy: string;
  /** Which way answers cross a network ACL, where this is the step that decides about these. */
  readonly returnDirection?: "ingress" | "egress";
}

/** An address without its stack: `aws_subnet.private`. */
export function shortName(address: string): string {
  return address.slice(address.lastIndexOf("/") + 1);
}
