import type { NetworkModel, Subnet } from "../../network/network-model.ts";
import {
  type Addresses,
  ANY_IPV4,
  ANY_IPV6,
  addressFamilies,
  EVERY_ADDRESS,
  NO_ADDRESS,
} from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { ALLOW_ALL, DENY_ALL, type FilterResult, UNKNOWN_FOR_ALL } from "./filter-result.ts";
import type { FilterStep } from "./filter-step.ts";
import { NetworkAclFilter } from "./network-acl-filter.ts";
import type { Path, PathSegment } from "./path.ts";
import { type ReturnPath, ReturnPathFinder, type SubnetBoundary } from "./return-path.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import { RouteResolver } from "./route-resolver.ts";
import { farSideOf, SecurityGroupFilter, type TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/**
 * Works out what gets from one side to another by the network alone: routes, gateways, network ACLs and security
 * groups. What load balancers and the like take and open anew is not its matter.
 */
export class PathEvaluator {
  readonly #routes: RouteResolver;
  readonly #groups: SecurityGroupFilter;
  readonly #acls = new NetworkAclFilter();
  readonly #returnPaths: ReturnPathFinder;
  /** What is not known of subnets and VPCs, and of everything else. */
  readonly #gaps: ReadonlyMap<string, string>;

  constructor(model: NetworkModel) {
    this.#gaps = new Map(model.gaps.map(({ address, why }) => [address, why]));
    this.#routes = new RouteResolver(model);
    this.#groups = new SecurityGroupFilter(model);
    this.#returnPaths = new ReturnPathFinder(this.#routes);
  }

  /**
   * All ways from one side to another. Together they have every destination address, each in one of them; a
   * family of addresses that one side lacks, or whose ICMP is not asked for, is left out.
   */
  paths(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): Path[] {
    const nowhere = [from, to].find(
      (trafficEndpoint) => addressFamilies(trafficEndpoint.addresses).length === 0,
    );
    if (nowhere !== undefined) return [this.#unknownPath(from, to, nowhere, transport)];
    return FAMILIES.flatMap(({ addresses, otherIcmp }) => {
      const sources = from.addresses.intersect(addresses);
      const destinations = to.addresses.intersect(addresses);
      // All services stay all: an open way is said to be open.
      const own = transport === TransportSet.all ? transport : transport.subtract(otherIcmp);
      if (sources.isEmpty || destinations.isEmpty || own.isEmpty) return [];
      return this.#routes
        .find(from, to, destinations)
        .map((path) => this.#evaluate(from, to, path, sources, own));
    });
  }

  /** What the security groups of one side say of another's own addresses, however its packets come. */
  admission(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): Path {
    const [first, last] = from.ephemeralPorts;
    const requested = PacketSet.of({
      sources: from.addresses,
      sourcePorts: IntervalSet.of([first, last + 1]),
      destinations: to.addresses,
      transport,
    });
    const step = this.#groups.step(to, "ingress", farSideOf(from, false), requested);
    const segment = { from, to, requested, steps: step === undefined ? [] : [step] };
    return { destinations: to.addresses, segments: [segment] };
  }

  /** Where a side has no address that is known, its groups are all that is known of the way. */
  #unknownPath(
    from: TrafficEndpoint,
    to: TrafficEndpoint,
    nowhere: TrafficEndpoint,
    transport: TransportSet,
  ): Path {
    const { name, endpoint, subnet } = nowhere;
    const gapOf = (address: string | undefined) => this.#gaps.get(address ?? "");
    const reason = endpoint?.unknown ?? gapOf(subnet?.vpc) ?? gapOf(subnet?.address);
    const why = reason === undefined ? "" : `: ${reason}`;
    const requested = PacketSet.of({
      sources: from.addresses.isEmpty || mayBeTranslated(from) ? ANY : from.addresses,
      destinations: to.addresses.isEmpty ? ANY : to.addresses,
      transport,
    });
    const steps = [
      this.#groups.step(from, "egress", farSideOf(to, true), requested),
      decision(name, `not known: where ${name} has its addresses${why}`, UNKNOWN_FOR_ALL),
      this.#groups.step(to, "ingress", farSideOf(from, true), requested),
    ].filter((step) => step !== undefined);
    return { destinations: to.addresses, segments: [{ from, to, requested, steps }] };
  }

  #evaluate(
    from: TrafficEndpoint,
    to: TrafficEndpoint,
    path: RoutePath,
    sources: Addresses,
    transport: TransportSet,
  ): Path {
    const draft = new PathBuilder(from, to, path, this.#groups, this.#acls);
    const family = path.destinations.overlaps(ANY_IPV4) ? ANY_IPV4 : ANY_IPV6;
    // What takes the packets has to find the way back to whose address they carry.
    const wayBack = (asker: TrafficEndpoint, components: readonly PathComponent[]) =>
      components.length === 0
        ? undefined
        : this.#returnPaths.find(asker, endpointAfterTranslation(components) ?? to, family);
    draft.begin(sources, transport, wayBack(from, path.components), from.clients?.intersect(family));
    for (const [i, component] of path.components.entries()) {
      if (component.kind === "translate")
        draft.translate(component, wayBack(component.trafficEndpoint, path.components.slice(i + 1)));
      else draft.cross(component);
    }
    draft.end();
    return { destinations: path.destinations, segments: draft.segments };
  }
}

/** Whether something on the way may put its own address in the place of the sender's. */
function mayBeTranslated({ subnet, externalNetwork }: TrafficEndpoint): boolean {
  if (subnet === undefined) return externalNetwork?.kind === "vpn-clients";
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
const NO_REPLY = PacketSet.of({ transport: TransportSet.withoutReplies });

/** Families of addresses, each with the ICMP that is the other's. */
const FAMILIES = [
  { addresses: ANY_IPV4, otherIcmp: TransportSet.named("icmpv6") },
  { addresses: ANY_IPV6, otherIcmp: TransportSet.named("icmp") },
];

type Translation = Extract<PathComponent, { kind: "translate" }>;

/** Who takes packets on their way to send them on as its own. */
function endpointAfterTranslation(components: readonly PathComponent[]): TrafficEndpoint | undefined {
  return components.find((component) => component.kind === "translate")?.trafficEndpoint;
}

/** A way in the making: the decisions along a path, put down as packets meet them. */
class PathBuilder {
  readonly segments: PathSegment[] = [];
  currentSource: TrafficEndpoint;
  readonly #to: TrafficEndpoint;
  readonly #route: RoutePath;
  /** What is left of the path when the carrier takes over. */
  #ahead: readonly PathComponent[];
  readonly #groups: SecurityGroupFilter;
  readonly #acls: NetworkAclFilter;
  #sources: Addresses = NO_ADDRESS;
  #requested: PacketSet = PacketSet.none;
  #transport: TransportSet = TransportSet.none;
  #steps: FilterStep[] = [];
  #returnPath: ReturnPath | undefined;
  /** Borders where answers have been judged. */
  readonly #replied = new Set<string>();

  constructor(
    from: TrafficEndpoint,
    to: TrafficEndpoint,
    path: RoutePath,
    groups: SecurityGroupFilter,
    acls: NetworkAclFilter,
  ) {
    this.currentSource = from;
    this.#to = to;
    this.#route = path;
    this.#ahead = path.components;
    this.#groups = groups;
    this.#acls = acls;
  }

  /** @param clients addresses that the packets carry in place of the sender's own, where they do */
  begin(
    sources: Addresses,
    transport: TransportSet,
    back: ReturnPath | undefined,
    clients = NO_ADDRESS,
  ): void {
    const [from, to] = this.currentSource.ephemeralPorts;
    this.#returnPath = back;
    this.#replied.clear();
    this.#transport = transport;
    this.#sources = sources;
    this.#requested = PacketSet.of({
      sources: clients.isEmpty ? sources : clients,
      sourcePorts: IntervalSet.of([from, to + 1]),
      destinations: this.#route.destinations,
      transport,
    });
    this.#steps = [];
    this.segments.push({
      from: this.currentSource,
      to: this.#to,
      requested: this.#requested,
      steps: this.#steps,
    });
    const peer = farSideOf(this.#to, this.#groupsAreSeen("egress"));
    this.#addStep(this.#groups.step(this.currentSource, "egress", peer, this.#requested));
  }

  /** What else packets meet: behind it, they carry another's address. */
  translate(component: Translation, back: ReturnPath | undefined): void {
    this.#addReturnPath(component.trafficEndpoint);
    this.currentSource = component.trafficEndpoint;
    this.#ahead = this.#ahead.slice(this.#ahead.indexOf(component) + 1);
    const sources = component.trafficEndpoint.addresses.intersect(ANY_IPV4);
    this.begin(sources, this.#transport.intersect(component.transport), back);
  }

  cross(component: Exclude<PathComponent, Translation>): void {
    switch (component.kind) {
      case "leave":
        this.#addStep(this.#acls.step(component.subnet, "egress", this.#requested));
        this.#replyStep(component.subnet, "ingress");
        return;
      case "enter":
        this.#addStep(this.#acls.step(component.subnet, "ingress", this.#requested));
        this.#replyStep(component.subnet, "egress");
        return;
      case "through":
        this.#addStep(
          this.#groups.step(
            component.trafficEndpoint,
            "ingress",
            farSideOf(this.currentSource, true),
            this.#requested,
          ),
        );
        if (!this.#translatesBehind(component))
          this.#addStep(
            this.#groups.step(
              component.trafficEndpoint,
              "egress",
              farSideOf(this.#to, true),
              this.#requested,
            ),
          );
        return;
      case "pass":
        this.#addStep({
          ...decision(component.address, component.text, ALLOW_ALL),
          rules: () => [component.address],
        });
        return;
      case "blocked":
        this.#addStep({
          ...decision(component.address, component.text, DENY_ALL),
          code: component.code,
          remedy: component.remedy,
        });
        return;
      case "unknown":
        this.#addStep(decision(component.address, `not known: ${component.text}`, UNKNOWN_FOR_ALL));
    }
  }

  /** The way back from who takes the packets: the borders on it that the way there did not cross, and its end. */
  #addReturnPath(trafficEndpoint: TrafficEndpoint): void {
    if (this.#returnPath === undefined) return;
    const { reached, unknown, boundaries: borders } = this.#returnPath;
    for (const { subnet, direction } of borders) this.#replyStep(subnet, direction);
    if (reached.covers(this.#sources)) return;
    const allowed = PacketSet.of({ sources: reached }).union(NO_REPLY);
    this.#addStep({
      ...decision(
        trafficEndpoint.subnet?.table.address ?? trafficEndpoint.name,
        `the way back to ${this.currentSource.name}`,
        {
          allowed,
          unknown: PacketSet.of({ sources: unknown }).subtract(allowed),
        },
      ),
      code: "NO_ROUTE_BACK",
      remedy: `add a route to ${this.currentSource.name}`,
    });
  }

  /**
   * A border, for the answers that cross it: those on the way back; and where none is found, as if answers took
   * the way of the packets, for who mends the routes should know what would decide next.
   */
  #replyStep(subnet: Subnet, direction: TrafficDirection): void {
    const key = `${subnet.address} ${direction}`;
    if (this.#replied.has(key)) return;
    const component = this.#addComponent(subnet, direction);
    if (!component.overlaps(this.#sources)) return;
    this.#replied.add(key);
    const step = this.#acls.replyStep(subnet, direction, this.#requested);
    this.#addStep(component.covers(this.#sources) ? step : forSenders(step, component));
  }

  /** The senders whose answers cross a border. */
  #addComponent(subnet: Subnet, direction: TrafficDirection): Addresses {
    if (this.#returnPath === undefined) return EVERY_ADDRESS;
    const { boundaries: borders, reached } = this.#returnPath;
    const isIt = (border: SubnetBoundary) =>
      border.subnet.address === subnet.address && border.direction === direction;
    const lost = EVERY_ADDRESS.subtract(reached);
    return lost.union(borders.find(isIt)?.destinations ?? NO_ADDRESS);
  }

  end(): void {
    if (this.#route.components.length > 0) this.#addReturnPath(this.#to);
    const peer = farSideOf(this.currentSource, this.#groupsAreSeen("ingress"));
    this.#addStep(this.#groups.step(this.#to, "ingress", peer, this.#requested));
  }

  #groupsAreSeen(by: TrafficDirection): boolean {
    return this.#ahead.every((component) => component.kind !== "pass" || component.groupsSeenBy.includes(by));
  }

  #translatesBehind(component: PathComponent): boolean {
    return this.#ahead[this.#ahead.indexOf(component) + 1]?.kind === "translate";
  }

  #addStep(step: FilterStep | undefined): void {
    if (step !== undefined) this.#steps.push(step);
  }
}

/** A step that only what some senders send has to pass. */
function forSenders(step: FilterStep, senders: Addresses): FilterStep {
  const others = PacketSet.of({ sources: EVERY_ADDRESS.subtract(senders) });
  const { allowed, unknown } = step.result;
  return { ...step, result: { allowed: allowed.union(others), unknown: unknown.subtract(others) } };
}

function decision(address: string, text: string, result: FilterResult): FilterStep {
  return {
    address,
    text,
    result,
    rules: () => [],
    code: result === UNKNOWN_FOR_ALL ? "NOT_KNOWN" : "NO_PATH",
    remedy: "",
  };
}
