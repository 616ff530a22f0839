import fc from "fast-check";
import { IntervalSet } from "../../../../tools/reach/packets/interval-set.ts";
import {
  ALL_PORTS,
  icmpMessages,
  protocolNumber,
  TransportSet,
} from "../../../../tools/reach/packets/transport-set.ts";
import { transportSets } from "./support/arbitraries.ts";
import { testSetAlgebra } from "./support/set-properties.ts";

const tcp = (from?: number, to?: number) => TransportSet.named("tcp", from, to);
const icmp = (type: number, code?: number) =>
  TransportSet.of(IntervalSet.of([1, 2]), icmpMessages(type, code));
const protocol = (number: number) => TransportSet.of(IntervalSet.of([number, number + 1]), ALL_PORTS);

describe("TransportSet", () => {
  testSetAlgebra(transportSets, TransportSet.none, TransportSet.all);

  it("contains exactly the ports of each protocol", () => {
    const both = tcp(443).union(TransportSet.named("udp", 1000, 2000));
    expect([both.has(6, 443), both.has(17, 1000), both.has(17, 2000)]).toEqual([true, true, true]);
    expect([both.has(17, 443), both.has(6, 444), both.has(17, 2001), both.has(1, 443)]).toEqual(
      Array(4).fill(false),
    );
    expect(tcp(0).has(6, 0)).toBe(true);
    expect(tcp(0).has(6, 1)).toBe(false);
    expect(both.portsOf(6).intervals).toEqual([[443, 444]]);
    expect(both.protocols.intervals).toEqual([
      [6, 7],
      [17, 18],
    ]);
  });

  it("contains all ports or none of a protocol that has no ports", () => {
    const some = TransportSet.of(IntervalSet.of([0, 256]), IntervalSet.of([22, 23]));
    expect(some.portsOf(47).equals(ALL_PORTS)).toBe(true);
    expect(some.portsOf(6).intervals).toEqual([[22, 23]]);
    expect(TransportSet.of(IntervalSet.of([47, 48]), IntervalSet.of()).isEmpty).toBe(true);
  });

  it("maps requests to replies, and replies back to requests", () => {
    fc.assert(
      fc.property(transportSets, (some) => void expect(some.replies().replies().equals(some)).toBe(true)),
    );
    expect(icmp(8).replies().format()).toBe("icmp 0");
    expect(icmp(13, 0).replies().format()).toBe("icmp 14/0");
    expect(
      TransportSet.named("icmpv6", 128 * 256)
        .replies()
        .format(),
    ).toBe("icmpv6 129/0");
    expect(icmp(128).replies().format()).toBe("icmp 128");
    expect(icmp(3).union(tcp(22)).replies().format()).toBe("icmp 3, tcp 22");
  });

  it("knows the ICMP messages that have no reply", () => {
    expect(TransportSet.withoutReplies.overlaps(icmp(8).union(icmp(17)))).toBe(false);
    expect(TransportSet.withoutReplies.covers(icmp(0).union(icmp(3, 4)).union(icmp(128)))).toBe(true);
    expect(
      TransportSet.withoutReplies.overlaps(TransportSet.named("icmpv6", 128 * 256, 128 * 256 + 255)),
    ).toBe(false);
    expect(TransportSet.withoutReplies.overlaps(tcp())).toBe(false);
  });
});

describe("TransportSet.format", () => {
  it.each([
    [tcp(443), "tcp 443"],
    [tcp(80).union(tcp(443)), "tcp 80, 443"],
    [TransportSet.named("udp", 1000, 2000), "udp 1000-2000"],
    [tcp(443).union(TransportSet.named("udp", 53)), "tcp 443, udp 53"],
    [tcp(53).union(TransportSet.named("udp", 53)), "tcp 53, udp 53"],
    [tcp(), "tcp"],
    [icmp(-1), "icmp"],
    [icmp(8, 0), "icmp 8/0"],
    [icmp(8), "icmp 8"],
    [icmp(8).union(icmp(9)).union(icmp(10, 1)), "icmp 8-9, 10/1"],
    [icmp(3, 1).union(icmp(3, 2)).union(icmp(5)), "icmp 3/1-2, 5"],
    [TransportSet.of(IntervalSet.of([1, 2]), IntervalSet.of([255, 257])), "icmp 0/255, 1/0"],
    [icmp(255), "icmp 255"],
    [TransportSet.none, "nothing"],
    [TransportSet.all, "all"],
    [TransportSet.all.subtract(tcp(22)), "all but tcp 22"],
    [tcp(22).union(protocol(47)), "tcp 22, protocol 47"],
    [protocol(50).union(protocol(51)).union(protocol(47)), "protocols 47, 50-51"],
  ])("formats case %#: %s", (some, text) => expect(some.format()).toBe(text));
});

describe("protocolNumber", () => {
  it.each([
    ["tcp", 6],
    ["TCP", 6],
    ["6", 6],
    ["udp", 17],
    ["icmp", 1],
    ["icmpv6", 58],
    ["58", 58],
    ["47", 47],
    ["255", 255],
    ["-1", -1],
    ["all", -1],
    ["256", undefined],
    ["", undefined],
    ["6.0", undefined],
    ["constructor", undefined],
  ])("parses %j as %s", (text, number) => expect(protocolNumber(text)).toBe(number));
});
