import { isIPv4 } from "node:net";
import type { Platform } from "../../../../language/platform.ts";
import { type Explanation, explain } from "../../../../tools/reach/analysis/explain.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { resolveEndpoint } from "../../../../tools/reach/analysis/resolve-endpoint.ts";
import { TransportSet } from "../../../../tools/reach/packets/transport-set.ts";
import type { KernelReference } from "../../../support/kernel/kernel-reference.ts";
import {
  type LoadBalancerFilterProbe,
  loadBalancerFilters,
} from "../../../support/kernel/load-balancer-filters.ts";
import { platformExternalNetworks } from "../../../support/kernel/platform-connections.ts";
import { endpointOfHost } from "../../../support/kernel/platform-hosts.ts";
import { platformNetwork } from "../../../support/kernel/platform-network.ts";
import {
  type ExcludedTraffic,
  excludedTrafficOf,
  type PlatformProxy,
  platformProxiesOf,
} from "../../../support/kernel/platform-proxies.ts";
import { TerraformFolder } from "../../../support/kernel/terraform-folder.ts";
import type { Probe, TinyHost, TinyNetwork } from "../../../support/kernel/tiny-network.ts";

/** A question: does one endpoint, or address on the internet, reach another on a port? */
export interface PlatformQuestion extends Service {
  readonly from: string;
  readonly to: string;
}

type Service = Pick<Probe, "protocol" | "port">;

/** The share of host pairs, representing two endpoints, between which it works. */
export type Share = "all" | "none" | "some";

/** A platform for the kernel, with its questions. */
export interface PlatformView {
  readonly network: TinyNetwork;
  readonly relays: readonly PlatformProxy[];
  readonly questions: readonly PlatformQuestion[];
  readonly leftOut: readonly ExcludedTraffic[];
  readonly platform: Platform;
}

/** The results of Reach and the kernel. */
export interface PlatformQuestionResult {
  readonly question: PlatformQuestion;
  readonly share: Share;
  readonly explanation: Explanation;
}

/** A port that no rule uses. */
const CLOSED = 4321;

/**
 * The first and last port of every rule and ACL entry of some VPCs, one unused port, and a ping.
 */
function servicesOf({ groups, subnets }: TinyNetwork, vpcs: readonly string[]): Service[] {
  const isIn = ({ vpc }: { readonly vpc: string }) => vpcs.includes(vpc);
  const rules = [
    ...groups.filter(isIn).flatMap(({ ingress, egress }) => [...ingress, ...egress]),
    ...subnets.filter(isIn).flatMap(({ acl }) => [...acl.ingress, ...acl.egress]),
  ];
  const named = (protocol: "tcp" | "udp") => {
    const own = rules.filter((rule) => rule.protocol === protocol);
    const ports = new Set([CLOSED, ...own.flatMap(({ from, to }) => [from, to])]);
    return [...ports].sort((a, b) => a - b).map((port) => ({ protocol, port }));
  };
  return [...named("tcp"), ...named("udp"), { protocol: "icmp", port: 0 }];
}

/**
 * Reads a synthesized folder. The questions cover every port that the rules of two VPCs use,
 * between every two endpoints in them and external hosts; for load balancers, their listeners.
 */
export function viewOf(folder: string, platform: Platform): PlatformView {
  const files = TerraformFolder.read(folder);
  const network = platformNetwork(files, platformExternalNetworks(files, platform));
  const relays = platformProxiesOf(files);
  const leftOut = excludedTrafficOf(files);
  return { network, relays, questions: questionsOf(network, relays, leftOut), leftOut, platform };
}

/** All endpoints with interfaces, by address. */
export function endpointNamesOf({ network }: Pick<PlatformView, "network">): string[] {
  const things = network.hosts.filter(({ clients }) => clients === undefined);
  return [...new Set(things.map(({ name }) => endpointOfHost(name)))];
}

type Party = Pick<TinyHost, "name" | "addresses" | "publicAddress">;

/** The hosts that are neither in a VPC nor on the internet. */
function hostsInExternalNetworks({ hosts, connections = [] }: TinyNetwork): Party[] {
  return [...connections, ...hosts.flatMap(({ clients = [] }) => clients)];
}

