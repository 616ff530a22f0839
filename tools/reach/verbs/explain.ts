import type { Relay, RelayTarget } from "../model/fabric.ts";
import type { Network } from "../network.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import type { Services } from "../packets/services.ts";
import { dependable } from "../walk/client-ports.ts";
import { refusesAll } from "../walk/judged.ts";
import { canCall, type Side } from "../walk/side.ts";
import { keepingClient } from "../walk/sides.ts";
import type { Cause } from "../walk/step.ts";
import { judgeWay, type Way } from "../walk/way.ts";
import { causesOf } from "./causes.ts";

/** Whether a connection is possible. */
export type Verdict = "allowed" | "blocked" | "unknown";

/** One thing that packets meet, in order. */
export interface Hop {
  /** The resource. */
  readonly address: string;
  readonly text: string;
  /** The rules, entries and routes that let the packets on. */
  readonly by: readonly string[];
}

/** Whether one thing reaches another, how, and if not, why not. */
export interface Explanation {
  readonly verdict: Verdict;
  /** On a way that is possible; on the nearest to it when none is. */
  readonly hops: readonly Hop[];
  /** Every cause that blocks, or that leaves it unknown; for what is allowed, what does not get through of it. */
  readonly causes: readonly Cause[];
}

/** One end of a question: its sides, and the endpoints they are of. */
export interface End {
  readonly name: string;
  readonly sides: readonly Side[];
  /** What listens there; undefined: anything. */
  readonly listens: Services | undefined;
  /** Why it may listen on more; undefined when it is known. */
  readonly unknownListeners?: string;
}

/** Load balancers in a row: no real network has more. */
const MOST_RELAYS = 4;
/** Of these, such as may lead anywhere: each may lead to each. */
const MOST_UNKNOWN_RELAYS = 2;

/**
 * Whether some services of one end can be reached from another: over the network itself, or by way of what
 * takes connections and opens others (load balancers, CloudFront, PrivateLink).
 */
export function explain(network: Network, from: End, to: End, services: Services, depth = 0): Explanation {
  const open = to.listens === undefined ? services : services.intersect(to.listens);
  if (open.isEmpty) return notHeard(network, from, to, services, depth);
  const direct = explainDirect(network, from, to, open);
  if (isWhole(direct) || depth >= MOST_RELAYS) return direct;
  const relayed = relaysTo(network, to, depth).map(({ relay, target }) =>
    overRelay(network, { from, to, services: open, relay, target, depth }),
  );
  const best =
    relayed.find(isWhole) ??
    relayed.find(({ verdict }) => verdict === "allowed") ??
    relayed.find(({ verdict }) => verdict === "unknown");
  if (direct.verdict === "allowed" && !(best !== undefined && isWhole(best))) return direct;
  if (best?.verdict === "allowed") return best;
  if (direct.verdict === "unknown" || best === undefined) {
    return { ...direct, causes: distinct([...direct.causes, ...relayed.flatMap(({ causes }) => causes)]) };
  }
  return best;
}

/** Nothing that is known listens there; what is not known may, unless nothing gets that far. */
function notHeard(network: Network, from: End, to: End, services: Services, depth: number): Explanation {
  const { name, sides, unknownListeners } = to;
  if (unknownListeners === undefined) return notListening(to, services);
  const anything = explain(network, from, { name, sides, listens: undefined }, services, depth);
  if (anything.verdict === "blocked") return anything;
  const text = `what it listens on: ${unknownListeners}`;
  const causes = distinct([{ code: "NOT_KNOWN", address: name, text }, ...anything.causes]);
  return { verdict: "unknown", hops: anything.hops, causes };
}

/** Whether all of it gets through. */
function isWhole({ verdict, causes }: Explanation): boolean {
  return verdict === "allowed" && causes.length === 0;
}

/** Over the network alone. */
export function explainDirect(network: Network, from: End, to: End, services: Services): Explanation {
  const ways = from.sides.flatMap((source) =>
    to.sides.flatMap((target) => (canCall(source, target) ? network.ways(source, target, services) : [])),
  );
  return explainWays(from, to, ways);
}

function explainWays(from: End, to: End, ways: readonly Way[]): Explanation {
  const found = ways.map((way) => ({ way, verdict: verdictOf(way) }));
  const pick = (verdict: Verdict) => found.find((each) => each.verdict === verdict)?.way;
  const allowed = pick("allowed");
  const best = allowed ?? pick("unknown") ?? pick("blocked");
  if (best === undefined) return nowhere(from, to);
  const verdict = allowed !== undefined ? "allowed" : pick("unknown") === undefined ? "blocked" : "unknown";
  const short = found.filter((each) => each.verdict !== "allowed" || missing(each.way) !== undefined);
  return { verdict, hops: hopsOf(best), causes: distinct(short.flatMap(({ way }) => causesOf(way))) };
}

function verdictOf(way: Way): Verdict {
  const judged = judgeWay(way);
  if (refusesAll(judged)) return "blocked";
  const [first] = way.legs;
  const passes = dependable(judged.passes, first!);
  if (passes.isEmpty) return "unknown";
  const { from, to, asked } = first!;
  const isSure =
    (from.isExact || passes.sources().covers(asked.sources())) &&
    (to.isExact || passes.destinations().covers(asked.destinations()));
  return isSure ? "allowed" : "unknown";
}

