import { AWS, type Endpoint, endpointsOf, INTERNET, ownValue } from "../endpoints.ts";
import type { Flow } from "../flows.ts";
import type { Platform } from "../platform.ts";
import { fixUnknownName, type Problem, showNames } from "../problem.ts";
import { publicationsOf } from "../publications.ts";
import { obstacleOf } from "../ways.ts";
import { type Check, type Path, problemAt, repeats } from "./check.ts";

/** Every flow has two ends that exist, ports to open, and a way between. */
export const checkFlows: Check = (platform) => {
  const flows = platform.flows.map((flow, index) => ({ flow, path: ["flows", index] as Path }));
  return [
    ...flows.flatMap(({ flow, path }) => flowProblems(platform, flow, path)),
    ...repeats(flows, ({ flow }) => keyOf(flow)).map(({ first, again }) =>
      problemAt(
        again.path,
        said(again.flow),
        `each flow once: flows[${String(first.path[1])}] is the same`,
        "remove one of them",
      ),
    ),
  ];
};

function keyOf({ from, to, ports }: Flow): string {
  return JSON.stringify([from, to, ports]);
}

function said({ from, to }: Flow): string {
  return `${from} -> ${to}`;
}

function flowProblems(platform: Platform, flow: Flow, path: Path): Problem[] {
  const ends = [...sourceProblems(platform, flow, path), ...targetProblems(platform, flow, path)];
  if (ends.length > 0) return ends;
  const pair = [...pairProblems(platform, flow, path), ...portProblems(platform, flow, path)];
  if (pair.length > 0 || flow.whereReachable === true) return pair;
  const obstacle = obstacleOf(platform, flow);
  return obstacle === undefined ? [] : [problemAt(path, said(flow), obstacle.allowed, obstacle.fix)];
}

function sourceProblems(platform: Platform, { from, to }: Flow, path: Path): Problem[] {
  const at = [...path, "from"];
  const sources = namesOf(platform, "workload", "interface", "outside", "internet");
  if (sources.includes(from)) return [];
  if (ownValue(platform.edge.loadBalancers, from) !== undefined) {
    return [problemAt(at, from, "who calls first: a load balancer only passes on", "name the caller itself")];
  }
  if (from === AWS || ownValue(platform.stores, from) !== undefined) {
    const fix = `swap them: flow("${to}", "${from}")`;
    return [problemAt(at, from, `who calls first: ${from} only answers, which needs no flow`, fix)];
  }
  return [unknownEnd(at, from, sources, "a workload, interface, outside network or internet")];
}

function targetProblems(platform: Platform, { from, to }: Flow, path: Path): Problem[] {
  const at = [...path, "to"];
  const targets = namesOf(platform, "workload", "store", "interface", "outside", "internet", "vpc-endpoints");
  if (targets.includes(to)) return [];
  if (ownValue(platform.edge.loadBalancers, to) !== undefined) {
    const behind = publicationsOf(platform).find(({ place }) => place.loadBalancer === to)?.end ?? "app";
    const allowed = "the workload behind it: Drydock goes by the load balancer it is published on";
    return [problemAt(at, to, allowed, `write flow("${from}", "${behind}")`)];
  }
  if (ownValue(platform.stores, to) !== undefined) {
    const allowed = `what has an address: ${to} is reached as an AWS service`;
    return [problemAt(at, to, allowed, `write flow("${from}", "aws")`)];
  }
  return [unknownEnd(at, to, targets, "a workload, store, interface, outside network, internet or aws")];
}

function unknownEnd(path: Path, name: string, known: readonly string[], what: string): Problem {
  return problemAt(path, name, `${what}: ${showNames(known)}`, fixUnknownName(name, known));
}

function namesOf(platform: Platform, ...kinds: readonly Endpoint["kind"][]): string[] {
  return [...endpointsOf(platform).values()]
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ name }) => name);
}

function pairProblems(platform: Platform, flow: Flow, path: Path): Problem[] {
  const { from, to } = flow;
  const outside = [...Object.keys(platform.outside), INTERNET];
  if (from === to) {
    return [problemAt(path, said(flow), "two different ends", "remove the flow, or name another end")];
  }
  if (outside.includes(from) && (outside.includes(to) || to === AWS)) {
    return [problemAt(path, said(flow), "an end inside the platform", "remove the flow")];
  }
  return [];
}

function portProblems(platform: Platform, flow: Flow, path: Path): Problem[] {
  if (flow.to === AWS) {
    if (flow.ports === undefined) return [];
    const allowed = "no ports: AWS's services listen on TCP 443";
    return [problemAt([...path, "ports"], flow.ports, allowed, "leave the ports out")];
  }
  const target = endpointsOf(platform).get(flow.to);
  const published = publicationsOf(platform).some(({ end, port }) => end === flow.to && port !== undefined);
  if (flow.ports !== undefined || target?.port !== undefined || published) return [];
  const isOutside = target?.kind === "internet" || target?.kind === "outside";
  const fix = isOutside
    ? `write flow("${flow.from}", "${flow.to}", tcp(443))`
    : `give ${flow.to} a port, or write flow("${flow.from}", "${flow.to}", tcp(…))`;
  return [problemAt([...path, "ports"], undefined, `ports, since ${flow.to} has none of its own`, fix)];
}
