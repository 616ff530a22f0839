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
 * Evaluates which packets get from one endpoint to another over the network alone: routes,
 * gateways, network ACLs and security groups. Proxies such as load balancers are not followed.
 */
export class PathEvaluator {
  readonly #routes: RouteResolver;
  readonly #groups: SecurityGroupFilter;
  readonly #acls = new NetworkAclFilter();
  readonly #returnPaths: ReturnPathFinder;
  /** The reasons why resources of the model are unknown, by address. */
  readonly #gaps: ReadonlyMap<string, string>;

  constructor(model: NetworkModel) {
    this.#gaps = new Map(model.gaps.map(({ address, why }) => [address, why]));
    this.#routes = new RouteResolver(model);
    this.#groups = new SecurityGroupFilter(model);
    this.#returnPaths = new ReturnPathFinder(this.#routes);
  }

  /**
   * Returns all paths between two endpoints. Each destination address is in exactly one path. An
   * address family that one endpoint lacks, or whose ICMP is not requested, is left out.
   */
  paths(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): Path[] {
    const unlocated = [from, to].find(
      (trafficEndpoint) => addressFamilies(trafficEndpoint.addresses).length === 0,
    );
    if (unlocated !== undefined) return [this.#unknownPath(from, to, unlocated, transport)];
    return FAMILIES.flatMap(({ addresses, otherIcmp }) => {
      const sources = from.addresses.intersect(addresses);
      const destinations = to.addresses.intersect(addresses);
      // Keeps the full set as it is, so that a fully open path is shown as such.
      const own = transport === TransportSet.all ? transport : transport.subtract(otherIcmp);
      if (sources.isEmpty || destinations.isEmpty || own.isEmpty) return [];
      return this.#routes
        .find(from, to, destinations)
        .map((path) => this.#evaluate(from, to, path, sources, own));
    });
  }

  /**
   * Evaluates the target's security groups for the source's own addresses, whatever path the
   * packets take.
   */
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

  /**
   * The path to or from an endpoint without known addresses: only security groups can be evaluated.
   */
  #unknownPath(
    from: TrafficEndpoint,
    to: TrafficEndpoint,
    unlocated: TrafficEndpoint,
    transport: TransportSet,
  ): Path {
    const { name, endpoint, subnet } = unlocated;
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
      decision(name, `unknown addresses of ${name}${why}`, UNKNOWN_FOR_ALL),
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
    // The receiver needs a route back to the address that the packets carry.
    const returnPath = (sender: TrafficEndpoint, components: readonly PathComponent[]) =>
      components.length === 0
        ? undefined
        : this.#returnPaths.find(sender, endpointAfterTranslation(components) ?? to, family);
    draft.begin(sources, transport, returnPath(from, path.components), from.clients?.intersect(family));
    for (const [i, component] of path.components.entries()) {
      if (component.kind === "translate")
        draft.translate(component, returnPath(component.trafficEndpoint, path.components.slice(i + 1)));
      else draft.cross(component);
    }
    draft.end();
    return { destinations: path.destinations, segments: draft.segments };
  }
}

/** Reports that the source address may be translated on the path. */
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

/** All addresses that an endpoint can have. */
const ANY = ANY_IPV4.union(ANY_IPV6);

/** Traffic without replies. */
const NO_REPLY = PacketSet.of({ transport: TransportSet.withoutReplies });

/** The address families, each with the other family's ICMP. */
const FAMILIES = [
  { addresses: ANY_IPV4, otherIcmp: TransportSet.named("icmpv6") },
  { addresses: ANY_IPV6, otherIcmp: TransportSet.named("icmp") },
];

type Translation = Extract<PathComponent, { kind: "translate" }>;

/** The next endpoint that translates the source address. */
function endpointAfterTranslation(components: readonly PathComponent[]): TrafficEndpoint | undefined {
  return components.find((component) => component.kind === "translate")?.trafficEndpoint;
}

/** Builds a path: adds the steps in the order in which packets pass them. */
class PathBuilder {
  readonly segments: PathSegment[] = [];
  currentSource: TrafficEndpoint;
  readonly #to: TrafficEndpoint;
  readonly #route: RoutePath;
  /** The components that follow the current source. */
  #ahead: readonly PathComponent[];
  readonly #groups: SecurityGroupFilter;
  readonly #acls: NetworkAclFilter;
  #sources: Addresses = NO_ADDRESS;
  #requested: PacketSet = PacketSet.none;
  #transport: TransportSet = TransportSet.none;
  #steps: FilterStep[] = [];
  #returnPath: ReturnPath | undefined;
  /** The boundaries whose return traffic has been evaluated. */
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

  /**
   * Starts a segment.
   * @param clients addresses that the packets carry in place of the sender's own
   */
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

  /** Starts a new segment, whose packets carry the address of another endpoint. */
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
        this.#addStep(decision(component.address, `unknown: ${component.text}`, UNKNOWN_FOR_ALL));
    }
  }

  /**
   * Adds the return path from the receiver: the boundaries that only return traffic crosses, and
   * its end.
   */
  #addReturnPath(trafficEndpoint: TrafficEndpoint): void {
    if (this.#returnPath === undefined) return;
    const { reached, unknown, boundaries } = this.#returnPath;
    for (const { subnet, direction } of boundaries) this.#replyStep(subnet, direction);
    if (reached.covers(this.#sources)) return;
    const allowed = PacketSet.of({ sources: reached }).union(NO_REPLY);
    this.#addStep({
      ...decision(
        trafficEndpoint.subnet?.table.address ?? trafficEndpoint.name,
        `return path to ${this.currentSource.name}`,
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
   * Adds the step for return traffic at a boundary. Without a return path, return traffic is
   * assumed to take the request's path, so that all causes are reported at once.
   */
  #replyStep(subnet: Subnet, direction: TrafficDirection): void {
    const key = `${subnet.address} ${direction}`;
    if (this.#replied.has(key)) return;
    const senders = this.#sendersCrossing(subnet, direction);
    if (!senders.overlaps(this.#sources)) return;
    this.#replied.add(key);
    const step = this.#acls.replyStep(subnet, direction, this.#requested);
    this.#addStep(senders.covers(this.#sources) ? step : forSenders(step, senders));
  }

  /** The senders whose return traffic crosses a boundary. */
  #sendersCrossing(subnet: Subnet, direction: TrafficDirection): Addresses {
    if (this.#returnPath === undefined) return EVERY_ADDRESS;
    const { boundaries, reached } = this.#returnPath;
    const isSame = (boundary: SubnetBoundary) =>
      boundary.subnet.address === subnet.address && boundary.direction === direction;
    const lost = EVERY_ADDRESS.subtract(reached);
    return lost.union(boundaries.find(isSame)?.destinations ?? NO_ADDRESS);
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

/** Restricts a step to some senders; the others pass. */
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
