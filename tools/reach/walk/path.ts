import type { Subnet } from "../model/fabric.ts";
import type { Addresses } from "../packets/addresses.ts";
import type { Services } from "../packets/services.ts";
import type { Direction } from "./groups.ts";
import type { Side } from "./side.ts";
import type { Code } from "./step.ts";

/** Something that packets meet on their way. */
export type Crossing =
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
      readonly groupsSeenBy: readonly Direction[];
    }
  /** Into an instance that forwards, past its security groups. */
  | { readonly kind: "through"; readonly side: Side }
  /** From here on the packets carry another's address. */
  | {
      readonly kind: "translate";
      readonly side: Side;
      readonly address: string;
      /** What it can do that for. */
      readonly services: Services;
    }
  /** No further, and why. */
  | {
      readonly kind: "stop";
      readonly address: string;
      readonly code: Code;
      readonly text: string;
      readonly remedy: string;
    }
  /** It is not known whether further, and why. */
  | { readonly kind: "doubt"; readonly address: string; readonly text: string };

/** Where routes take some destinations. */
export interface Path {
  readonly destinations: Addresses;
  readonly crossings: readonly Crossing[];
  /** Whether they get there; behind a stop or a doubt stands what would decide next, were it not for that. */
  readonly end: "arrives" | "stops" | "doubts";
}
