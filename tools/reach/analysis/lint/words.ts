import type { SecurityGroupRule } from "../../network/network-model.ts";
import { shortName } from "../paths/filter-step.ts";

/** Returns `inbound` or `outbound`. */
export function directionWord(direction: "ingress" | "egress"): string {
  return direction === "ingress" ? "inbound" : "outbound";
}

/** Formats the peer of a security group rule. */
export function formatPeer({ peer }: SecurityGroupRule): string {
  if (peer.kind === "addresses") return peer.text;
  return peer.kind === "group" ? shortName(peer.group) : "an unknown peer";
}

/** Joins words: `a`, `a and b`, `a, b and c`. */
export function formatList(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Joins the first few words: `a, b, c and 4 more`. */
export function formatFew(words: readonly string[], most = 3): string {
  const left = words.length - most;
  return left > 0 ? `${words.slice(0, most).join(", ")} and ${left} more` : formatList(words);
}

/** Joins the names of resources, without their stacks. */
export function formatNames(addresses: readonly string[]): string {
  return formatList(addresses.map(shortName));
}
