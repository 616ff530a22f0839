import { LINUX_PORTS, WIDE_PORTS, WINDOWS_PORTS } from "../model/endpoints/ephemeral-ports.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { ALL_PORTS } from "../packets/services.ts";
import type { Leg } from "./way.ts";

/**
 * Of what passes on a leg, the connections that work whatever source port the client draws: it draws from the whole of
 * its range, so where answers come back to some of these ports only, a connection works now and then. What is outside,
 * or is any thing at an address, may be a client of each documented kind.
 */
export function dependable(passes: PacketSet, { from, asked }: Leg): PacketSet {
  if (passes.isEmpty || passes.covers(asked)) return passes;
  const ranges =
    from.outside === undefined && !from.isAnything
      ? [from.ephemeralPorts]
      : [WIDE_PORTS, LINUX_PORTS, WINDOWS_PORTS];
  return PacketSet.unionOf(ranges.map((range) => workingWith(passes, range)));
}

/** Without the services that do not pass from each port of a range. */
function workingWith(passes: PacketSet, [first, last]: readonly [number, number]): PacketSet {
  const sourcePorts = IntervalSet.of([first, last + 1]);
  const boxes = [...passes.boxes()];
  const all = PacketSet.unionOf(boxes.map((box) => PacketSet.of({ ...box, sourcePorts })));
  const refused = [...all.subtract(passes).boxes()];
  return passes.subtract(
    PacketSet.unionOf(refused.map((box) => PacketSet.of({ ...box, sourcePorts: ALL_PORTS }))),
  );
}
