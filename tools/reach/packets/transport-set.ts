import type { ExactSet } from "./exact-set.ts";
import { IntervalSet } from "./interval-set.ts";
import { Layers } from "./layers.ts";

/** Ports, or ICMP messages as `type * 256 + code`: 0 to 65,535. */
export type Ports = IntervalSet<number>;

/** Every port. */
export const ALL_PORTS: Ports = IntervalSet.of([0, 65_536]);

const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
/** A protocol with a name here: one with ports or messages. */
export type ProtocolName = keyof typeof PROTOCOLS;

const NAMES = new Map<number, ProtocolName>(
  Object.entries(PROTOCOLS).map(([name, number]) => [number, name as ProtocolName]),
);
const EVERY_PROTOCOL: IntervalSet<number> = IntervalSet.of([0, 256]);
const NAMED = protocolsOf("icmp", "tcp", "udp", "icmpv6");
const MESSAGES = protocolsOf("icmp", "icmpv6");

/**
 * Returns a protocol's number as spelled in Terraform's AWS resources: `tcp`, `6`, `icmpv6`, `47`;
 * -1 for `-1` and `all`; undefined for any other text.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/security_group
 */
export function protocolNumber(text: string): number | undefined {
  const name = text.toLowerCase();
  if (name === "all" || name === "-1") return -1;
  if (Object.hasOwn(PROTOCOLS, name)) return PROTOCOLS[name as ProtocolName];
  return /^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : undefined;
}

/**
 * Returns ICMP messages of a type and a code, -1 for all; the code is ignored if the type is -1.
 */
export function icmpMessages(type: number, code = -1): Ports {
  if (type === -1) return ALL_PORTS;
  const first = type * 256;
  return code === -1
    ? IntervalSet.of([first, first + 256])
    : IntervalSet.of([first + code, first + code + 1]);
}

/** Protocols with the same ports. */
interface TransportLayer {
  readonly protocols: IntervalSet<number>;
  readonly ports: Ports;
}

/**
 * An immutable set of protocols with their ports. Layers have disjoint protocols and distinct
 * ports, sorted by protocol, so the form is canonical. A protocol without ports (GRE) has all of
 * them or none.
 */
export class TransportSet implements ExactSet<TransportSet> {
  readonly #set: Layers<number, Ports>;

  private constructor(set: Layers<number, Ports>) {
    this.#set = set;
  }

  /** The empty set. */
  static readonly none: TransportSet = new TransportSet(Layers.of());
  /** Every protocol with all of its ports. */
  static readonly all: TransportSet = new TransportSet(Layers.of(EVERY_PROTOCOL, ALL_PORTS));
  /** Every ICMP message that is not a request, and so gets no reply. */
  static readonly withoutReplies: TransportSet = TransportSet.of(MESSAGES, ALL_PORTS).subtract(
    TransportSet.of(
      protocolsOf("icmp"),
      [8, 13, 15, 17].map((type) => icmpMessages(type)).reduce((sum, ports) => sum.union(ports)),
    ).union(TransportSet.of(protocolsOf("icmpv6"), icmpMessages(128))),
  );

  /** Returns ports of some protocols, given by number; protocols without ports have all of them. */
  static of(protocols: IntervalSet<number>, ports: Ports): TransportSet {
    if (ports.isEmpty) return TransportSet.none;
    const named = Layers.of(protocols.intersect(NAMED), ports);
    return new TransportSet(named.union(Layers.of(protocols.subtract(NAMED), ALL_PORTS)));
  }

  /** Returns ports `from` to `to` of one protocol; without them, all of its ports. */
  static named(name: ProtocolName, from?: number, to = from): TransportSet {
    const ports = from === undefined ? ALL_PORTS : IntervalSet.of([from, (to ?? from) + 1]);
    return TransportSet.of(protocolsOf(name), ports);
  }

  /** Returns the union of many sets. */
  static unionOf(many: readonly TransportSet[]): TransportSet {
    return Layers.unionOf(many, TransportSet.none);
  }

  /** Protocols with the same ports, by protocol number. */
  get layers(): readonly TransportLayer[] {
    return this.#set.layers.map(({ keys, rest }) => ({ protocols: keys, ports: rest }));
  }

  /** True if the set has no protocol. */
  get isEmpty(): boolean {
    return this.#set.isEmpty;
  }

  /** The numbers of its protocols. */
  get protocols(): IntervalSet<number> {
    return this.#set.layers.reduce((sum, layer) => sum.union(layer.keys), IntervalSet.of<number>());
  }

  /** Returns the ports of either set, by protocol. */
  union(other: TransportSet): TransportSet {
    return this.#as(this.#set.union(other.#set), other);
  }

  /** Returns the ports of both sets, by protocol. */
  intersect(other: TransportSet): TransportSet {
    return this.#as(this.#set.intersect(other.#set), other);
  }

  /** Returns the ports of this set that are not in the other, by protocol. */
  subtract(other: TransportSet): TransportSet {
    return this.#as(this.#set.subtract(other.#set), other);
  }

  /** True if this set contains all of the other. */
  covers(other: TransportSet): boolean {
    return this.#set.covers(other.#set);
  }

