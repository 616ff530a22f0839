import { Cidr, PRIVATE_BLOCKS } from "../cidr.ts";
import type { Connection } from "../connections.ts";
import { INTERNET_ENDPOINT, ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { type Check, duplicateProblems, problemAt, type SpecPath, unknownName } from "./check.ts";

/** The connections that lead out of AWS. */
const EXTERNAL_CONNECTION_KINDS: readonly Connection["kind"][] = [
  "site-to-site-vpn",
  "client-vpn",
  "direct-connect",
  "transit-connect",
];

/** Outside networks: the way to each exists and carries its addresses. */
export const checkExternalNetworks: Check = (platform) =>
  Object.entries(platform.outside).flatMap(([name, { cidrs, via }]) => {
    const path = ["outside", name];
    return [
      ...duplicateProblems([...path, "cidrs"], cidrs, "block"),
      ...(via === INTERNET_ENDPOINT
        ? cidrs.flatMap((cidr, index) => publicProblems([...path, "cidrs", index], cidr))
        : viaProblems(platform, path, via, cidrs)),
    ];
  });

/** No router of the internet knows these. https://www.rfc-editor.org/rfc/rfc1918 */
function publicProblems(path: SpecPath, cidr: string): Problem[] {
  const block = Cidr.parseKnown(cidr);
  const own = PRIVATE_BLOCKS.find((reserved) => reserved.overlaps(block));
  if (own === undefined || block.prefix < own.prefix) return [];
  const allowed = `a block of public addresses: ${own} is not routed over the internet`;
  return [problemAt(path, cidr, allowed, 'say the connection that leads there with "via"')];
}

function viaProblems(platform: Platform, path: SpecPath, via: string, cidrs: readonly string[]): Problem[] {
  const names = Object.keys(platform.connections).filter((name) =>
    EXTERNAL_CONNECTION_KINDS.includes(platform.connections[name]!.kind),
  );
  const unknown = unknownName(
    [...path, "via"],
    via,
    [INTERNET_ENDPOINT, ...names],
    "internet or a way out of AWS",
  );
  if (unknown.length > 0) return unknown;
  const carried = routedBlocks(ownValue(platform.connections, via)).map(Cidr.parseKnown);
  if (carried.length === 0) return [];
  return cidrs.flatMap((cidr, index) => {
    if (carried.some((block) => block.contains(Cidr.parseKnown(cidr)))) return [];
    const allowed = `a block that connection ${via} carries: ${carried.join(" or ")}`;
    return [
      problemAt([...path, "cidrs", index], cidr, allowed, "choose one of them, or widen the connection"),
    ];
  });
}

/** The blocks a connection leads to; none when routes are learnt. */
function routedBlocks(connection: Connection | undefined): readonly string[] {
  if (connection?.kind === "client-vpn") return [connection.clientCidr];
  if (connection?.kind === "site-to-site-vpn" && connection.routing.kind === "static") {
    return connection.routing.cidrs;
  }
  return [];
}
