import { type Addresses, EVERY_ADDRESS, NO_ADDRESS } from "./addresses.ts";
import type { ExactSet } from "./exact-set.ts";
import { IntervalSet } from "./interval-set.ts";
import { Layers } from "./layers.ts";
import { ALL_PORTS, type Ports, TransportSet } from "./transport-set.ts";

/** A box of connections: every combination of its parts. */
export interface Box {
  /** Source addresses. */
  readonly sources: Addresses;
  /** Source ports of TCP and UDP; a box includes all packets of protocols without ports. */
  readonly sourcePorts: Ports;
  /** Destination addresses. */
  readonly destinations: Addresses;
  /** Protocols with their destination ports. */
  readonly transport: TransportSet;
}

/** One packet, or the connection that it opens. */
export interface Packet {
  /** The source address as a number; IPv4 and IPv6 share one range of numbers. */
  readonly source: bigint;
  /** The source port of TCP or UDP. */
  readonly sourcePort: number;
  /** The destination address, numbered like {@link source}. */
  readonly destination: bigint;
  /** The protocol number. */
  readonly protocol: number;
  /** The destination port; an ICMP message as `type * 256 + code`. */
  readonly port: number;
}

/** Source addresses, destination addresses, protocols, source ports, ports. */
type Set5 = Layers<bigint, TransportLayers>;
type TransportLayers = Layers<bigint, PortLayers>;
/** Traffic between two addresses. */
type PortLayers = Layers<number, Layers<number, Ports>>;

const PORTED = IntervalSet.of([6, 7], [17, 18]);

/**
 * An immutable, exact set of packets, and so of the connections that they open, over source
 * address, source port, destination address, protocol and destination port (ICMP: its message). The
 * form is canonical.
 */
export class PacketSet implements ExactSet<PacketSet> {
  readonly #set: Set5;

  private constructor(set: Set5) {
    this.#set = set;
  }

  /** The empty set. */
  static readonly none: PacketSet = new PacketSet(Layers.of());
  /** Every packet. */
  static readonly all: PacketSet = new PacketSet(
    Layers.of(EVERY_ADDRESS, Layers.of(EVERY_ADDRESS, trafficOf(ALL_PORTS, TransportSet.all))),
  );

  /** Returns a box. An omitted part means all of it. Source ports restrict TCP and UDP only. */
  static of(box: Partial<Box>): PacketSet {
    const { sources = EVERY_ADDRESS, destinations = EVERY_ADDRESS, transport = TransportSet.all } = box;
    const { sourcePorts = ALL_PORTS } = box;
    if (sourcePorts.isEmpty) return PacketSet.none;
    return new PacketSet(Layers.of(sources, Layers.of(destinations, trafficOf(sourcePorts, transport))));
  }

  /** Returns the union of many sets. */
  static unionOf(many: readonly PacketSet[]): PacketSet {
    return Layers.unionOf(many, PacketSet.none);
  }

  /** True if the set has no packet. */
  get isEmpty(): boolean {
    return this.#set.isEmpty;
  }

  /** Returns the packets of either set. */
  union(other: PacketSet): PacketSet {
    return this.#as(this.#set.union(other.#set), other);
  }

  /** Returns the packets of both sets. */
  intersect(other: PacketSet): PacketSet {
    if (other === PacketSet.all) return this;
    if (this === PacketSet.all) return other;
    return this.#as(this.#set.intersect(other.#set), other);
  }

  /** Returns the packets of this set that are not in the other. */
  subtract(other: PacketSet): PacketSet {
    if (other === PacketSet.all) return PacketSet.none;
    return this.#as(this.#set.subtract(other.#set), other);
  }

  /** Returns all packets that are not in this set. */
  complement(): PacketSet {
    return PacketSet.all.subtract(this);
  }

  /** True if this set contains every packet of the other. */
  covers(other: PacketSet): boolean {
    return this === PacketSet.all || this.#set.covers(other.#set);
  }

  /** True if the sets have a common packet. */
  overlaps(other: PacketSet): boolean {
    return this.#set.overlaps(other.#set);
  }

  /** True if the sets have the same packets. */
  equals(other: PacketSet): boolean {
    return this.#set.equals(other.#set);
  }

