import { required } from "../../../language/required.ts";
import type { NetworkProxy, ProxyTarget } from "../network/endpoint-model.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import { causesOf, distinctCauses } from "./causes.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { forAnyClientPort } from "./paths/client-ports.ts";
import { withClientAddress } from "./paths/create-traffic-endpoint.ts";
import { deniesAll } from "./paths/filter-result.ts";
import type { Cause } from "./paths/filter-step.ts";
import { evaluatePath, type NetworkPath } from "./paths/network-path.ts";
import { crossesNetwork, type TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/** The result for a connection. */
export type Verdict = "allowed" | "blocked" | "unknown";

/** A resource on the path of the packets, in order. */
export interface ExplanationHop {
  /** The resource. */
  readonly address: string;
  /** The hop's description: `security group app, outbound`. */
  readonly text: string;
  /** The rules, entries and routes that allow the packets. */
  readonly by: readonly string[];
}

/** The verdict on a connection, with its path and the causes that block it. */
export interface Explanation {
  /** The verdict on the whole connection. */
  readonly verdict: Verdict;
  /** The hops of an allowed path; if there is none, of the path closest to it. */
  readonly hops: readonly ExplanationHop[];
  /**
   * All causes that block it or leave it unknown; for an allowed connection, those that block a
   * part of it.
   */
  readonly causes: readonly Cause[];
}

/** The source or target of a question, with its traffic endpoints. */
export interface QuestionEndpoint {
  /** The name that was asked for. */
  readonly name: string;
  /** Its interfaces, or the external network itself. */
  readonly trafficEndpoints: readonly TrafficEndpoint[];
  /** The ports that it listens on; undefined: any. */
  readonly listening: TransportSet | undefined;
  /** The reason why it may listen on more; undefined if all listeners are known. */
  readonly unknownListening?: string;
}

/** The maximum number of proxies in a row. No real network has more. */
const MAX_PROXIES = 4;
/** The maximum for proxies with unknown targets: each of them may forward to any other. */
const MAX_UNKNOWN_PROXIES = 2;

/**
 * Explains whether a target can be reached on some ports: over the network directly, or through
 * proxies that accept connections and open others (load balancers, CloudFront, PrivateLink).
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
  if (isComplete(direct) || depth >= MAX_PROXIES) return direct;
  const proxied = proxiesTo(analysis, to, depth).map(({ proxy, target }) =>
    explainThroughProxy(analysis, { from, to, transport: open, proxy, target, depth }),
  );
  const best =
    proxied.find(isComplete) ??
    proxied.find(({ verdict }) => verdict === "allowed") ??
    proxied.find(({ verdict }) => verdict === "unknown");
  if (direct.verdict === "allowed" && !(best !== undefined && isComplete(best))) return direct;
  if (best?.verdict === "allowed") return best;
  if (direct.verdict === "unknown" || best === undefined) {
    return {
      ...direct,
      causes: distinctCauses([...direct.causes, ...proxied.flatMap(({ causes }) => causes)]),
    };
  }
  return best;
}

/** No known listener matches. Unknown listeners may, unless the network blocks everything. */
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
  const text = `unknown listeners: ${unknownListeners}`;
  const causes = distinctCauses([{ code: "NOT_KNOWN", address: name, text }, ...anything.causes]);
  return { verdict: "unknown", hops: anything.hops, causes };
}

/** True if everything requested gets through. */
function isComplete({ verdict, causes }: Explanation): boolean {
  return verdict === "allowed" && causes.length === 0;
}

/** Explains a connection over the network alone, without proxies. */
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

function explainPaths(
  from: QuestionEndpoint,
  to: QuestionEndpoint,
  paths: readonly NetworkPath[],
): Explanation {
  const judged = paths.map((path) => ({ path, verdict: verdictOf(path) }));
  const pick = (verdict: Verdict) => judged.find((each) => each.verdict === verdict)?.path;
  const allowed = pick("allowed");
  const best = allowed ?? pick("unknown") ?? pick("blocked");
  if (best === undefined) return withoutPath(from, to);
  const verdict = allowed !== undefined ? "allowed" : pick("unknown") === undefined ? "blocked" : "unknown";
  const incomplete = judged.filter(
    (each) => each.verdict !== "allowed" || blockedPackets(each.path) !== undefined,
  );
  return {
    verdict,
    hops: hopsOf(best),
    causes: distinctCauses(incomplete.flatMap(({ path }) => causesOf(path))),
  };
}

