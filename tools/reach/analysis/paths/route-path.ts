import type { Subnet } from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import type { ExplanationCode } from "./filter-step.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** A component on the path of the packets. */
export type PathComponent =
  /** Leaves a subnet: its network ACL filters outbound traffic and inbound return traffic. */
  | { readonly kind: "leave"; readonly subnet: Subnet }
  /** Enters a subnet: its network ACL filters inbound traffic and outbound return traffic. */
  | { readonly kind: "enter"; readonly subnet: Subnet }
  /** Passes a route or a gateway, which does not filter. */
  | {
      readonly kind: "pass";
      readonly address: string;
      readonly text: string;
      /** The directions whose rules still recognize security groups on the other side. */
      readonly groupsSeenBy: readonly TrafficDirection[];
    }
  /**
   * Passes a gateway that may return traffic to the current source on the path it came, so that
   * the receiver may need no route back.
   */
  | { readonly kind: "may-return"; readonly address: string; readonly text: string }
  /** Passes a forwarding instance and its security groups. */
  | { readonly kind: "through"; readonly trafficEndpoint: TrafficEndpoint }
  /** Translates the source: packets carry another address from here on. */
  | {
      readonly kind: "translate";
      readonly trafficEndpoint: TrafficEndpoint;
      readonly address: string;
      /** The traffic that can be translated. */
      readonly transport: TransportSet;
    }
  /** Ends here, with the cause. */
  | {
      readonly kind: "blocked";
      readonly address: string;
      readonly code: ExplanationCode;
      readonly text: string;
      readonly remedy: string;
    }
  /** May end here, with the reason why that is unknown. */
  | { readonly kind: "unknown"; readonly address: string; readonly text: string };

/** The path on which routes lead to some destinations. */
export interface RoutePath {
  readonly destinations: Addresses;
  readonly components: readonly PathComponent[];
  /**
   * The outcome. For `blocked` and `unknown`, the last components are the filters that would
   * follow.
   */
  readonly outcome: "reached" | "blocked" | "unknown";
}