  /** True if the packet is in the set. */
  has({ source, sourcePort, destination, protocol, port }: Packet): boolean {
    return this.#set.at(source)?.at(destination)?.at(protocol)?.at(sourcePort)?.has(port) ?? false;
  }

  /**
   * Returns the packets that reply to these. Addresses and TCP and UDP ports are swapped; an ICMP
   * request becomes its reply (echo request 8 ↔ echo reply 0), as in {@link TransportSet.replies},
   * because network ACLs see them as different messages. Reversing twice gives the original set.
   *
   * Connections that work through a stateless filter are `forward ∩ (back.reversed() ∪
   * unanswered)`: see {@link TransportSet.withoutReplies}.
   */
  reversed(): PacketSet {
    return PacketSet.unionOf([...this.boxes()].map(reversedBox));
  }

  /** Returns the source addresses of its packets. */
  sources(): Addresses {
    return keysOf([this.#set], NO_ADDRESS);
  }

  /** Returns the destination addresses of its packets. */
  destinations(): Addresses {
    return keysOf(this.#inner(), NO_ADDRESS);
  }

  /**
   * Returns the source ports of its packets; all ports if it has packets of protocols without
   * ports.
   */
  sourcePorts(): Ports {
    const traffic = this.#inner().flatMap((set) => set.layers.map((layer) => layer.rest));
    return keysOf(
      traffic.flatMap((set) => set.layers.map((layer) => layer.rest)),
      IntervalSet.of<number>(),
    );
  }

  /** Returns the protocols of its packets, with their destination ports. */
  transport(): TransportSet {
    return TransportSet.unionOf([...this.boxes()].map((box) => box.transport));
  }

  /** Yields the set as disjoint boxes, sorted. */
  *boxes(): Generator<Box> {
    for (const { keys: sources, rest: behind } of this.#set.layers) {
      for (const { keys: destinations, rest: traffic } of behind.layers) {
        for (const { keys: protocols, rest } of traffic.layers) {
          for (const { keys: sourcePorts, rest: ports } of rest.layers) {
            yield { sources, sourcePorts, destinations, transport: TransportSet.of(protocols, ports) };
          }
        }
      }
    }
  }

  #inner(): TransportLayers[] {
    return this.#set.layers.map((layer) => layer.rest);
  }

  /** A result, reusing an existing object if it is the same set. */
  #as(set: Set5, other: PacketSet): PacketSet {
    if (set === this.#set) return this;
    return set === other.#set ? other : new PacketSet(set);
  }
}

function keysOf<N extends number | bigint, Rest extends ExactSet<Rest>>(
  sets: readonly Layers<N, Rest>[],
  none: IntervalSet<N>,
): IntervalSet<N> {
  return Layers.unionOf(
    sets.flatMap((set) => set.layers.map((layer) => layer.keys)),
    none,
  );
}

/** Transport with source ports, which only TCP and UDP have. */
function trafficOf(sourcePorts: Ports, transport: TransportSet): PortLayers {
  const parts = transport.layers.flatMap(({ protocols, ports }) =>
    sourcePorts.equals(ALL_PORTS)
      ? [Layers.of(protocols, Layers.of(ALL_PORTS, ports))]
      : [
          Layers.of(protocols.intersect(PORTED), Layers.of(sourcePorts, ports)),
          Layers.of(protocols.subtract(PORTED), Layers.of(ALL_PORTS, ports)),
        ],
  );
  return Layers.unionOf(parts, Layers.of());
}

function reversedBox({ sources, sourcePorts, destinations, transport }: Box): PacketSet {
  const trafficEndpoints = { sources: destinations, destinations: sources };
  const ported = transport.layers.map(({ protocols, ports }) =>
    PacketSet.of({
      ...trafficEndpoints,
      sourcePorts: ports,
      transport: TransportSet.of(protocols.intersect(PORTED), sourcePorts),
    }),
  );
  const others = transport.subtract(TransportSet.of(PORTED, ALL_PORTS)).replies();
  return PacketSet.unionOf([...ported, PacketSet.of({ ...trafficEndpoints, transport: others })]);
}
