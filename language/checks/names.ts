import {
  instanceConnectName,
  RESERVED_NAMES,
  resolverEndpointName,
  sessionManagerName,
} from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, joinPath, type Problem } from "../problem.ts";
import { type Check, duplicatesOf, problemAt, type SpecPath } from "./check.ts";

interface Named {
  readonly path: SpecPath;
  readonly name: string;
}

/** Checks that names are unique, and stay so once CDKTF has dropped their hyphens. */
export const checkNames: Check = (platform) => {
  const endpoints = endpointNames(platform);
  const groups = [
    endpoints,
    named(["networks"], platform.networks),
    named(["connections"], platform.connections),
    named(["users"], platform.users),
    ...Object.entries(platform.networks).map(([name, { tiers }]) =>
      named(["networks", name, "tiers"], tiers),
    ),
  ];
  return [
    ...reservedProblems(platform, endpoints),
    ...sharedProblems(endpoints),
    ...groups.flatMap(punctuationProblems),
  ];
};

function endpointNames({ edge, workloads, stores, interfaces, outside }: Platform): Named[] {
  return [
    ...named(["edge", "loadBalancers"], edge.loadBalancers),
    ...named(["workloads"], workloads),
    ...named(["stores"], stores),
    ...named(["interfaces"], interfaces),
    ...named(["outside"], outside),
  ];
}

function named(path: SpecPath, things: Readonly<Record<string, unknown>>): Named[] {
  return Object.keys(things).map((name) => ({ path: [...path, name], name }));
}

/**
 * Rejects the names of endpoints that Drydock adds to rules: `main-endpoints`, `main-nat`,
 * `staff-vpn`.
 */
function reservedProblems(platform: Platform, endpoints: readonly Named[]): Problem[] {
  const ofNetworks = Object.entries(platform.networks).flatMap(
    ([name, { instanceConnect, resolverEndpoint, sessionManager }]) => [
      `${name}-endpoints`,
      `${name}-nat`,
      ...(instanceConnect === undefined ? [] : [instanceConnectName(name)]),
      ...(resolverEndpoint === undefined ? [] : [resolverEndpointName(name)]),
      ...(sessionManager === undefined ? [] : [sessionManagerName(name)]),
    ],
  );
  const ofConnections = Object.entries(platform.connections).flatMap(([name, connection]) => {
    if (connection.kind === "endpoint-service") {
      return Object.keys(connection.consumers).map((network) => `${name}-${network}`);
    }
    return ["client-vpn", "network-vpn", "transit-connect"].includes(connection.kind) ? [name] : [];
  });
  const added = [...ofNetworks, ...ofConnections];
  return endpoints
    .filter(({ name }) => RESERVED_NAMES.includes(name) || added.includes(name))
    .map(({ path, name }) => {
      const allowed = `a name other than ${formatNameList([...RESERVED_NAMES, ...added])}, which are reserved`;
      return problemAt(path, name, allowed, "choose another name");
    });
}

function sharedProblems(endpoints: readonly Named[]): Problem[] {
  return duplicatesOf(endpoints, ({ name }) => name).map(({ first, again }) =>
    problemAt(
      again.path,
      again.name,
      `a unique name, since flows use it: ${joinPath(first.path)} has the same`,
      "rename one of them",
    ),
  );
}

/**
 * Rejects names that differ only in hyphens. CDKTF drops hyphens from construct IDs, which would
 * silently merge two resources.
 */
function punctuationProblems(group: readonly Named[]): Problem[] {
  return duplicatesOf(group, ({ name }) => name.replaceAll("-", ""))
    .filter(({ first, again }) => first.name !== again.name)
    .map(({ first, again }) =>
      problemAt(
        again.path,
        again.name,
        `a name that differs from ${joinPath(first.path)} in more than hyphens`,
        "rename one of them",
      ),
    );
}