function verdictOf(path: NetworkPath): Verdict {
  const result = evaluatePath(path);
  if (deniesAll(result)) return "blocked";
  const first = required(path.segments, 0);
  const allowed = forAnyClientPort(result.allowed, first);
  if (allowed.isEmpty) return "unknown";
  const { from, to, requested } = first;
  const isSure =
    (from.isExact || allowed.sources().covers(requested.sources())) &&
    (to.isExact || allowed.destinations().covers(requested.destinations()));
  return isSure ? "allowed" : "unknown";
}

/** The requested packets of a path that do not get through; undefined if all do. */
function blockedPackets(path: NetworkPath): PacketSet | undefined {
  const left = required(path.segments, 0).requested.subtract(evaluatePath(path).allowed);
  return left.isEmpty ? undefined : left;
}

function hopsOf(path: NetworkPath): ExplanationHop[] {
  return path.segments.flatMap(({ steps }) =>
    steps.map((step) => ({ address: step.address, text: step.text, by: step.rules() })),
  );
}

/**
 * A proxy and one of its targets; undefined: the proxy's targets are unknown and may include the
 * one asked for.
 */
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

/** Explains the connection from the source to the proxy, and from there to the target. */
function explainThroughProxy(analysis: NetworkAnalysis, question: ProxyQuestion): Explanation {
  const { from, to, transport, proxy, target, depth } = question;
  const passedOn = target?.transport.intersect(transport) ?? transport;
  if (passedOn.isEmpty) return notListening(to, transport);
  const at: QuestionEndpoint = {
    name: proxy.servedBy,
    trafficEndpoints: analysis.trafficEndpoints(proxy.servedBy),
    listening: undefined,
  };
  const first = isFrom(from, proxy.servedBy)
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
  const text = target?.via.join(" → ") ?? "unknown targets";
  const via: ExplanationHop = { address: proxy.address, text, by: [] };
  return {
    verdict,
    hops: [...first.hops, via, ...between.flatMap((each) => each.hops), ...second.hops],
    causes: distinctCauses([
      ...first.causes,
      ...between.flatMap((each) => each.causes),
      ...unknowns,
      ...second.causes,
    ]),
  };
}

/**
 * Evaluates the client's own address at a load balancer whose security groups also filter
 * PrivateLink traffic.
 */
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

/** The endpoints that open the connection to the target, with the addresses they use. */
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
  return [{ code: "NOT_KNOWN", address: proxy.address, text: `unknown targets: ${proxy.unknown}` }];
}

function isFrom(from: QuestionEndpoint, externalName: string): boolean {
  return from.trafficEndpoints.some(
    (trafficEndpoint) => trafficEndpoint.externalNetwork?.name === externalName,
  );
}

function notListening(to: QuestionEndpoint, transport: TransportSet): Explanation {
  const text = `${to.name} does not listen on ${transport.format()}`;
  return { verdict: "blocked", hops: [], causes: [{ code: "LISTENER_MISMATCH", address: to.name, text }] };
}

function withoutPath(from: QuestionEndpoint, to: QuestionEndpoint): Explanation {
  if (from.trafficEndpoints.some((trafficEndpoint) => to.trafficEndpoints.includes(trafficEndpoint)))
    return connectionToItself(to);
  const empty = [from, to].find(({ trafficEndpoints }) => trafficEndpoints.length === 0);
  const code = empty === undefined ? "NO_PATH" : "NOT_KNOWN";
  const text =
    empty === undefined
      ? `${from.name} and ${to.name} have no address family in common`
      : `unknown endpoint ${empty.name}: not all CIDR blocks and services in these files are known`;
  return {
    verdict: empty === undefined ? "blocked" : "unknown",
    hops: [],
    causes: [{ code, address: (empty ?? to).name, text }],
  };
}

function connectionToItself({ name }: QuestionEndpoint): Explanation {
  return {
    verdict: "allowed",
    hops: [{ address: name, text: "traffic to itself does not leave the host", by: [] }],
    causes: [],
  };
}
