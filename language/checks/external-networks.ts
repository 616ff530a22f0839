import { Cidr } from "../../aws/cidr.ts";
import { PRIVATE_BLOCKS } from "../../aws/special-ranges.ts";
import type { Connection } from "../connections.ts";
import { INTERNET_ENDPOINT, ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { required } from "../required.ts";
import { type Check, duplicateProblems, problemAt, type SpecPath, unknownName } from "./check.ts";

/** The kinds of connection that lead out of AWS. */
const EXTERNAL_CONNECTION_KINDS: readonly Connection["kind"][] = [
  "site-to-site-vpn",
  "client-vpn",
  "direct-connect",
  "transit-connect",
];

/** Checks external networks: the connection to each exists and routes its CIDR blocks. */
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

/**
 * Checks that a CIDR block is public: private ranges are not routed on the internet.
 */
function publicProblems(path: SpecPath, cidr: string): Problem[] {
  const block = Cidr.parseKnown(cidr);
  const privateRange = PRIVATE_BLOCKS.find((reserved) => reserved.overlaps(block));
  if (privateRange === undefined || block.prefix < privateRange.prefix) return [];
  const allowed = `a public CIDR block: ${privateRange} is not routed on the internet`;
  return [problemAt(path, cidr, allowed, 'set "via" to the connection that leads there')];
}

function viaProblems(platform: Platform, path: SpecPath, via: string, cidrs: readonly string[]): Problem[] {
  const names = Object.keys(platform.connections).filter((name) =>
    EXTERNAL_CONNECTION_KINDS.includes(required(platform.connections, name).kind),
  );
  const unknown = unknownName(
    [...path, "via"],
    via,
    [INTERNET_ENDPOINT, ...names],
    "internet or a connection out of AWS",
  );
  if (unknown.length > 0) return unknown;
  const routed = routedBlocks(ownValue(platform.connections, via)).map(Cidr.parseKnown);
  if (routed.length === 0) return [];
  return cidrs.flatMap((cidr, index) => {
    if (routed.some((block) => block.contains(Cidr.parseKnown(cidr)))) return [];
    const allowed = `a CIDR block that connection ${via} routes: ${routed.join(" or ")}`;
    return [
      problemAt([...path, "cidrs", index], cidr, allowed, "choose one of them, or extend the connection's"),
    ];
  });
}

/** Returns the CIDR blocks that a connection routes; none when routes are propagated. */
function routedBlocks(connection: Connection | undefined): readonly string[] {
  if (connection?.kind === "client-vpn") return [connection.clientCidr];
  if (connection?.kind === "site-to-site-vpn" && connection.routing.kind === "static") {
    return connection.routing.cidrs;
  }
  return [];
}
