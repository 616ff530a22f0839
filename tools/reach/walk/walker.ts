import type { Fabric } from "../model/fabric.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, familiesOf, NO_ADDRESS } from "../packets/addresses.ts";
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
import { isPublic } from "./trip.ts";
import type { Leg, Way } from "./way.ts";

/**
 * Works out what gets from one side to another by the network alone: routes, gateways, network ACLs and security
 * groups. What load balancers and the like take and open anew is not its matter.
 */
export class Walker {
  readonly #paths: Pathfinder;
  readonly #groups: GroupJudge;
  readonly #acls = new AclJudge();
  readonly #back = new Map<string, WayBack>();

  constructor(fabric: Fabric) {
    this.#paths = new Pathfinder(fabric);
    this.#groups = new GroupJudge(fabric);
  }

  /**
   * All ways from one side to another. Together they have every destination address, each in one of them; a
   * family of addresses that one side lacks, or whose ICMP is not asked for, is left out.
   */
  ways(from: Side, to: Side, services: Services): Way[] {
    const nowhere = [from, to].find((side) => familiesOf(side.addresses).length === 0);
    if (nowhere !== undefined) return [unknownWay(from, to, nowhere, services)];
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

  #judge(from: Side, to: Side, path: Path, sources: Addresses, services: Services): Way {
    const draft = new WayDraft(from, to, path, this.#groups, this.#acls);
    const family = path.destinations.overlaps(ANY_IPV4) ? ANY_IPV4 : ANY_IPV6;
    draft.begin(sources, services, from.clients?.intersect(family));
    const answer = (side: Side) => draft.answer(side, this.#wayBack(draft.carrier, side, family));
    for (const crossing of path.crossings) {
      if (crossing.kind === "translate") answer(crossing.side);
      draft.cross(crossing);
    }
    if (path.crossings.length > 0) answer(to);
    draft.end();
    return { destinations: path.destinations, legs: draft.legs };
  }

  /** Where answers find the way back to the sender; undefined where AWS itself brings them. */
  #wayBack(sender: Side, to: Side, family: Addresses): WayBack | undefined {
    if (isPublic(to) || sender.outside?.kind === "vpn-clients") return undefined;
    // Where routes lead depends on subnets, not on what stands in them.
    const key = `${placeOf(to)} → ${placeOf(sender)} ${family === ANY_IPV4}`;
    let back = this.#back.get(key);
    if (back === undefined) {
      const destinations = (sender.subnet?.blocks ?? sender.addresses).intersect(family);
      back = wayBackOf(this.#paths.find(isPublic(sender) ? answering(to) : to, sender, destinations));
      this.#back.set(key, back);
    }
    return back;
  }
}

/** Where a side has no address that is known, nothing is known of the way. */
function unknownWay(from: Side, to: Side, nowhere: Side, services: Services): Way {
  const why = `not known: where ${nowhere.name} has its addresses`;
  const asked = PacketSet.of({ services });
  const steps = [decision(nowhere.name, why, UNKNOWABLE)];
  return { destinations: to.addresses, legs: [{ from, to, asked, steps }] };
}

/** Addresses that answers reach, and those of which that is not known. */
interface WayBack {
  readonly reached: Addresses;
  readonly unknown: Addresses;
}

/** Whether anything of the internet may come in at all, the way in has decided: the way back is up to routes. */
function answering(to: Side): Side {
  if (to.subnet === undefined) return to;
  const { publicAccessBlock: _block, ...subnet } = to.subnet;
  return { ...to, subnet, publicIPv4: true };
}

/** Answers carry the address that the request was sent to: a way on which another takes its place is none. */
function wayBackOf(paths: readonly Path[]): WayBack {
  const straight = paths.filter(({ crossings }) => crossings.every(({ kind }) => kind !== "translate"));
  const all = (some: readonly Path[]) =>
    some.reduce((sum, { destinations }) => sum.union(destinations), NO_ADDRESS);
  return {
    reached: all(straight.filter(({ end }) => end === "arrives")),
    unknown: all(straight.filter(({ end }) => end === "doubts")),
  };
}

/** Nothing comes back to these. */
const UNANSWERED = PacketSet.of({ services: Services.unanswered });

/** Families of addresses, each with the ICMP that is the other's. */
const FAMILIES = [
  { addresses: ANY_IPV4, otherIcmp: Services.named("icmpv6") },
  { addresses: ANY_IPV6, otherIcmp: Services.named("icmp") },
];

function placeOf({ subnet, name }: Side): string {
  return subnet?.address ?? name;
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

  constructor(from: Side, to: Side, path: Path, groups: GroupJudge, acls: AclJudge) {
    this.carrier = from;
    this.#to = to;
    this.#path = path;
    this.#ahead = path.crossings;
    this.#groups = groups;
    this.#acls = acls;
  }

  /** @param clients addresses that the packets carry in place of the sender's own, where they do */
  begin(sources: Addresses, services: Services, clients = NO_ADDRESS): void {
    const [from, to] = this.carrier.ephemeralPorts;
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

  cross(crossing: Crossing): void {
    switch (crossing.kind) {
      case "leave":
        this.#put(this.#acls.step(crossing.subnet, "egress", this.#asked));
        this.#put(this.#acls.answers(crossing.subnet, "ingress", this.#asked));
        return;
      case "enter":
        this.#put(this.#acls.step(crossing.subnet, "ingress", this.#asked));
        this.#put(this.#acls.answers(crossing.subnet, "egress", this.#asked));
        return;
      case "through":
        this.#put(this.#groups.step(crossing.side, "ingress", peerOf(this.carrier, true), this.#asked));
        if (!this.#translatesBehind(crossing))
          this.#put(this.#groups.step(crossing.side, "egress", peerOf(this.#to, true), this.#asked));
        return;
      case "translate":
        this.carrier = crossing.side;
        this.#ahead = this.#ahead.slice(this.#ahead.indexOf(crossing) + 1);
        this.begin(crossing.side.addresses.intersect(ANY_IPV4), this.#services.intersect(crossing.services));
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

  /** What takes the packets has to find the way back to whose address they carry. */
  answer(side: Side, wayBack: WayBack | undefined): void {
    if (wayBack === undefined || wayBack.reached.covers(this.#sources)) return;
    const { reached, unknown } = wayBack;
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

  end(): void {
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