  /** True if the sets have a port of one protocol in common. */
  overlaps(other: TransportSet): boolean {
    return this.#set.overlaps(other.#set);
  }

  /** True if the sets have the same ports of the same protocols. */
  equals(other: TransportSet): boolean {
    return this.#set.equals(other.#set);
  }

  /** Returns the ports of one protocol, given by number. */
  portsOf(protocol: number): Ports {
    return this.#set.at(protocol) ?? IntervalSet.of();
  }

  /** True if a port of a protocol, both given by number, is in the set. */
  has(protocol: number, port: number): boolean {
    return this.portsOf(protocol).has(port);
  }

  /**
   * Returns the transport of replies, with the port on the replying side. An ICMP request becomes
   * its reply, and a reply its request; everything else stays the same.
   * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
   */
  replies(): TransportSet {
    const messages = this.intersect(TransportSet.of(MESSAGES, ALL_PORTS));
    if (messages.isEmpty) return this;
    const swapped = messages.layers.flatMap(({ protocols, ports }) =>
      NAMED_MESSAGES.map(({ protocol, pairs }) =>
        TransportSet.of(protocols.intersect(protocol), swapTypes(ports, pairs)),
      ),
    );
    return TransportSet.unionOf([this.subtract(messages), ...swapped]);
  }

  /**
   * Formats the set: `tcp 80, 443`, `udp 1000-2000`, `icmp 8/0`, `all`, `all but tcp 22`,
   * `nothing`, `protocols 47, 50-51`.
   */
  format(): string {
    if (this.isEmpty) return "nothing";
    const missing = TransportSet.all.subtract(this);
    if (missing.isEmpty) return "all";
    if (missing.protocols.subtract(NAMED).isEmpty) return `all but ${missing.format()}`;
    const named = [...NAMES].flatMap(([number, name]) => {
      const ports = this.portsOf(number);
      return ports.isEmpty
        ? []
        : [ports.equals(ALL_PORTS) ? name : `${name} ${formatPortRanges(name, ports)}`];
    });
    const others = this.protocols.subtract(NAMED);
    if (others.isEmpty) return named.join(", ");
    const [first, second] = others.intervals;
    const isOne = first !== undefined && second === undefined && first[1] - first[0] === 1;
    return [...named, `${isOne ? "protocol" : "protocols"} ${formatNumbers(others)}`].join(", ");
  }

  /** A result, reusing an existing object if it is the same set. */
  #as(set: Layers<number, Ports>, other: TransportSet): TransportSet {
    if (set === this.#set) return this;
    return set === other.#set ? other : new TransportSet(set);
  }
}

/**
 * Pairs of ICMP message types that reply to each other: echo, timestamp, information, address mask.
 */
const NAMED_MESSAGES: readonly {
  readonly protocol: IntervalSet<number>;
  readonly pairs: readonly (readonly [number, number])[];
}[] = [
  {
    protocol: protocolsOf("icmp"),
    pairs: [
      [0, 8],
      [13, 14],
      [15, 16],
      [17, 18],
    ],
  },
  { protocol: protocolsOf("icmpv6"), pairs: [[128, 129]] },
];

function protocolsOf(...names: readonly ProtocolName[]): IntervalSet<number> {
  return IntervalSet.of(...names.map((name) => [PROTOCOLS[name], PROTOCOLS[name] + 1] as const));
}

/** The messages with the types of each pair swapped; codes stay. */
function swapTypes(messages: Ports, pairs: readonly (readonly [number, number])[]): Ports {
  const shifted = (from: number, to: number): Ports =>
    IntervalSet.of(
      ...messages
        .intersect(icmpMessages(from))
        .intervals.map(([a, b]) => [a + (to - from) * 256, b + (to - from) * 256] as const),
    );
  return pairs.reduce(
    (left, [a, b]) =>
      left
        .subtract(icmpMessages(a).union(icmpMessages(b)))
        .union(shifted(a, b))
        .union(shifted(b, a)),
    messages,
  );
}

function formatNumbers(numbers: IntervalSet<number>): string {
  return numbers.intervals
    .map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`))
    .join(", ");
}

function formatPortRanges(name: ProtocolName, ports: Ports): string {
  if (name === "tcp" || name === "udp") return formatNumbers(ports);
  return ports.intervals.flatMap(([from, to]) => formatMessages(from, to - 1)).join(", ");
}

/** Messages `first` to `last`: whole types by number, others as type and code. */
function formatMessages(first: number, last: number): string[] {
  const [type, code] = [first >> 8, first & 255];
  if (code === 0 && last >= first + 255) {
    const lastType = (last + 1) / 256 - 1;
    const whole = Math.floor(lastType);
    const text = whole === type ? `${type}` : `${type}-${whole}`;
    return whole === lastType ? [text] : [text, ...formatMessages((whole + 1) * 256, last)];
  }
  const end = Math.min(last, first | 255);
  const text = end === first ? `${type}/${code}` : `${type}/${code}-${end & 255}`;
  return end === last ? [text] : [text, ...formatMessages(end + 1, last)];
}