function questionsOf(
  network: TinyNetwork,
  relays: readonly PlatformProxy[],
  leftOut: readonly ExcludedTraffic[],
): PlatformQuestion[] {
  const internet = network.internetHosts.map(({ name }) => name);
  const outside = [
    ...internet,
    ...new Set(hostsInExternalNetworks(network).map(({ name }) => endpointOfHost(name))),
  ];
  const all = [...endpointNamesOf({ network }), ...outside];
  const services = servicesBetween(network);
  const isListening = (to: string, { protocol, port }: Service) =>
    !to.includes("/aws_lb.") ||
    (protocol === "tcp" && relays.some((relay) => relay.frontend === to && relay.port === port));
  const isIncluded = (question: PlatformQuestion) =>
    isListening(question.to, question) && !leftOut.some((one) => isOf(question, one));
  return all.flatMap((from) =>
    all
      .filter((to) => to !== from && !(internet.includes(from) && outside.includes(to)))
      .flatMap((to) =>
        services(from, to)
          .map((service) => ({ from, to, ...service }))
          .filter(isIncluded),
      ),
  );
}

/** The ports to test between two endpoints: those of their VPCs' rules and entries. */
function servicesBetween(network: TinyNetwork): (from: string, to: string) => readonly Service[] {
  const homes = new Map(network.subnets.map(({ name, vpc }) => [name, vpc]));
  const vpcs = new Map(network.hosts.map(({ name, subnet }) => [endpointOfHost(name), homes.get(subnet)!]));
  const known = new Map<string, readonly Service[]>();
  return (from, to) => {
    const some = [...new Set([from, to].flatMap((thing) => vpcs.get(thing) ?? []))].sort();
    const services = known.get(some.join()) ?? servicesOf(network, some);
    known.set(some.join(), services);
    return services;
  };
}

function isOf({ from, to, protocol, port }: PlatformQuestion, one: ExcludedTraffic): boolean {
  const isFrom = one.from === undefined || one.from === from;
  return isFrom && one.to === to && one.protocol === protocol && one.port === port;
}

/** Evaluates the questions of several platforms in the kernel, all at once. */
export async function kernelAnswers(
  judge: KernelReference,
  views: readonly PlatformView[],
  quietSeconds = QUIET_SECONDS,
): Promise<Share[][]> {
  const tried = views.map(({ network, questions }) => questions.map((one) => probesOf(network, one)));
  const guards = views.map(loadBalancerFilters);
  const cases = [
    ...views.map(({ network }, v) => ({ network, probes: tried[v]!.flat() })),
    ...guards.map(({ network, probes }) => ({ network, probes: probes.map(({ probe }) => probe) })),
  ];
  const works = await judge.connectivity(cases, quietSeconds);
  return views.map(({ questions, relays }, v) => {
    const direct = directShares(questions, tried[v]!, works[v]!);
    const admitted = admittedBy(guards[v]!.probes, works[views.length + v]!);
    return questions.map((question) => shareOf(question, { direct, admitted }, relays));
  });
}

/** The clients that security groups of load balancers filter by their own address, by proxy. */
function admittedBy(
  asked: readonly LoadBalancerFilterProbe[],
  works: readonly boolean[],
): ReadonlySet<string> {
  return new Set(asked.filter((_, i) => works[i]).map(({ from, proxy }) => guardKeyOf(from, proxy)));
}

function guardKeyOf(from: string, { frontend, port }: PlatformProxy): string {
  return `${from} ${frontend} ${port}`;
}

/** Evaluates the questions of a folder with Reach. */
export async function reachAnswers(
  folder: string,
  { questions, platform }: PlatformView,
): Promise<Explanation[]> {
  const reach = await NetworkAnalysis.read(folder, () => [platform]);
  return questions.map(({ from, to, protocol, port }) =>
    explain(reach, resolveEndpoint(reach, from), resolveEndpoint(reach, to), serviceOf(protocol, port)),
  );
}

/** A ping is an echo request. */
function serviceOf(protocol: Probe["protocol"], port: number): TransportSet {
  return protocol === "icmp" ? TransportSet.named("icmp", 8 * 256) : TransportSet.named(protocol, port);
}

/** Evaluates the questions of platforms with both; where they differ, the kernel is asked again. */
export async function comparePlatforms(
  judge: KernelReference,
  platform: Platform,
  folders: readonly string[],
): Promise<PlatformQuestionResult[][]> {
  const views = folders.map((folder) => viewOf(folder, platform));
  const kernel = kernelAnswers(judge, views);
  const reach = await Promise.all(folders.map((folder, i) => reachAnswers(folder, views[i]!)));
  const answers = combineResults(views, await kernel, reach);
  if (answers.flat().every(sharesAgree)) return answers;
  return combineResults(views, await kernelAnswers(judge, views, PATIENT_SECONDS), reach);
}

