import type { PacketSet } from "../../packets/packet-set.ts";
import type { FilterStep } from "./filter-step.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";
/** A part of a path on which packets keep their addresses. */
export interface PathSegment {
  /** The source whose address the packets carry. */
  readonly from: TrafficEndpoint;
  /** The target of the packets. */
  readonly to: TrafficEndpoint;
  /** The connections asked for. */
  readonly requested: PacketSet;
  /** The filters and routes, in the order in which packets pass them. */
  readonly steps: readonly FilterStep[];
}
