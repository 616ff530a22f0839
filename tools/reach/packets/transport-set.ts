import { IntervalSet } from "./interval-set.ts";
import { type ExactSet, Layers } from "./layers.ts";

/** Ports, or ICMP messages as `type * 256 + code`: 0 to 65,535. */
export type Ports = IntervalSet<number>;

/** Every port. */
export const ALL_PORTS: Ports = IntervalSet.of([0, 65_536]);

const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
/** A protocol that has a name here: those with ports, or with messages. */
export type ProtocolName = keyof typeof PROTOCOLS;

const NAMES = new Map<number, ProtocolName>(
  Object.entries(PROTOCOLS).map(([name, number]) => [number, name as ProtocolName]),
);
const EVERY_PROTOCOL: IntervalSet<number> = IntervalSet.of([0, 256]);
const NAMED = protocolsOf("icmp", "tcp", "udp", "icmpv6");
const MESSAGES = protocolsOf("icmp", "icmpv6");

/**
 * The number of a protocol as Terraform's AWS resources spell it: `tcp`, `6`, `icmpv6`, `47`; -1 for `-1`
 * and `all`; undefined for any other text.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/security_group
 */
export function protocolNumber(text: string): number | undefined {
  const name = text.toLowerCase();
  if (name === "all" || name === "-1") return -1;
  if (Object.hasOwn(PROTOCOLS, name)) return PROTOCOLS[name as ProtocolName];
  return /^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : undefined;
}

/** ICMP messages of a type and a code, -1 for all of them; the code means nothing where the type is -1. */
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
 * An immutable set of services: protocol numbers and, for each, ports. Layers have protocols apart from each
 * other and ports that differ, sorted by protocol: one set has one form. A protocol without ports (GRE) has
 * all of them or none.
 */
export class TransportSet implements ExactSet<TransportSet> {
  readonly #set: Layers<number, Ports>;

  private constructor(set: Layers<number, Ports>) {
    this.#set = set;
  }

  static readonly none: TransportSet = new TransportSet(Layers.of());
  static readonly all: TransportSet = new TransportSet(Layers.of(EVERY_PROTOCOL, ALL_PORTS));
  /** Every ICMP message that is not a request: nothing comes back to it. */
  static readonly withoutReplies: TransportSet = TransportSet.of(MESSAGES, ALL_PORTS).subtract(
    TransportSet.of(
      protocolsOf("icmp"),
      [8, 13, 15, 17].map((type) => icmpMessages(type)).reduce((sum, ports) => sum.union(ports)),
    ).union(TransportSet.of(protocolsOf("icmpv6"), icmpMessages(128))),
  );

  /** Ports of some protocols, by number; protocols without ports have all of them. */
  static of(protocols: IntervalSet<number>, ports: Ports): TransportSet {
    if (ports.isEmpty) return TransportSet.none;
    const named = Layers.of(protocols.intersect(NAMED), ports);
    return new TransportSet(named.union(Layers.of(protocols.subtract(NAMED), ALL_PORTS)));
  }

  /** Ports `from` to `to` of one protocol; all of its ports without them. */
  static named(name: ProtocolName, from?: number, to = from): TransportSet {
    const ports = from === undefined ? ALL_PORTS : IntervalSet.of([from, (to ?? from) + 1]);
    return TransportSet.of(protocolsOf(name), ports);
  }

  /** The union of many. */
  static unionOf(many: readonly TransportSet[]): TransportSet {
    return Layers.unionOf(many, TransportSet.none);
  }

  get layers(): readonly TransportLayer[] {
    return this.#set.layers.map(({ keys, rest }) => ({ protocols: keys, ports: rest }));
  }

  get isEmpty(): boolean {
    return this.#set.isEmpty;
  }

  /** The numbers of its protocols. */
  get protocols(): IntervalSet<number> {
    return this.#set.layers.reduce((sum, layer) => sum.union(layer.keys), IntervalSet.of<number>());
  }

  union(other: TransportSet): TransportSet {
    return this.#as(this.#set.union(other.#set), other);
  }

  intersect(other: TransportSet): TransportSet {
    return this.#as(this.#set.intersect(other.#set), other);
  }

  subtract(other: TransportSet): TransportSet {
    return this.#as(this.#set.subtract(other.#set), other);
  }

  covers(other: TransportSet): boolean {
    return this.#set.covers(other.#set);
  }

  overlaps(other: TransportSet): boolean {
    return this.#set.overlaps(other.#set);
  }

  equals(other: TransportSet): boolean {
    return this.#set.equals(other.#set);
  }

  /** The ports of one protocol, by number. */
  portsOf(protocol: number): Ports {
    return this.#set.at(protocol) ?? IntervalSet.of();
  }

  has(protocol: number, port: number): boolean {
    return this.portsOf(protocol).has(port);
  }

  /**
   * The services of the answers to these, where the port is on the side that answers: to an ICMP request its
   * reply, and to a reply, the other way round, its request; every other message and service stays itself.
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

  /** `tcp 80, 443`, `udp 1000-2000`, `icmp 8/0`, `all`, `all but tcp 22`, `nothing`, `protocols 47, 50-51`. */
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
    const isOne = others.intervals.length === 1 && others.intervals[0]![1] - others.intervals[0]![0] === 1;
    return [...named, `${isOne ? "protocol" : "protocols"} ${formatNumbers(others)}`].join(", ");
  }

  /** A result, as an object that is there already where it is the same set. */
  #as(set: Layers<number, Ports>, other: TransportSet): TransportSet {
    if (set === this.#set) return this;
    return set === other.#set ? other : new TransportSet(set);
  }
}

/** Types of ICMP messages that answer each other: echo, timestamp, information, address mask. */
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

/** Messages with the two types of each pair swapped, their codes kept. */
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

/** Messages `first` to `last`: whole types by their number, others as type and code. */
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
