import type { Subnet } from "../../network/network-model.ts";
import { type Addresses, ANY_IPV4, EVERY_ADDRESS, NO_ADDRESS } from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { ALLOW_ALL, DENY_ALL, type FilterResult, UNKNOWN_FOR_ALL } from "./filter-result.ts";
import type { FilterStep } from "./filter-step.ts";
import type { NetworkAclFilter } from "./network-acl-filter.ts";
import type { PathSegment } from "./path-segment.ts";
import type { ReturnPath, SubnetBoundary } from "./return-path.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import { farSideOf, type SecurityGroupFilter, type TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Traffic without replies. */
const NO_REPLY = PacketSet.of({ transport: TransportSet.withoutReplies });

type Translation = Extract<PathComponent, { kind: "translate" }>;

/** Builds a path: adds the steps in the order in which packets pass them. */
export class PathBuilder {
  /** The segments completed so far. */
  readonly segments: PathSegment[] = [];
  #currentSource: TrafficEndpoint;
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
  /** The gateway of this segment that may return traffic without a route back. */
  #mayReturn: Extract<PathComponent, { kind: "may-return" }> | undefined;
  /** The boundaries whose return traffic has been evaluated. */
  readonly #replied = new Set<string>();

  constructor(
    from: TrafficEndpoint,
    to: TrafficEndpoint,
    path: RoutePath,
    groups: SecurityGroupFilter,
    acls: NetworkAclFilter,
  ) {
    this.#currentSource = from;
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
  startSegment(
    sources: Addresses,
    transport: TransportSet,
    returnPath: ReturnPath | undefined,
    clients = NO_ADDRESS,
  ): void {
    const [from, to] = this.#currentSource.ephemeralPorts;
    this.#returnPath = returnPath;
    this.#mayReturn = undefined;
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
      from: this.#currentSource,
      to: this.#to,
      requested: this.#requested,
      steps: this.#steps,
    });
    const peer = farSideOf(this.#to, this.#groupsAreSeen("egress"));
    this.#addStep(this.#groups.step(this.#currentSource, "egress", peer, this.#requested));
  }

  /** Starts a new segment, whose packets carry the address of another endpoint. */
  translate(component: Translation, returnPath: ReturnPath | undefined): void {
    this.#addReturnPath(component.trafficEndpoint);
    this.#currentSource = component.trafficEndpoint;
    this.#ahead = this.#ahead.slice(this.#ahead.indexOf(component) + 1);
    const sources = component.trafficEndpoint.addresses.intersect(ANY_IPV4);
    this.startSegment(sources, this.#transport.intersect(component.transport), returnPath);
  }

  /** Adds the steps of a component that keeps the packets' addresses. */
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
        if (component.only !== "egress")
          this.#addStep(
            this.#groups.step(
              component.trafficEndpoint,
              "ingress",
              farSideOf(this.#currentSource, true),
              this.#requested,
            ),
          );
        if (component.only !== "ingress" && !this.#translatesBehind(component))
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
          ...stepWithoutRules(component.address, component.text, ALLOW_ALL),
          rules: () => [component.address],
        });
        return;
      case "may-return":
        this.#mayReturn = component;
        return;
      case "blocked":
        this.#addStep({
          ...stepWithoutRules(component.address, component.text, DENY_ALL),
          code: component.code,
          remedy: component.remedy,
        });
        return;
      case "unknown":
        this.#addStep(stepWithoutRules(component.address, `unknown: ${component.text}`, UNKNOWN_FOR_ALL));
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
    const { name } = this.#currentSource;
    const gateway = this.#mayReturn;
    const uncertain = PacketSet.of({ sources: gateway === undefined ? unknown : EVERY_ADDRESS });
    this.#addStep({
      ...stepWithoutRules(
        gateway?.address ?? trafficEndpoint.subnet?.table.address ?? trafficEndpoint.name,
        gateway === undefined ? `return path to ${name}` : `unknown: ${gateway.text}`,
        { allowed, unknown: uncertain.subtract(allowed) },
      ),
      code: "NO_ROUTE_BACK",
      remedy: `add a route to ${name}`,
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

  /** Adds the last segment's return path and the target's security groups. */
  finish(): void {
    if (this.#route.components.length > 0) this.#addReturnPath(this.#to);
    const peer = farSideOf(this.#currentSource, this.#groupsAreSeen("ingress"));
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

/** Returns a step with a fixed result, which no rule determines. */
export function stepWithoutRules(address: string, text: string, result: FilterResult): FilterStep {
  return {
    address,
    text,
    result,
    rules: () => [],
    code: result === UNKNOWN_FOR_ALL ? "NOT_KNOWN" : "NO_PATH",
    remedy: "",
  };
}
