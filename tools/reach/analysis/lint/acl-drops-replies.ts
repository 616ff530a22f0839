import type { NetworkAcl, NetworkAclEntry } from "../../network/network-model.ts";
import { formatAddresses } from "../../packets/addresses.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { type FilterStep, shortName } from "../paths/filter-step.ts";
import type { Path } from "../paths/path.ts";
import type { TrafficDirection } from "../paths/security-group-filter.ts";
import type { TrafficEndpoint } from "../paths/traffic-endpoint.ts";
import { completeAcls } from "./acl-entries-shadowed.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { directionWord, formatFew } from "./words.ts";

/**
 * A network ACL that lets connections pass and keeps back their answers, all or those to some of the ports
 * that this kind of client calls from. It is judged on what really can get that far, by routes and groups; not on
 * connections that only an entry for answers lets pass: it cannot tell these two apart.
 */
export const aclDropsReplies: LintRule = {
  code: "ACL_DROPS_REPLIES",
  checks: "network ACLs that let connections pass and not their answers",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports",
  ],
  find({ analysis }) {
    const filters = completeAcls(analysis.model).some(
      ({ ingress, egress }) => !isOpen(ingress) || !isOpen(egress),
    );
    if (!filters) return [];
    const dropped = new Map<string, DroppedReplies>();
    const acls = new Map(completeAcls(analysis.model).map((acl) => [acl.address, acl]));
    for (const [from, to] of endpointPairs(analysis)) {
      const pair = `${format(analysis, from)} → ${format(analysis, to)}`;
      for (const path of analysis.paths(from, to, TransportSet.all)) gather(path, pair, acls, dropped);
    }
    return [...dropped.values()].map(finding);
  },
};

/** Answers that one ACL keeps back, one way. */
interface DroppedReplies {
  readonly step: FilterStep;
  /** The answers' packets, as they would come. */
  readonly replies: PacketSet;
  /** All answers of the connections that lose some. */
  readonly wanted: PacketSet;
  readonly pairs: readonly string[];
}

function isOpen(entries: readonly { readonly action: string; readonly transport: TransportSet }[]): boolean {
  return entries.every(({ action, transport }) => action === "allow" && transport.equals(TransportSet.all));
}

/** Sides that are the same to the network stand for each other. */
function* endpointPairs(analysis: NetworkAnalysis): Generator<[TrafficEndpoint, TrafficEndpoint]> {
  const { endpoints, externalNetworks } = analysis.model;
  const inside = classes([...endpoints.keys()].flatMap((name) => analysis.trafficEndpoints(name)));
  const externalNetwork = (not: string) =>
    [...externalNetworks.values()]
      .filter(({ kind }) => kind !== not)
      .flatMap(({ name }) => analysis.trafficEndpoints(name));
  for (const from of [...inside, ...externalNetwork("aws-service")]) {
    for (const to of from.subnet === undefined ? inside : [...inside, ...externalNetwork("cdn")]) {
      if (from !== to && analysis.couldConnect(from, to)) yield [from, to];
    }
  }
}

function classes(trafficEndpoints: readonly TrafficEndpoint[]): TrafficEndpoint[] {
  const keyOf = ({
    subnet,
    groups,
    unknownGroups,
    publicIPv4,
    isExact,
    addresses,
    forwards,
    ephemeralPorts,
  }: TrafficEndpoint) =>
    [
      subnet?.address,
      groups?.join(),
      unknownGroups,
      publicIPv4,
      forwards,
      ephemeralPorts,
      isExact ? addresses.intervals.map(String) : "",
    ].join(" ");
  return [
    ...new Map(trafficEndpoints.map((trafficEndpoint) => [keyOf(trafficEndpoint), trafficEndpoint])).values(),
  ];
}

type Acls = ReadonlyMap<string, NetworkAcl>;

