import type { GroupRule } from "../model/fabric.ts";
import { shortName } from "../walk/step.ts";

/** `inbound` or `outbound`. */
export function wordOf(direction: "ingress" | "egress"): string {
  return direction === "ingress" ? "inbound" : "outbound";
}

/** The far side of a rule of a security group, as a person calls it. */
export function sayPeer({ peer }: GroupRule): string {
  if (peer.kind === "addresses") return peer.text;
  return peer.kind === "group" ? shortName(peer.group) : "a peer that is not known";
}

/** `a`, `a and b`, `a, b and c`. */
export function sayList(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The first few of many: `a, b, c and 4 more`. */
export function sayFew(words: readonly string[], most = 3): string {
  const left = words.length - most;
  return left > 0 ? `${words.slice(0, most).join(", ")} and ${left} more` : sayList(words);
}

/** The names of resources, without their stacks. */
export function sayNames(addresses: readonly string[]): string {
  return sayList(addresses.map(shortName));
}
