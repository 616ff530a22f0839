import type { NetworkModel } from "../../network/network-model.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, addressFamilies } from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { UNKNOWN_FOR_ALL } from "./filter-result.ts";
import { NetworkAclFilter } from "./network-acl-filter.ts";
import type { NetworkPath } from "./network-path.ts";
import { PathBuilder, stepWithoutRules } from "./path-builder.ts";
import { ReturnPathFinder } from "./return-path.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import { RouteResolver } from "./route-resolver.ts";
import { farSideOf, SecurityGroupFilter } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/**
 * Finds the paths from one endpoint to another over the network alone, and the filter steps of
 * each: routes, gateways, network ACLs and security groups. `evaluatePath` combines the steps.
 * Proxies such as load balancers are not followed.
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
    this.#returnPaths = new ReturnPathFinder(model, this.#routes);
  }

  /**
   * Returns all paths between two endpoints. Each destination address is in exactly one path. An
   * address family that one endpoint lacks, or whose ICMP is not requested, is left out.
   */
  paths(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): NetworkPath[] {
    const unlocated = [from, to].find(
      (trafficEndpoint) => addressFamilies(trafficEndpoint.addresses).length === 0,
    );
    if (unlocated !== undefined) return [this.#unknownPath(from, to, unlocated, transport)];
    return FAMILIES.flatMap(({ addresses, otherIcmp }) => {
      const sources = from.addresses.intersect(addresses);
      const destinations = to.addresses.intersect(addresses);
      // Keeps the full set as it is, so that a fully open path is shown as such.
      const familyTransport = transport === TransportSet.all ? transport : transport.subtract(otherIcmp);
      if (sources.isEmpty || destinations.isEmpty || familyTransport.isEmpty) return [];
      return this.#routes
        .find(from, to, destinations)
        .map((path) => this.#evaluate(from, to, path, sources, familyTransport));
    });
  }

  /**
   * Evaluates the target's security groups for the source's own addresses, whatever path the
   * packets take.
   */
  admission(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): NetworkPath {
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
  ): NetworkPath {
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
      stepWithoutRules(name, `unknown addresses of ${name}${why}`, UNKNOWN_FOR_ALL),
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
  ): NetworkPath {
    const builder = new PathBuilder(from, to, path, this.#groups, this.#acls);
    const family = path.destinations.overlaps(ANY_IPV4) ? ANY_IPV4 : ANY_IPV6;
    // The receiver needs a route back to the address that the packets carry.
    const returnPath = (sender: TrafficEndpoint, components: readonly PathComponent[]) =>
      components.length === 0
        ? undefined
        : this.#returnPaths.find(sender, endpointAfterTranslation(components) ?? to, family, to);
    builder.startSegment(
      sources,
      transport,
      returnPath(from, path.components),
      from.clients?.intersect(family),
    );
    for (const [i, component] of path.components.entries()) {
      if (component.kind === "translate")
        builder.translate(component, returnPath(component.trafficEndpoint, path.components.slice(i + 1)));
      else builder.cross(component);
    }
    builder.finish();
    return { destinations: path.destinations, segments: builder.segments };
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

/** The address families, each with the other family's ICMP. */
const FAMILIES = [
  { addresses: ANY_IPV4, otherIcmp: TransportSet.named("icmpv6") },
  { addresses: ANY_IPV6, otherIcmp: TransportSet.named("icmp") },
];

/** The next endpoint that translates the source address. */
function endpointAfterTranslation(components: readonly PathComponent[]): TrafficEndpoint | undefined {
  return components.find((component) => component.kind === "translate")?.trafficEndpoint;
}
