import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import type { NetworkAcl, NetworkAclEntry } from "../../network/network-model.ts";
import { formatAddresses } from "../../packets/addresses.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { representatives, trafficEndpointKey } from "../equivalence-classes.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { type FilterStep, shortName } from "../paths/filter-step.ts";
import type { NetworkPath } from "../paths/network-path.ts";
import type { TrafficDirection } from "../paths/security-group-filter.ts";
import type { TrafficEndpoint } from "../paths/traffic-endpoint.ts";
import { completeAcls } from "./acl-entries-shadowed.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { directionWord, formatFew } from "./words.ts";

/**
 * Finds network ACLs that allow connections and drop return traffic, all of it or that to some of
 * the client's ports. Only connections that routes and security groups really permit are checked,
 * without those that only an entry for return traffic allows: the two cannot be told apart.
 */
export const aclDropsReplies: LintRule = {
  code: "ACL_DROPS_REPLIES",
  checks: "network ACLs that allow connections but drop their return traffic",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports",
  ],
  find(analysis) {
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

/** Replies that a network ACL drops in one direction. */
interface DroppedReplies {
  readonly step: FilterStep;
  /** The dropped replies. */
  readonly replies: PacketSet;
  /** All replies of the affected connections. */
  readonly expected: PacketSet;
  readonly pairs: readonly string[];
}

function isOpen(entries: readonly { readonly action: string; readonly transport: TransportSet }[]): boolean {
  return entries.every(({ action, transport }) => action === "allow" && transport.equals(TransportSet.all));
}

/** Yields the pairs of traffic endpoints; equivalent endpoints are represented by one of them. */
function* endpointPairs(analysis: NetworkAnalysis): Generator<[TrafficEndpoint, TrafficEndpoint]> {
  const { endpoints, externalNetworks } = analysis.model;
  const all = [...endpoints.keys()].flatMap((name) => analysis.trafficEndpoints(name));
  const inside = representatives(all, trafficEndpointKey);
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

type Acls = ReadonlyMap<string, NetworkAcl>;

function gather(path: NetworkPath, pair: string, acls: Acls, dropped: Map<string, DroppedReplies>): void {
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
    expected: (same?.expected ?? PacketSet.none).union(expected(sent, lost).reversed()),
    pairs: [...new Set([...(same?.pairs ?? []), pair])],
  });
}

/**
 * The packets that pass in the other direction only because of entries for client ports: `allow tcp
 * 1024-65535`.
 */
function entriesForReplies(acl: NetworkAcl | undefined, replies: TrafficDirection): PacketSet {
  if (acl === undefined) return PacketSet.none;
  const direction = replies === "ingress" ? "egress" : "ingress";
  const allowed = acl[direction].filter(({ action }) => action === "allow");
  const box = ({ peer, transport }: NetworkAclEntry) =>
    PacketSet.of(direction === "egress" ? { destinations: peer, transport } : { sources: peer, transport });
  const union = (entries: readonly NetworkAclEntry[]) => PacketSet.unionOf(entries.map(box));
  return union(allowed.filter(isForReplies)).subtract(union(allowed.filter((each) => !isForReplies(each))));
}

/** Reports that an entry allows only client ports, up to the last. */
function isForReplies({ transport }: NetworkAclEntry): boolean {
  return CLIENT_PORTS.covers(transport) && transport.overlaps(LAST_PORT);
}

/** All connections on the ports that lose some of their replies. */
function expected(sent: PacketSet, lost: PacketSet): PacketSet {
  return sent.intersect(PacketSet.of({ transport: lost.transport() }));
}

function format({ names }: NetworkAnalysis, { name }: TrafficEndpoint): string {
  return names.platformName(name) ?? shortName(name);
}

function ported(from: number, to: number): TransportSet {
  return TransportSet.named("tcp", from, to).union(TransportSet.named("udp", from, to));
}

const PORTED = ported(0, 65_535);
const CLIENT_PORTS = ported(...WIDE_PORTS);
const LAST_PORT = ported(WIDE_PORTS[1], WIDE_PORTS[1]);

function finding({ step, replies, expected, pairs }: DroppedReplies): RuleFinding {
  const [missing, all] = [replies.transport(), expected.transport()];
  const direction = step.returnDirection ?? "ingress";
  const what = missing.equals(all)
    ? `drops ${directionWord(direction)} return traffic, ${missing.format()}`
    : `drops some ${directionWord(direction)} return traffic, ${missing.format()} of ${all.format()}`;
  const preposition = direction === "ingress" ? "from" : "to";
  return {
    severity: missing.overlaps(PORTED) ? "error" : "warning",
    address: step.address,
    text: `${what}, but allows the connections: ${formatFew(pairs)}`,
    fix: `add an ${directionWord(direction)} entry that allows ${all.format()} ${preposition} ${peersOf(replies, direction)}`,
  };
}

/** The peers of the return traffic, as CIDR blocks if there are few. */
function peersOf(replies: PacketSet, direction: "ingress" | "egress"): string {
  const peers = direction === "ingress" ? replies.sources() : replies.destinations();
  const blocks = formatAddresses(peers);
  return peers.intervals.length > 3 || blocks.length > 60 || blocks === "" ? "0.0.0.0/0" : blocks;
}