function gather(path: Path, pair: string, acls: Acls, dropped: Map<string, DroppedReplies>): void {
  let onward = PacketSet.all;
  for (const segment of path.segments) {
    const sent = segment.steps
      .filter((step) => step.returnDirection === undefined)
      .reduce((sum, { result }) => sum.intersect(result.allowed), segment.requested.intersect(onward));
    if (sent.isEmpty) return;
    for (const step of segment.steps) {
      if (step.returnDirection === undefined) continue;
      add(
        dropped,
        step,
        pair,
        sent.subtract(entriesForReplies(acls.get(step.address), step.returnDirection)),
      );
    }
    onward = PacketSet.unionOf(
      [...sent.boxes()].map(({ destinations, transport }) => PacketSet.of({ destinations, transport })),
    );
  }
}

function add(dropped: Map<string, DroppedReplies>, step: FilterStep, pair: string, sent: PacketSet): void {
  const lost = sent.subtract(step.result.allowed.union(step.result.unknown));
  if (lost.isEmpty) return;
  const key = `${step.address} ${step.returnDirection}`;
  const same = dropped.get(key);
  dropped.set(key, {
    step,
    replies: (same?.replies ?? PacketSet.none).union(lost.reversed()),
    wanted: (same?.wanted ?? PacketSet.none).union(wanted(sent, lost).reversed()),
    pairs: [...new Set([...(same?.pairs ?? []), pair])],
  });
}

/** What passes the other way by nothing but entries for the ports that answers go to: `allow tcp 1024-65535`. */
function entriesForReplies(acl: NetworkAcl | undefined, replies: TrafficDirection): PacketSet {
  if (acl === undefined) return PacketSet.none;
  const path = replies === "ingress" ? "egress" : "ingress";
  const allowed = acl[path].filter(({ action }) => action === "allow");
  const box = ({ peer, transport }: NetworkAclEntry) =>
    PacketSet.of(path === "egress" ? { destinations: peer, transport } : { sources: peer, transport });
  const union = (entries: readonly NetworkAclEntry[]) => PacketSet.unionOf(entries.map(box));
  return union(allowed.filter(isForReplies)).subtract(union(allowed.filter((each) => !isForReplies(each))));
}

/** Whether an entry is for ports that clients call from, up to the last, and no others. */
function isForReplies({ transport }: NetworkAclEntry): boolean {
  return CLIENT_PORTS.covers(transport) && transport.overlaps(LAST_PORT);
}

/** All connections of the services that lose some of their answers. */
function wanted(sent: PacketSet, lost: PacketSet): PacketSet {
  return sent.intersect(PacketSet.of({ transport: lost.transport() }));
}

function format({ names }: NetworkAnalysis, { name }: TrafficEndpoint): string {
  return names.platformName(name) ?? shortName(name);
}

function ported(from: number, to: number): TransportSet {
  return TransportSet.named("tcp", from, to).union(TransportSet.named("udp", from, to));
}

const PORTED = ported(0, 65_535);
/** https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
const CLIENT_PORTS = ported(1024, 65_535);
const LAST_PORT = ported(65_535, 65_535);

function finding({ step, replies, wanted, pairs }: DroppedReplies): RuleFinding {
  const [missing, all] = [replies.transport(), wanted.transport()];
  const direction = step.returnDirection ?? "ingress";
  const what = missing.equals(all)
    ? `answers ${directionWord(direction)} are kept back, ${missing.format()}`
    : `some answers ${directionWord(direction)} are kept back, ${missing.format()} of ${all.format()}`;
  const trafficEndpoint = direction === "ingress" ? "from" : "to";
  return {
    severity: missing.overlaps(PORTED) ? "error" : "warning",
    address: step.address,
    text: `${what}, though the connections pass: ${formatFew(pairs)}`,
    fix: `add an ${directionWord(direction)} entry that allows ${all.format()} ${trafficEndpoint} ${peersOf(replies, direction)}`,
  };
}

/** The far side of the answers, as blocks if these are few. */
function peersOf(replies: PacketSet, direction: "ingress" | "egress"): string {
  const peers = direction === "ingress" ? replies.sources() : replies.destinations();
  const said = formatAddresses(peers);
  return peers.intervals.length > 3 || said.length > 60 || said === "" ? "0.0.0.0/0" : said;
}
