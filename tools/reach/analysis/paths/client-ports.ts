import { LINUX_PORTS, WIDE_PORTS, WINDOWS_PORTS } from "../../network/endpoints/ephemeral-ports.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { ALL_PORTS } from "../../packets/transport-set.ts";
import type { PathSegment } from "./path.ts";

/**
 * Of what passes on a leg, the connections that work whatever source port the client draws: it draws from the whole of
 * its range, so where answers come back to some of these ports only, a connection works now and then. What is outside,
 * or is any thing at an address, may be a client of each documented kind.
 */
export function forAnyClientPort(allowed: PacketSet, { from, requested }: PathSegment): PacketSet {
  if (allowed.isEmpty || allowed.covers(requested)) return allowed;
  const ranges =
    from.externalNetwork === undefined && !from.isWildcard
      ? [from.ephemeralPorts]
      : [WIDE_PORTS, LINUX_PORTS, WINDOWS_PORTS];
  return PacketSet.unionOf(ranges.map((range) => workingWith(allowed, range)));
}

/** Without the services that do not pass from each port of a range. */
function workingWith(allowed: PacketSet, [first, last]: readonly [number, number]): PacketSet {
  const sourcePorts = IntervalSet.of([first, last + 1]);
  const boxes = [...allowed.boxes()];
  const all = PacketSet.unionOf(boxes.map((box) => PacketSet.of({ ...box, sourcePorts })));
  const refused = [...all.subtract(allowed).boxes()];
  return allowed.subtract(
    PacketSet.unionOf(refused.map((box) => PacketSet.of({ ...box, sourcePorts: ALL_PORTS }))),
  );
}
