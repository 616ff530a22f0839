import { isIPv6 } from "node:net";
import { required } from "../../../language/required.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { ReachError } from "../terraform/reach-error.ts";

/** The supported protocols. */
export const PROTOCOLS = ["tcp", "udp", "icmp"] as const;
/** A supported protocol. */
export type Protocol = (typeof PROTOCOLS)[number];

/** The target of a question, with its port. */
export interface QuestionTarget {
  /** The endpoint's name, or an address. */
  readonly name: string;
  /** The port; undefined: any. */
  readonly port: number | undefined;
}

/**
 * Parses a target: `cybershield-prod/app:8000`, `internet`, `10.0.0.5:22`, `[2606:4700::1111]:443`,
 * `2606:4700::1111`.
 *
 * @throws ReachError for an invalid port.
 */
export function parseTarget(text: string): QuestionTarget {
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(text);
  if (bracketed !== null) return { name: required(bracketed, 1), port: portOf(bracketed[2], text) };
  if (isIPv6(required(text.split("/"), 0))) return { name: text, port: undefined };
  // After a resource's key, which may contain a colon too: web["a:b"]:443.
  const colon = text.indexOf(":", text.lastIndexOf("]") + 1);
  if (colon < 0) return { name: text, port: undefined };
  return { name: text.slice(0, colon), port: portOf(text.slice(colon + 1), text) };
}

function portOf(text: string | undefined, target: string): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new ReachError(
    `"${target}": invalid port "${text}"; allowed: 1 to 65535. Fix: write the target as TO:443, an IPv6 address in brackets: [2001:db8::1]:443.`,
  );
}

/**
 * Echo requests of both families: type 8 and type 128, code 0.
 * https://www.rfc-editor.org/rfc/rfc4443 section 4.1
 */
const PING = TransportSet.named("icmp", 8 * 256).union(TransportSet.named("icmpv6", 128 * 256));

/**
 * Returns the transport set of a question. For ICMP it is an echo request (ping): with all
 * messages, an error message without a reply would already count as reachable.
 *
 * @throws ReachError for a port with ICMP, which has none.
 */
export function questionTransport(protocol: Protocol, port: number | undefined): TransportSet {
  if (protocol !== "icmp") return TransportSet.named(protocol, port);
  if (port === undefined) return PING;
  throw new ReachError("ICMP has no ports. Fix: leave the port out of TO with --protocol icmp.");
}
