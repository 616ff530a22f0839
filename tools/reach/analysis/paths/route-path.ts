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
      /** The discriminator of the union. */
      readonly kind: "pass";
      /** The address of the resource that creates the route, or of the gateway. */
      readonly address: string;
      /** A description: `route 0.0.0.0/0 → NAT gateway`. */
      readonly text: string;
      /** The directions whose rules still recognize security groups on the other side. */
      readonly groupsSeenBy: readonly TrafficDirection[];
    }
  /**
   * Passes a gateway that may return traffic to the current source on the path it came, so that
   * the receiver may need no route back.
   */
  | { readonly kind: "may-return"; readonly address: string; readonly text: string }
  /**
   * Passes a forwarding instance and its security groups; `only` in one direction, if the packets
   * are in a tunnel on the other side.
   */
  | {
      /** The discriminator of the union. */
      readonly kind: "through";
      /** The instance or interface. */
      readonly trafficEndpoint: TrafficEndpoint;
      /** The only direction in which its security groups see the packets. @default both */
      readonly only?: TrafficDirection;
    }
  /** Translates the source: packets carry another address from here on. */
  | {
      /** The discriminator of the union. */
      readonly kind: "translate";
      /** The component that translates, whose address the packets carry from here on. */
      readonly trafficEndpoint: TrafficEndpoint;
      /** The address of its resource. */
      readonly address: string;
      /** The traffic that can be translated. */
      readonly transport: TransportSet;
    }
  /** Ends here, with the cause. */
  | {
      /** The discriminator of the union. */
      readonly kind: "blocked";
      /** The address of the resource that ends the path. */
      readonly address: string;
      /** The kind of cause, stable for CI. */
      readonly code: ExplanationCode;
      /** The cause, as a sentence. */
      readonly text: string;
      /** The change that would let the packets pass. */
      readonly remedy: string;
    }
  /** May end here, with the reason why that is unknown. */
  | { readonly kind: "unknown"; readonly address: string; readonly text: string };

/** The path on which routes lead to some destinations. */
export interface RoutePath {
  /** The destinations that share the path. */
  readonly destinations: Addresses;
  /** The components, in the order in which packets pass them. */
  readonly components: readonly PathComponent[];
  /**
   * The outcome. For `blocked` and `unknown`, the last components are the filters that would
   * follow.
   */
  readonly outcome: "reached" | "blocked" | "unknown";
}
