import type { Subnet } from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import type { ExplanationCode } from "./filter-step.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Something that packets meet on their way. */
export type PathComponent =
  /** Out of a subnet: its network ACL decides, outbound; for the answers, inbound. */
  | { readonly kind: "leave"; readonly subnet: Subnet }
  /** Into a subnet: its network ACL decides, inbound; for the answers, outbound. */
  | { readonly kind: "enter"; readonly subnet: Subnet }
  /** By a route or through a gateway, which lets all pass. */
  | {
      readonly kind: "pass";
      readonly address: string;
      readonly text: string;
      /** Rules of which direction find a security group that they name on the other side. */
      readonly groupsSeenBy: readonly TrafficDirection[];
    }
  /** Into an instance that forwards, past its security groups. */
  | { readonly kind: "through"; readonly trafficEndpoint: TrafficEndpoint }
  /** From here on the packets carry another's address. */
  | {
      readonly kind: "translate";
      readonly trafficEndpoint: TrafficEndpoint;
      readonly address: string;
      /** What it can do that for. */
      readonly transport: TransportSet;
    }
  /** No further, and why. */
  | {
      readonly kind: "blocked";
      readonly address: string;
      readonly code: ExplanationCode;
      readonly text: string;
      readonly remedy: string;
    }
  /** It is not known whether further, and why. */
  | { readonly kind: "unknown"; readonly address: string; readonly text: string };

/** Where routes take some destinations. */
export interface RoutePath {
  readonly destinations: Addresses;
  readonly components: readonly PathComponent[];
  /** Whether they get there; behind a stop or a doubt stands what would decide next, were it not for that. */
  readonly end: "reached" | "blocked" | "unknown";
}
