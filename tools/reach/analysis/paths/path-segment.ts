import type { PacketSet } from "../../packets/packet-set.ts";
import type { FilterStep } from "./filter-step.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";
/** A part of a path on which packets keep their addresses. */
export interface PathSegment {
  readonly from: TrafficEndpoint;
  readonly to: TrafficEndpoint;
  /** The connections asked for. */
  readonly requested: PacketSet;
  readonly steps: readonly FilterStep[];
}
