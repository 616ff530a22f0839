import type { Fabric, Subnet } from "../model/fabric.ts";
import {
  type Addresses,
  ANY_IPV4,
  ANY_IPV6,
  EVERY_ADDRESS,
  familiesOf,
  NO_ADDRESS,
} from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import { AclJudge } from "./acls.ts";
import { type Direction, GroupJudge, peerOf } from "./groups.ts";
import { EVERYTHING, type Judged, NOTHING, UNKNOWABLE } from "./judged.ts";
import type { Crossing, Path } from "./path.ts";
import { Pathfinder } from "./pathfinder.ts";
import type { Side } from "./side.ts";
import type { Step } from "./step.ts";
import type { Leg, Way } from "./way.ts";
import { type Border, type WayBack, WaysBack } from "./way-back.ts";

/**
 * Works out what gets from one side to another by the network alone: routes, gateways, network ACLs and security
 * groups. What load balancers and the like take and open anew is not its matter.
 */
export class Walker {
  readonly #paths: Pathfinder;
  readonly #groups: GroupJudge;
  readonly #acls = new AclJudge();
  readonly #back: WaysBack;
  /** What is not known of subnets and VPCs, and of everything else. */
  readonly #gaps: ReadonlyMap<string, string>;

  constructor(fabric: Fabric) {
    this.#gaps = new Map(fabric.gaps.map(({ address, why }) => [address, why]));
    this.#paths = new Pathfinder(fabric);
    this.#groups = new GroupJudge(fabric);
    this.#back = new WaysBack(this.#paths);
  }

  /**
   * All ways from one side to another. Together they have every destination address, each in one of them; a
   * family of addresses that one side lacks, or whose ICMP is not asked for, is left out.
   */
  ways(from: Side, to: Side, services: Services): Way[] {
    const nowhere = [from, to].find((side) => familiesOf(side.addresses).length === 0);
    if (nowhere !== undefined) return [this.#unknownWay(from, to, nowhere, services)];
    return FAMILIES.flatMap(({ addresses, otherIcmp }) => {
      const sources = from.addresses.intersect(addresses);
      const destinations = to.addresses.intersect(addresses);
      // All services stay all: an open way is said to be open.
      const own = services === Services.all ? services : services.subtract(otherIcmp);
      if (sources.isEmpty || destinations.isEmpty || own.isEmpty) return [];
      return this.#paths
        .find(from, to, destinations)
        .map((path) => this.#judge(from, to, path, sources, own));
    });
  }

  /** What the security groups of one side say of another's own addresses, however its packets come. */
  admission(from: Side, to: Side, services: Services): Way {
    const [first, last] = from.ephemeralPorts;
    const asked = PacketSet.of({
      sources: from.addresses,
      sourcePorts: IntervalSet.of([first, last + 1]),
      destinations: to.addresses,
      services,
    });
    const step = this.#groups.step(to, "ingress", peerOf(from, false), asked);
    const leg = { from, to, asked, steps: step === undefined ? [] : [step] };
    return { destinations: to.addresses, legs: [leg] };
  }

  /** Where a side has no address that is known, its groups are all that is known of the way. */
  #unknownWay(from: Side, to: Side, nowhere: Side, services: Services): Way {
    const { name, endpoint, subnet } = nowhere;
    const gapOf = (address: string | undefined) => this.#gaps.get(address ?? "");
    const reason = endpoint?.unknown ?? gapOf(subnet?.vpc) ?? gapOf(subnet?.address);
    const why = reason === undefined ? "" : `: ${reason}`;
    const asked = PacketSet.of({
      sources: from.addresses.isEmpty || mayBeTranslated(from) ? ANY : from.addresses,
      destinations: to.addresses.isEmpty ? ANY : to.addresses,
      services,
    });
    const steps = [
      this.#groups.step(from, "egress", peerOf(to, true), asked),
      decision(name, `not known: where ${name} has its addresses${why}`, UNKNOWABLE),
      this.#groups.step(to, "ingress", peerOf(from, true), asked),
    ].filter((step) => step !== undefined);
    return { destinations: to.addresses, legs: [{ from, to, asked, steps }] };
  }

  #judge(from: Side, to: Side, path: Path, sources: Addresses, services: Services): Way {
    const draft = new WayDraft(from, to, path, this.#groups, this.#acls);
    const family = path.destinations.overlaps(ANY_IPV4) ? ANY_IPV4 : ANY_IPV6;
    // What takes the packets has to find the way back to whose address they carry.
    const wayBack = (asker: Side, crossings: readonly Crossing[]) =>
      crossings.length === 0 ? undefined : this.#back.find(asker, takerOf(crossings) ?? to, family);
    draft.begin(sources, services, wayBack(from, path.crossings), from.clients?.intersect(family));
    for (const [i, crossing] of path.crossings.entries()) {
      if (crossing.kind === "translate")
        draft.translate(crossing, wayBack(crossing.side, path.crossings.slice(i + 1)));
      else draft.cross(crossing);
    }
    draft.end();
    return { destinations: path.destinations, legs: draft.legs };
  }
}

/** Whether something on the way may put its own address in the place of the sender's. */
function mayBeTranslated({ subnet, outside }: Side): boolean {
  if (subnet === undefined) return outside?.kind === "vpn-clients";
  const { routes, unknown } = subnet.table;
  return unknown !== undefined || routes.some(({ target }) => !UNTRANSLATED.has(target.kind));
}

const UNTRANSLATED: ReadonlySet<string> = new Set([
  "local",
  "internet-gateway",
  "egress-only-gateway",
  "blackhole",
]);

/** All addresses that something can have. */
const ANY = ANY_IPV4.union(ANY_IPV6);

/** Nothing comes back to these. */
const UNANSWERED = PacketSet.of({ services: Services.unanswered });

/** Families of addresses, each with the ICMP that is the other's. */
const FAMILIES = [
  { addresses: ANY_IPV4, otherIcmp: Services.named("icmpv6") },
  { addresses: ANY_IPV6, otherIcmp: Services.named("icmp") },
];

type Translation = Extract<Crossing, { kind: "translate" }>;

/** Who takes packets on their way to send them on as its own. */
function takerOf(crossings: readonly Crossing[]): Side | undefined {
  return crossings.find((crossing) => crossing.kind === "translate")?.side;
}

/** A way in the making: the decisions along a path, put down as packets meet them. */
class WayDraft {
  readonly legs: Leg[] = [];
  carrier: Side;
  readonly #to: Side;
  readonly #path: Path;
  /** What is left of the path when the carrier takes over. */
  #ahead: readonly Crossing[];
  readonly #groups: GroupJudge;
  readonly #acls: AclJudge;
  #sources: Addresses = NO_ADDRESS;
  #asked: PacketSet = PacketSet.none;
  #services: Services = Services.none;
  #steps: Step[] = [];
  #back: WayBack | undefined;
  /** Borders where answers have been judged. */
  readonly #answered = new Set<string>();

