import type { Acl, AclEntry } from "../model/fabric.ts";
import type { Network } from "../network.ts";
import { sayAddresses } from "../packets/addresses.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import type { Direction } from "../walk/groups.ts";
import type { Side } from "../walk/side.ts";
import { type Step, shortName } from "../walk/step.ts";
import type { Way } from "../walk/way.ts";
import { aclsOf } from "./acl-entries-shadowed.ts";
import type { Found, LintRule } from "./finding.ts";
import { sayFew, wordOf } from "./words.ts";

/**
 * A network ACL that lets connections pass and keeps back their answers, all or those to some of the ports
 * that this kind of client calls from. It is judged on what really can get that far, by routes and groups; not on
 * connections that only an entry for answers lets pass: it cannot tell these two apart.
 */
export const aclAnswers: LintRule = {
  code: "ACL_EATS_ANSWERS",
  about: "network ACLs that let connections pass and not their answers",
  says: ["https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports"],
  find({ network }) {
    const filters = aclsOf(network.fabric).some(({ ingress, egress }) => !isOpen(ingress) || !isOpen(egress));
    if (!filters) return [];
    const eaten = new Map<string, Eaten>();
    const acls = new Map(aclsOf(network.fabric).map((acl) => [acl.address, acl]));
    for (const [from, to] of sidePairs(network)) {
      const pair = `${say(network, from)} → ${say(network, to)}`;
      for (const way of network.ways(from, to, Services.all)) gather(way, pair, acls, eaten);
    }
    return [...eaten.values()].map(found);
  },
};

/** Answers that one ACL keeps back, one way. */
interface Eaten {
  readonly step: Step;
  /** The answers' packets, as they would come. */
  readonly answers: PacketSet;
  /** All answers of the connections that lose some. */
  readonly wanted: PacketSet;
  readonly pairs: readonly string[];
}

function isOpen(entries: readonly { readonly action: string; readonly services: Services }[]): boolean {
  return entries.every(({ action, services }) => action === "allow" && services.equals(Services.all));
}

/** Sides that are the same to the network stand for each other. */
function* sidePairs(network: Network): Generator<[Side, Side]> {
  const { endpoints, outsides } = network.fabric;
  const inside = classes([...endpoints.keys()].flatMap((name) => network.sides(name)));
  const outside = (not: string) =>
    [...outsides.values()].filter(({ kind }) => kind !== not).flatMap(({ name }) => network.sides(name));
  for (const from of [...inside, ...outside("aws-service")]) {
    for (const to of from.subnet === undefined ? inside : [...inside, ...outside("cdn")]) {
      if (from !== to && network.mayPass(from, to)) yield [from, to];
    }
  }
}

function classes(sides: readonly Side[]): Side[] {
  const keyOf = ({
    subnet,
    groups,
    unknownGroups,
    publicIPv4,
    isExact,
    addresses,
    forwards,
    ephemeralPorts,
  }: Side) =>
    [
      subnet?.address,
      groups?.join(),
      unknownGroups,
      publicIPv4,
      forwards,
      ephemeralPorts,
      isExact ? addresses.intervals.map(String) : "",
    ].join(" ");
  return [...new Map(sides.map((side) => [keyOf(side), side])).values()];
}

type Acls = ReadonlyMap<string, Acl>;

function gather(way: Way, pair: string, acls: Acls, eaten: Map<string, Eaten>): void {
  let onward = PacketSet.all;
  for (const leg of way.legs) {
    const sent = leg.steps
      .filter((step) => step.answers === undefined)
      .reduce((sum, { judged }) => sum.intersect(judged.passes), leg.asked.intersect(onward));
    if (sent.isEmpty) return;
    for (const step of leg.steps) {
      if (step.answers === undefined) continue;
      add(eaten, step, pair, sent.subtract(byEntriesForAnswers(acls.get(step.address), step.answers)));
    }
    onward = PacketSet.unionOf(
      [...sent.boxes()].map(({ destinations, services }) => PacketSet.of({ destinations, services })),
    );
  }
}

function add(eaten: Map<string, Eaten>, step: Step, pair: string, sent: PacketSet): void {
  const lost = sent.subtract(step.judged.passes.union(step.judged.unknown));
  if (lost.isEmpty) return;
  const key = `${step.address} ${step.answers}`;
  const same = eaten.get(key);
  eaten.set(key, {
    step,
    answers: (same?.answers ?? PacketSet.none).union(lost.reversed()),
    wanted: (same?.wanted ?? PacketSet.none).union(wanted(sent, lost).reversed()),
    pairs: [...new Set([...(same?.pairs ?? []), pair])],
  });
}

/** What passes the other way by nothing but entries for the ports that answers go to: `allow tcp 1024-65535`. */
function byEntriesForAnswers(acl: Acl | undefined, answers: Direction): PacketSet {
  if (acl === undefined) return PacketSet.none;
  const way = answers === "ingress" ? "egress" : "ingress";
  const allowed = acl[way].filter(({ action }) => action === "allow");
  const box = ({ peer, services }: AclEntry) =>
    PacketSet.of(way === "egress" ? { destinations: peer, services } : { sources: peer, services });
  const union = (entries: readonly AclEntry[]) => PacketSet.unionOf(entries.map(box));
  return union(allowed.filter(isForAnswers)).subtract(union(allowed.filter((each) => !isForAnswers(each))));
}

/** Whether an entry is for ports that clients call from, up to the last, and no others. */
function isForAnswers({ services }: AclEntry): boolean {
  return CLIENT_PORTS.covers(services) && services.overlaps(LAST_PORT);
}

/** All connections of the services that lose some of their answers. */
function wanted(sent: PacketSet, lost: PacketSet): PacketSet {
  return sent.intersect(PacketSet.of({ services: lost.services() }));
}

function say({ names }: Network, { name }: Side): string {
  return names.nameOf(name) ?? shortName(name);
}

function ported(from: number, to: number): Services {
  return Services.named("tcp", from, to).union(Services.named("udp", from, to));
}

const PORTED = ported(0, 65_535);
/** https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
const CLIENT_PORTS = ported(1024, 65_535);
const LAST_PORT = ported(65_535, 65_535);

function found({ step, answers, wanted, pairs }: Eaten): Found {
  const [missing, all] = [answers.services(), wanted.services()];
  const direction = step.answers ?? "ingress";
  const what = missing.equals(all)
    ? `answers ${wordOf(direction)} are kept back, ${missing.say()}`
    : `some answers ${wordOf(direction)} are kept back, ${missing.say()} of ${all.say()}`;
  const side = direction === "ingress" ? "from" : "to";
  return {
    severity: missing.overlaps(PORTED) ? "error" : "warning",
    address: step.address,
    text: `${what}, though the connections pass: ${sayFew(pairs)}`,
    fix: `add an ${wordOf(direction)} entry that allows ${all.say()} ${side} ${peersOf(answers, direction)}`,
  };
}

/** The far side of the answers, as blocks if these are few. */
function peersOf(answers: PacketSet, direction: "ingress" | "egress"): string {
  const peers = direction === "ingress" ? answers.sources() : answers.destinations();
  const said = sayAddresses(peers);
  return peers.intervals.length > 3 || said.length > 60 || said === "" ? "0.0.0.0/0" : said;
}
