import { IntervalSet } from "./interval-set.ts";

/** Ports, or ICMP messages as `type * 256 + code`: 0 to 65,535. */
export type Ports = IntervalSet<number>;

/** Every port. */
export const ALL_PORTS: Ports = IntervalSet.of([0, 65_536]);

const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
/** A protocol that has a name here. */
export type ProtocolName = keyof typeof PROTOCOLS;

/** Protocols with the same ports. */
interface Layer {
  readonly protocols: IntervalSet<number>;
  readonly ports: Ports;
}

/**
 * An immutable set of services: protocol numbers and, for each, ports. Layers have protocols apart from each
 * other and ports that differ, sorted by protocol: one set has one form. A protocol without ports (GRE) has
 * all of them or none.
 */
export class Services {
  readonly layers: readonly Layer[];

  private constructor(layers: readonly Layer[]) {
    this.layers = layers;
  }

  static readonly none: Services = new Services([]);
  static readonly all: Services = new Services([
    { protocols: IntervalSet.of([0, 256]), ports: ALL_PORTS },
  ]);

  /** Ports of some protocols, by number. */
  static of(protocols: IntervalSet<number>, ports: Ports): Services {
    return canonical([{ protocols, ports }]);
  }

  /** Ports `from` to `to` of one protocol; all of its ports without them. */
  static named(name: ProtocolName, from = 0, to = from === 0 ? 65_535 : from): Services {
    const number = PROTOCOLS[name];
    return Services.of(IntervalSet.of([number, number + 1]), IntervalSet.of([from, to + 1]));
  }

  get isEmpty(): boolean {
    return this.layers.length === 0;
  }
}

function canonical(layers: readonly Layer[]): Services {
  throw new Error(`not written yet: ${layers.length}`);
}