/** What of a way's connections does not get through. */
function missing(way: Way): PacketSet | undefined {
  const left = way.legs[0]!.asked.subtract(judgeWay(way).passes);
  return left.isEmpty ? undefined : left;
}

function hopsOf(way: Way): Hop[] {
  return way.legs.flatMap(({ steps }) =>
    steps.map((step) => ({ address: step.address, text: step.text, by: step.by() })),
  );
}

/** A relay, and where it leads; undefined: it may lead to what is asked for, for all that is known. */
interface Relayed {
  readonly relay: Relay;
  readonly target: RelayTarget | undefined;
}

function relaysTo(network: Network, to: End, depth: number): Relayed[] {
  const endpoints = new Set(to.sides.map(({ endpoint }) => endpoint?.address));
  return network.fabric.relays.flatMap((relay) => {
    const targets = relay.targets.filter(({ endpoint }) => endpoints.has(endpoint));
    const known = targets.map((target) => ({ relay, target }));
    const isOpen = relay.unknown !== undefined && depth < MOST_UNKNOWN_RELAYS;
    return isOpen ? [...known, { relay, target: undefined }] : known;
  });
}

interface RelayQuestion extends Relayed {
  readonly from: End;
  readonly to: End;
  readonly services: Services;
  readonly depth: number;
}

/** From the source to the relay, and from it on. */
function overRelay(network: Network, question: RelayQuestion): Explanation {
  const { from, to, services, relay, target, depth } = question;
  const passedOn = target?.services.intersect(services) ?? services;
  if (passedOn.isEmpty) return notListening(to, services);
  const at: End = { name: relay.at, sides: network.sides(relay.at), listens: undefined };
  const first = isThere(from, relay.at)
    ? { verdict: "allowed" as const, hops: [], causes: [] }
    : explain(network, from, at, relay.takes, depth + 1);
  const second = explainDirect(network, opensFrom(network, relay, from), to, passedOn);
  const doubts = doubtsAbout(question);
  const between = admission(network, question);
  const verdicts = [
    first.verdict,
    ...between.map((each) => each.verdict),
    second.verdict,
    ...doubts.map(() => "unknown"),
  ];
  const verdict = verdicts.includes("blocked")
    ? "blocked"
    : verdicts.includes("unknown")
      ? "unknown"
      : "allowed";
  const text = target?.via.join(" → ") ?? "leads to what is not known";
  const via: Hop = { address: relay.address, text, by: [] };
  return {
    verdict,
    hops: [...first.hops, via, ...between.flatMap((each) => each.hops), ...second.hops],
    causes: distinct([
      ...first.causes,
      ...between.flatMap((each) => each.causes),
      ...doubts,
      ...second.causes,
    ]),
  };
}

/** What a load balancer says of the client's own address, where what comes by PrivateLink is judged by it. */
function admission(network: Network, { from, relay }: RelayQuestion): Explanation[] {
  if (relay.alsoJudgedAt === undefined) return [];
  const name = relay.alsoJudgedAt;
  const at: End = { name, sides: network.sides(name), listens: undefined };
  const ways = from.sides.flatMap((source) =>
    at.sides.map((target) => network.admission(source, target, relay.takes)),
  );
  return [explainWays(from, at, ways)];
}

/** Who opens the connection to the target, from whose addresses. */
function opensFrom(network: Network, relay: Relay, client: End): End {
  const nodes = network.sides(relay.opensFrom);
  const sides = relay.keepsClientAddress
    ? nodes.flatMap((node) => client.sides.map((side) => keepingClient(node, side)))
    : nodes;
  return { name: relay.opensFrom, sides, listens: undefined };
}

function doubtsAbout({ relay, target }: Relayed): Cause[] {
  if (target !== undefined) return [];
  return [{ code: "NOT_KNOWN", address: relay.address, text: `where it leads: ${relay.unknown}` }];
}

function isThere(from: End, outside: string): boolean {
  return from.sides.some((side) => side.outside?.name === outside);
}

function notListening(to: End, services: Services): Explanation {
  const text = `${to.name} does not listen on ${services.say()}`;
  return { verdict: "blocked", hops: [], causes: [{ code: "LISTENER_MISMATCH", address: to.name, text }] };
}

function nowhere(from: End, to: End): Explanation {
  if (from.sides.some((side) => to.sides.includes(side))) return itself(to);
  const empty = [from, to].find(({ sides }) => sides.length === 0);
  const code = empty === undefined ? "NO_PATH" : "NOT_KNOWN";
  const text =
    empty === undefined
      ? `${from.name} and ${to.name} have no family of addresses in common`
      : `what ${empty.name} is: not all blocks and services of these files are known`;
  return {
    verdict: empty === undefined ? "blocked" : "unknown",
    hops: [],
    causes: [{ code, address: (empty ?? to).name, text }],
  };
}

function itself({ name }: End): Explanation {
  return {
    verdict: "allowed",
    hops: [{ address: name, text: "packets to itself do not leave it", by: [] }],
    causes: [],
  };
}

function distinct(causes: readonly Cause[]): Cause[] {
  const seen = new Map(causes.map((cause) => [`${cause.code} ${cause.address} ${cause.text}`, cause]));
  return [...seen.values()];
}
