import fc from "fast-check";
import { chance, type Draw, indices, pickOne } from "./draw.ts";

/** The endpoints that random flows may use. */
export interface RandomFlowEndpoints {
  /** Workloads and interfaces, sources and targets of flows: their networks by name. */
  readonly callers: Readonly<Record<string, string>>;
  /** Stores, which are targets only: their networks by name. */
  readonly stores: Readonly<Record<string, string>>;
  /** The internet and the external networks. */
  readonly away: readonly string[];
  /** The workloads and interfaces behind load balancers, once for each attachment. */
  readonly published: readonly PublishedEndpoint[];
}

/** A target of a load balancer. */
export interface PublishedEndpoint {
  readonly name: string;
  /** True for an internet-facing load balancer. */
  readonly isPublic: boolean;
}

/**
 * Draws 4 to 30 flows, many inside one network, and one through each load balancer; without
 * duplicates.
 */
export function drawFlows(draw: Draw, ends: RandomFlowEndpoints): object[] {
  const count = draw(fc.integer, { min: 4, max: 30 });
  const ingress = ends.published.flatMap((target) => drawIngress(draw, ends, target));
  const drawn = [...ingress, ...indices(count).map(() => drawFlow(draw, ends))];
  const seen = new Set<string>();
  return drawn.filter((each) => {
    const key = JSON.stringify(each);
    if (each.from === each.to || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Draws a flow to a target through its load balancer; none if its network has no other caller. */
function drawIngress(draw: Draw, { callers }: RandomFlowEndpoints, { name, isPublic }: PublishedEndpoint) {
  const near = Object.keys(callers).filter((other) => other !== name && callers[other] === callers[name]);
  const sources = isPublic ? ["internet"] : near;
  return sources.length === 0 ? [] : [{ from: pickOne(draw, sources), to: name, whereReachable: true }];
}

function drawFlow(draw: Draw, { callers, stores, away }: RandomFlowEndpoints) {
  const inside: Readonly<Record<string, string>> = { ...callers, ...stores };
  const from = pickOne(draw, [...Object.keys(callers), ...(chance(draw, 35) ? away : [])]);
  const network = callers[from];
  const near = Object.keys(inside).filter((name) => inside[name] === network);
  const across = Object.keys(inside).filter((name) => inside[name] !== network);
  const out = network === undefined ? [] : [...away, "aws"];
  const to = pickOne(
    draw,
    pickOne(
      draw,
      [near, near, across, across, out].filter((ends) => ends.length > 0),
    ),
  );
  const needsPorts = away.includes(to);
  const ports = pickOne(draw, [
    [{ protocol: "tcp", from: 443, to: 443 }],
    [{ protocol: "tcp", from: 8000, to: 8010 }],
    [{ protocol: "udp", from: 53, to: 53 }],
    [{ protocol: "icmp", from: 0, to: 0 }],
  ]);
  return {
    from,
    to,
    whereReachable: true,
    ...(to !== "aws" && (needsPorts || chance(draw, 30)) ? { ports } : {}),
  };
}
