import { connectionsOf } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";

/** The CIDR blocks of hubs and of spokes behind a transit gateway peering. */
export interface PeerCidrs {
  /** CIDR blocks of the peer's hub attachments. */
  readonly hubs: readonly string[];
  /** CIDR blocks of the peer's spoke attachments. */
  readonly spokes: readonly string[];
}

/** Returns the CIDR blocks of a transit gateway's networks, as its peer routes them. */
export function planPeerCidrs(platform: Platform, gateway: string): PeerCidrs {
  const found = connectionsOf(platform, "transit-gateway").find(([name]) => name === gateway);
  const attachments = Object.entries(found?.[1].attachments ?? {});
  const blocks = (wanted: "hub" | "spoke") =>
    attachments
      .filter(([, { role }]) => role === wanted)
      .flatMap(([network]) => {
        const { cidr, secondaryCidrs } = required(platform.networks, network);
        return [cidr, ...secondaryCidrs];
      });
  return { hubs: blocks("hub"), spokes: blocks("spoke") };
}