/** The number of packets in flight: whole platforms need more than a few small networks. */
const QUIET_SECONDS = 0.5;
/** The timeout for a packet, longer than the busiest machine needs. */
const PATIENT_SECONDS = 2;

/** Yields the results of both, question by question. */
export function combineResults(
  views: readonly PlatformView[],
  shares: readonly (readonly Share[])[],
  explanations: readonly (readonly Explanation[])[],
): PlatformQuestionResult[][] {
  return views.map(({ questions }, v) =>
    questions.map((question, i) => ({
      question,
      share: shares[v]![i]!,
      explanation: explanations[v]![i]!,
    })),
  );
}

function directShares(
  questions: readonly PlatformQuestion[],
  tried: readonly (readonly Probe[])[],
  works: readonly boolean[],
): ReadonlyMap<string, Share> {
  let next = 0;
  return new Map(
    questions.map((question, i) => {
      const some = works.slice(next, next + tried[i]!.length);
      next += some.length;
      return [keyOf(question), some.every(Boolean) ? "all" : some.some(Boolean) ? "some" : "none"];
    }),
  );
}

function keyOf({ from, to, protocol, port }: PlatformQuestion): string {
  return `${from} ${to} ${protocol} ${port}`;
}

function probesOf(network: TinyNetwork, question: PlatformQuestion): Probe[] {
  const { from, to, protocol, port } = question;
  const { hosts, internetHosts } = network;
  const parties: readonly Party[] = [...hosts, ...internetHosts, ...hostsInExternalNetworks(network)];
  const hostsOf = (thing: string) => parties.filter(({ name }) => endpointOfHost(name) === thing);
  const isOutside = internetHosts.some(({ name }) => name === from);
  return hostsOf(from).flatMap((source) =>
    hostsOf(to).map((target) => ({ from: source.name, to: addressOf(target, isOutside), protocol, port })),
  );
}

function addressOf(target: Party, isFromOutside: boolean): string {
  const own = target.addresses.find((address) => isIPv4(address))!;
  return (isFromOutside ? target.publicAddress : undefined) ?? own;
}

/** Evaluates a connection directly or, for a proxy, to its frontend and from there on. */
function shareOf(
  question: PlatformQuestion,
  known: { readonly direct: ReadonlyMap<string, Share>; readonly admitted: ReadonlySet<string> },
  relays: readonly PlatformProxy[],
): Share {
  const { from, to, protocol, port } = question;
  if (from === to) return "all";
  const leadsThere = (relay: PlatformProxy) =>
    protocol === "tcp" &&
    relay.backendSource !== from &&
    relay.targets.some((target) => target.endpoint === to && target.port === port) &&
    (relay.filteringLoadBalancer === undefined || known.admitted.has(guardKeyOf(from, relay)));
  const viaProxies = relays.filter(leadsThere).map(({ frontend, port: taken, backendSource }): Share => {
    const first = shareOf({ from, to: frontend, protocol, port: taken }, known, relays);
    const second = known.direct.get(keyOf({ from: backendSource, to, protocol, port }));
    if (first === "none" || second === "none") return "none";
    return first === "all" && second === "all" ? "all" : "some";
  });
  const found = [known.direct.get(keyOf(question)), ...viaProxies];
  return found.includes("all") ? "all" : found.includes("some") ? "some" : "none";
}

/**
 * The shares that are consistent with Reach's verdict; undefined: unknown. `allowed` means that it
 * works between some hosts, and between all of them if no cause is listed.
 */
export function claimOf({ verdict, causes }: Explanation): Share | undefined {
  if (verdict === "unknown") return undefined;
  if (verdict === "blocked") return "none";
  return causes.length === 0 ? "all" : "some";
}

/** Reports that both agree, if Reach's verdict is not unknown. */
export function sharesAgree({ share, explanation }: PlatformQuestionResult): boolean {
  const claim = claimOf(explanation);
  return claim === undefined || claim === share;
}

/** Formats a result. */
export function formatPlatformResult({ question, share, explanation }: PlatformQuestionResult): string {
  const { from, to, protocol, port } = question;
  const causes = explanation.causes.map(({ code, address, text }) => `\n    ${code} ${address}: ${text}`);
  return `${from} → ${to} ${protocol} ${port}: ${share} in the kernel, ${explanation.verdict} by reach${causes.join("")}`;
}
