import { AWS_ENDPOINT, type FlowEndpoint, flowEndpoints, INTERNET_ENDPOINT, ownValue } from "../endpoints.ts";
import type { Flow } from "../flows.ts";
import type { Platform } from "../platform.ts";
import { fixUnknownName, formatNameList, type Problem } from "../problem.ts";
import { reachabilityIssue } from "../reachability.ts";
import { targetAttachments } from "../target-attachments.ts";
import { type Check, duplicatesOf, problemAt, type SpecPath } from "./check.ts";

/** Checks every flow: two known endpoints, ports to open, and a path. */
export const checkFlows: Check = (platform) => {
  const flows = platform.flows.map((flow, index) => ({ flow, path: ["flows", index] as SpecPath }));
  return [
    ...flows.flatMap(({ flow, path }) => flowProblems(platform, flow, path)),
    ...duplicatesOf(flows, ({ flow }) => keyOf(flow)).map(({ first, again }) =>
      problemAt(
        again.path,
        formatFlow(again.flow),
        `each flow only once: flows[${String(first.path[1])}] is the same`,
        "remove one of them",
      ),
    ),
  ];
};

function keyOf({ from, to, ports }: Flow): string {
  return JSON.stringify([from, to, ports]);
}

function formatFlow({ from, to }: Flow): string {
  return `${from} -> ${to}`;
}

/** Returns the problems of one flow, apart from other flows. */
export function flowProblems(platform: Platform, flow: Flow, path: SpecPath): Problem[] {
  const unknown = [...sourceProblems(platform, flow, path), ...targetProblems(platform, flow, path)];
  if (unknown.length > 0) return unknown;
  const pair = [...pairProblems(platform, flow, path), ...portProblems(platform, flow, path)];
  if (pair.length > 0 || flow.whereReachable === true) return pair;
  const obstacle = reachabilityIssue(platform, flow);
  return obstacle === undefined ? [] : [problemAt(path, formatFlow(flow), obstacle.allowed, obstacle.fix)];
}

function sourceProblems(platform: Platform, { from, to }: Flow, path: SpecPath): Problem[] {
  const at = [...path, "from"];
  const sources = namesOf(platform, "workload", "interface", "outside", "internet");
  if (sources.includes(from)) return [];
  if (ownValue(platform.edge.loadBalancers, from) !== undefined) {
    return [
      problemAt(
        at,
        from,
        "the endpoint that opens the connection: a load balancer only forwards",
        "name the caller itself",
      ),
    ];
  }
  if (from === AWS_ENDPOINT || ownValue(platform.stores, from) !== undefined) {
    const fix = `swap them: flow("${to}", "${from}")`;
    return [
      problemAt(
        at,
        from,
        `the endpoint that opens the connection: ${from} only replies, which needs no flow`,
        fix,
      ),
    ];
  }
  return [unknownEndpoint(at, from, sources, "a workload, interface, external network or internet")];
}

function targetProblems(platform: Platform, { from, to }: Flow, path: SpecPath): Problem[] {
  const at = [...path, "to"];
  const targets = namesOf(platform, "workload", "store", "interface", "outside", "internet", "vpc-endpoints");
  if (targets.includes(to)) return [];
  if (ownValue(platform.edge.loadBalancers, to) !== undefined) {
    const behind =
      targetAttachments(platform).find(({ settings: placement }) => placement.loadBalancer === to)
        ?.endpoint ?? "app";
    const allowed = "the workload behind it: Drydock routes its flows through the load balancer";
    return [problemAt(at, to, allowed, `write flow("${from}", "${behind}")`)];
  }
  if (ownValue(platform.stores, to) !== undefined) {
    const allowed = `an endpoint with an IP address: ${to} is reached as an AWS service`;
    return [problemAt(at, to, allowed, `write flow("${from}", "aws")`)];
  }
  return [
    unknownEndpoint(at, to, targets, "a workload, store, interface, external network, internet or aws"),
  ];
}

function unknownEndpoint(path: SpecPath, name: string, known: readonly string[], what: string): Problem {
  return problemAt(path, name, `${what}: ${formatNameList(known)}`, fixUnknownName(name, known));
}

function namesOf(platform: Platform, ...kinds: readonly FlowEndpoint["kind"][]): string[] {
  return [...flowEndpoints(platform).values()]
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ name }) => name);
}

function pairProblems(platform: Platform, flow: Flow, path: SpecPath): Problem[] {
  const { from, to } = flow;
  const outside = [...Object.keys(platform.outside), INTERNET_ENDPOINT];
  if (from === to) {
    return [
      problemAt(
        path,
        formatFlow(flow),
        "two different endpoints",
        "remove the flow, or name another endpoint",
      ),
    ];
  }
  if (outside.includes(from) && (outside.includes(to) || to === AWS_ENDPOINT)) {
    return [
      problemAt(path, formatFlow(flow), "at least one endpoint inside the platform", "remove the flow"),
    ];
  }
  return [];
}

function portProblems(platform: Platform, flow: Flow, path: SpecPath): Problem[] {
  if (flow.to === AWS_ENDPOINT) {
    if (flow.ports === undefined) return [];
    const allowed = "no ports: AWS services listen on TCP 443";
    return [problemAt([...path, "ports"], flow.ports, allowed, "remove the ports")];
  }
  const target = flowEndpoints(platform).get(flow.to);
  const published = targetAttachments(platform).some(
    ({ endpoint, port }) => endpoint === flow.to && port !== undefined,
  );
  if (flow.ports !== undefined || target?.port !== undefined || published) return [];
  const isOutside = target?.kind === "internet" || target?.kind === "outside";
  const fix = isOutside
    ? `write flow("${flow.from}", "${flow.to}", tcp(443))`
    : `give ${flow.to} a port, or write flow("${flow.from}", "${flow.to}", tcp(…))`;
  return [problemAt([...path, "ports"], undefined, `ports, since ${flow.to} has no port of its own`, fix)];
}
