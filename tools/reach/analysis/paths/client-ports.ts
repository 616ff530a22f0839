import { LINUX_PORTS, WIDE_PORTS, WINDOWS_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { ALL_PORTS } from "../../packets/transport-set.ts";
import type { PathSegment } from "./path-segment.ts";

/**
 * Returns the allowed connections of a segment that work from every source port of the client. A
 * client may use any port of its range, so a connection works only intermittently if replies reach
 * some of these ports only. An external client, or anything at an address, may be of any documented
 * kind: one working kind is enough.
 */
export function forAnyClientPort(allowed: PacketSet, { from, requested }: PathSegment): PacketSet {
  if (allowed.isEmpty || allowed.covers(requested)) return allowed;
  const ranges =
    from.externalNetwork === undefined && !from.isWildcard
      ? [from.ephemeralPorts]
      : [WIDE_PORTS, LINUX_PORTS, WINDOWS_PORTS];
  return PacketSet.unionOf(ranges.map((range) => workingWith(allowed, range)));
}

/** Removes the ports that are not reachable from every source port of a range. */
function workingWith(allowed: PacketSet, [first, last]: readonly [number, number]): PacketSet {
  const sourcePorts = IntervalSet.of([first, last + 1]);
  const boxes = [...allowed.boxes()];
  const all = PacketSet.unionOf(boxes.map((box) => PacketSet.of({ ...box, sourcePorts })));
  const refused = [...all.subtract(allowed).boxes()];
  return allowed.subtract(
    PacketSet.unionOf(refused.map((box) => PacketSet.of({ ...box, sourcePorts: ALL_PORTS }))),
  );
}