  constructor(from: Side, to: Side, path: Path, groups: GroupJudge, acls: AclJudge) {
    this.carrier = from;
    this.#to = to;
    this.#path = path;
    this.#ahead = path.crossings;
    this.#groups = groups;
    this.#acls = acls;
  }

  /** @param clients addresses that the packets carry in place of the sender's own, where they do */
  begin(sources: Addresses, services: Services, back: WayBack | undefined, clients = NO_ADDRESS): void {
    const [from, to] = this.carrier.ephemeralPorts;
    this.#back = back;
    this.#answered.clear();
    this.#services = services;
    this.#sources = sources;
    this.#asked = PacketSet.of({
      sources: clients.isEmpty ? sources : clients,
      sourcePorts: IntervalSet.of([from, to + 1]),
      destinations: this.#path.destinations,
      services,
    });
    this.#steps = [];
    this.legs.push({ from: this.carrier, to: this.#to, asked: this.#asked, steps: this.#steps });
    const peer = peerOf(this.#to, this.#groupsAreSeen("egress"));
    this.#put(this.#groups.step(this.carrier, "egress", peer, this.#asked));
  }

  /** What else packets meet: behind it, they carry another's address. */
  translate(crossing: Translation, back: WayBack | undefined): void {
    this.#answer(crossing.side);
    this.carrier = crossing.side;
    this.#ahead = this.#ahead.slice(this.#ahead.indexOf(crossing) + 1);
    const sources = crossing.side.addresses.intersect(ANY_IPV4);
    this.begin(sources, this.#services.intersect(crossing.services), back);
  }

  cross(crossing: Exclude<Crossing, Translation>): void {
    switch (crossing.kind) {
      case "leave":
        this.#put(this.#acls.step(crossing.subnet, "egress", this.#asked));
        this.#answers(crossing.subnet, "ingress");
        return;
      case "enter":
        this.#put(this.#acls.step(crossing.subnet, "ingress", this.#asked));
        this.#answers(crossing.subnet, "egress");
        return;
      case "through":
        this.#put(this.#groups.step(crossing.side, "ingress", peerOf(this.carrier, true), this.#asked));
        if (!this.#translatesBehind(crossing))
          this.#put(this.#groups.step(crossing.side, "egress", peerOf(this.#to, true), this.#asked));
        return;
      case "pass":
        this.#put({ ...decision(crossing.address, crossing.text, EVERYTHING), by: () => [crossing.address] });
        return;
      case "stop":
        this.#put({
          ...decision(crossing.address, crossing.text, NOTHING),
          code: crossing.code,
          remedy: crossing.remedy,
        });
        return;
      case "doubt":
        this.#put(decision(crossing.address, `not known: ${crossing.text}`, UNKNOWABLE));
    }
  }

  /** The way back from who takes the packets: the borders on it that the way there did not cross, and its end. */
  #answer(side: Side): void {
    if (this.#back === undefined) return;
    const { reached, unknown, borders } = this.#back;
    for (const { subnet, direction } of borders) this.#answers(subnet, direction);
    if (reached.covers(this.#sources)) return;
    const passes = PacketSet.of({ sources: reached }).union(UNANSWERED);
    this.#put({
      ...decision(side.subnet?.table.address ?? side.name, `the way back to ${this.carrier.name}`, {
        passes,
        unknown: PacketSet.of({ sources: unknown }).subtract(passes),
      }),
      code: "NO_ROUTE_BACK",
      remedy: `add a route to ${this.carrier.name}`,
    });
  }

  /**
   * A border, for the answers that cross it: those on the way back; and where none is found, as if answers took
   * the way of the packets, for who mends the routes should know what would decide next.
   */
  #answers(subnet: Subnet, direction: Direction): void {
    const key = `${subnet.address} ${direction}`;
    if (this.#answered.has(key)) return;
    const crossing = this.#crossing(subnet, direction);
    if (!crossing.overlaps(this.#sources)) return;
    this.#answered.add(key);
    const step = this.#acls.answers(subnet, direction, this.#asked);
    this.#put(crossing.covers(this.#sources) ? step : forSenders(step, crossing));
  }

  /** The senders whose answers cross a border. */
  #crossing(subnet: Subnet, direction: Direction): Addresses {
    if (this.#back === undefined) return EVERY_ADDRESS;
    const { borders, reached } = this.#back;
    const isIt = (border: Border) =>
      border.subnet.address === subnet.address && border.direction === direction;
    const lost = EVERY_ADDRESS.subtract(reached);
    return lost.union(borders.find(isIt)?.destinations ?? NO_ADDRESS);
  }

  end(): void {
    if (this.#path.crossings.length > 0) this.#answer(this.#to);
    const peer = peerOf(this.carrier, this.#groupsAreSeen("ingress"));
    this.#put(this.#groups.step(this.#to, "ingress", peer, this.#asked));
  }

  #groupsAreSeen(by: Direction): boolean {
    return this.#ahead.every((crossing) => crossing.kind !== "pass" || crossing.groupsSeenBy.includes(by));
  }

  #translatesBehind(crossing: Crossing): boolean {
    return this.#ahead[this.#ahead.indexOf(crossing) + 1]?.kind === "translate";
  }

  #put(step: Step | undefined): void {
    if (step !== undefined) this.#steps.push(step);
  }
}

/** A step that only what some senders send has to pass. */
function forSenders(step: Step, senders: Addresses): Step {
  const others = PacketSet.of({ sources: EVERY_ADDRESS.subtract(senders) });
  const { passes, unknown } = step.judged;
  return { ...step, judged: { passes: passes.union(others), unknown: unknown.subtract(others) } };
}

function decision(address: string, text: string, judged: Judged): Step {
  return {
    address,
    text,
    judged,
    by: () => [],
    code: judged === UNKNOWABLE ? "NOT_KNOWN" : "NO_PATH",
    remedy: "",
  };
}
