import type { NetworkProxy, ProxyTarget } from "../network/network-model.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import { causesOf } from "./causes.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { forAnyClientPort } from "./paths/client-ports.ts";
import { withClientAddress } from "./paths/create-traffic-endpoint.ts";
import { deniesAll } from "./paths/filter-result.ts";
import type { Cause } from "./paths/filter-step.ts";
import { evaluatePath, type Path } from "./paths/path.ts";
import { crossesNetwork, type TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/** Whether a connection is possible. */
export type Verdict = "allowed" | "blocked" | "unknown";

/** One thing that packets meet, in order. */
export interface ExplanationHop {
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
  readonly hops: readonly ExplanationHop[];
  /** Every cause that blocks, or that leaves it unknown; for what is allowed, what does not get through of it. */
  readonly causes: readonly Cause[];
}

/** One end of a question: its sides, and the endpoints they are of. */
export interface QuestionEndpoint {
  readonly name: string;
  readonly trafficEndpoints: readonly TrafficEndpoint[];
  /** What listens there; undefined: anything. */
  readonly listening: TransportSet | undefined;
  /** Why it may listen on more; undefined when it is known. */
  readonly unknownListening?: string;
}

/** Load balancers in a row: no real network has more. */
const MAX_PROXIES = 4;
/** Of these, such as may lead anywhere: each may lead to each. */
const MAX_UNKNOWN_PROXIES = 2;

/**
 * Whether some services of one end can be reached from another: over the network itself, or by way of what
 * takes connections and opens others (load balancers, CloudFront, PrivateLink).
 */
export function explain(
  analysis: NetworkAnalysis,
  from: QuestionEndpoint,
  to: QuestionEndpoint,
  transport: TransportSet,
  depth = 0,
): Explanation {
  const open = to.listening === undefined ? transport : transport.intersect(to.listening);
  if (open.isEmpty) return notListeningThere(analysis, from, to, transport, depth);
  const direct = explainDirect(analysis, from, to, open);
  if (isWhole(direct) || depth >= MAX_PROXIES) return direct;
  const relayed = proxiesTo(analysis, to, depth).map(({ proxy, target }) =>
    explainThroughProxy(analysis, { from, to, transport: open, proxy, target, depth }),
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
function notListeningThere(
  analysis: NetworkAnalysis,
  from: QuestionEndpoint,
  to: QuestionEndpoint,
  transport: TransportSet,
  depth: number,
): Explanation {
  const { name, trafficEndpoints, unknownListening: unknownListeners } = to;
  if (unknownListeners === undefined) return notListening(to, transport);
  const anything = explain(
    analysis,
    from,
    { name, trafficEndpoints, listening: undefined },
    transport,
    depth,
  );
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
export function explainDirect(
  analysis: NetworkAnalysis,
  from: QuestionEndpoint,
  to: QuestionEndpoint,
  transport: TransportSet,
): Explanation {
  const paths = from.trafficEndpoints.flatMap((source) =>
    to.trafficEndpoints.flatMap((target) =>
      crossesNetwork(source, target) ? analysis.paths(source, target, transport) : [],
    ),
  );
  return explainPaths(from, to, paths);
}

function explainPaths(from: QuestionEndpoint, to: QuestionEndpoint, paths: readonly Path[]): Explanation {
  const found = paths.map((path) => ({ way: path, verdict: verdictOf(path) }));
  const pick = (verdict: Verdict) => found.find((each) => each.verdict === verdict)?.way;
  const allowed = pick("allowed");
  const best = allowed ?? pick("unknown") ?? pick("blocked");
  if (best === undefined) return nowhere(from, to);
  const verdict = allowed !== undefined ? "allowed" : pick("unknown") === undefined ? "blocked" : "unknown";
  const short = found.filter((each) => each.verdict !== "allowed" || missing(each.way) !== undefined);
  return { verdict, hops: hopsOf(best), causes: distinct(short.flatMap(({ way: path }) => causesOf(path))) };
}

function verdictOf(path: Path): Verdict {
  const result = evaluatePath(path);
  if (deniesAll(result)) return "blocked";
  const [first] = path.segments;
  const allowed = forAnyClientPort(result.allowed, first!);
  if (allowed.isEmpty) return "unknown";
  const { from, to, requested } = first!;
  const isSure =
    (from.isExact || allowed.sources().covers(requested.sources())) &&
    (to.isExact || allowed.destinations().covers(requested.destinations()));
  return isSure ? "allowed" : "unknown";
}

/** What of a way's connections does not get through. */
function missing(path: Path): PacketSet | undefined {
  const left = path.segments[0]!.requested.subtract(evaluatePath(path).allowed);
  return left.isEmpty ? undefined : left;
}

function hopsOf(path: Path): ExplanationHop[] {
  return path.segments.flatMap(({ steps }) =>
    steps.map((step) => ({ address: step.address, text: step.text, by: step.rules() })),
  );
}

/** A relay, and where it leads; undefined: it may lead to what is asked for, for all that is known. */
interface ProxiedConnection {
  readonly proxy: NetworkProxy;
  readonly target: ProxyTarget | undefined;
}

function proxiesTo(analysis: NetworkAnalysis, to: QuestionEndpoint, depth: number): ProxiedConnection[] {
  const endpoints = new Set(to.trafficEndpoints.map(({ endpoint }) => endpoint?.address));
  return analysis.model.proxies.flatMap((proxy) => {
    const targets = proxy.targets.filter(({ endpoint }) => endpoints.has(endpoint));
    const known = targets.map((target) => ({ proxy, target }));
    const isOpen = proxy.unknown !== undefined && depth < MAX_UNKNOWN_PROXIES;
    return isOpen ? [...known, { proxy, target: undefined }] : known;
  });
}

interface ProxyQuestion extends ProxiedConnection {
  readonly from: QuestionEndpoint;
  readonly to: QuestionEndpoint;
  readonly transport: TransportSet;
  readonly depth: number;
}

/** From the source to the relay, and from it on. */
function explainThroughProxy(analysis: NetworkAnalysis, question: ProxyQuestion): Explanation {
  const { from, to, transport, proxy, target, depth } = question;
  const passedOn = target?.transport.intersect(transport) ?? transport;
  if (passedOn.isEmpty) return notListening(to, transport);
  const at: QuestionEndpoint = {
    name: proxy.servedBy,
    trafficEndpoints: analysis.trafficEndpoints(proxy.servedBy),
    listening: undefined,
  };
  const first = isThere(from, proxy.servedBy)
    ? { verdict: "allowed" as const, hops: [], causes: [] }
    : explain(analysis, from, at, proxy.frontend, depth + 1);
  const second = explainDirect(analysis, backendSourcesOf(analysis, proxy, from), to, passedOn);
  const unknowns = unknownsOf(question);
  const between = admission(analysis, question);
  const verdicts = [
    first.verdict,
    ...between.map((each) => each.verdict),
    second.verdict,
    ...unknowns.map(() => "unknown"),
  ];
  const verdict = verdicts.includes("blocked")
    ? "blocked"
    : verdicts.includes("unknown")
      ? "unknown"
      : "allowed";
  const text = target?.via.join(" → ") ?? "leads to what is not known";
  const via: ExplanationHop = { address: proxy.address, text, by: [] };
  return {
    verdict,
    hops: [...first.hops, via, ...between.flatMap((each) => each.hops), ...second.hops],
    causes: distinct([
      ...first.causes,
      ...between.flatMap((each) => each.causes),
      ...unknowns,
      ...second.causes,
    ]),
  };
}

/** What a load balancer says of the client's own address, where what comes by PrivateLink is judged by it. */
function admission(analysis: NetworkAnalysis, { from, proxy }: ProxyQuestion): Explanation[] {
  if (proxy.alsoFilteredAt === undefined) return [];
  const name = proxy.alsoFilteredAt;
  const at: QuestionEndpoint = {
    name,
    trafficEndpoints: analysis.trafficEndpoints(name),
    listening: undefined,
  };
  const paths = from.trafficEndpoints.flatMap((source) =>
    at.trafficEndpoints.map((target) => analysis.admission(source, target, proxy.frontend)),
  );
  return [explainPaths(from, at, paths)];
}

/** Who opens the connection to the target, from whose addresses. */
function backendSourcesOf(
  analysis: NetworkAnalysis,
  proxy: NetworkProxy,
  client: QuestionEndpoint,
): QuestionEndpoint {
  const nodes = analysis.trafficEndpoints(proxy.backendSource);
  const trafficEndpoints = proxy.keepsClientAddress
    ? nodes.flatMap((node) =>
        client.trafficEndpoints.map((trafficEndpoint) => withClientAddress(node, trafficEndpoint)),
      )
    : nodes;
  return { name: proxy.backendSource, trafficEndpoints, listening: undefined };
}

function unknownsOf({ proxy, target }: ProxiedConnection): Cause[] {
  if (target !== undefined) return [];
  return [{ code: "NOT_KNOWN", address: proxy.address, text: `where it leads: ${proxy.unknown}` }];
}

function isThere(from: QuestionEndpoint, externalNetwork: string): boolean {
  return from.trafficEndpoints.some(
    (trafficEndpoint) => trafficEndpoint.externalNetwork?.name === externalNetwork,
  );
}

function notListening(to: QuestionEndpoint, transport: TransportSet): Explanation {
  const text = `${to.name} does not listen on ${transport.format()}`;
  return { verdict: "blocked", hops: [], causes: [{ code: "LISTENER_MISMATCH", address: to.name, text }] };
}

function nowhere(from: QuestionEndpoint, to: QuestionEndpoint): Explanation {
  if (from.trafficEndpoints.some((trafficEndpoint) => to.trafficEndpoints.includes(trafficEndpoint)))
    return itself(to);
  const empty = [from, to].find(({ trafficEndpoints }) => trafficEndpoints.length === 0);
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

function itself({ name }: QuestionEndpoint): Explanation {
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
