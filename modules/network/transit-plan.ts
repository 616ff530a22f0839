import { connectionsOf } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";

/** What a transit gateway leads to on the other side of its peering: the blocks of hubs, and of spokes. */
export interface PeerCidrs {
  readonly hubs: readonly string[];
  readonly spokes: readonly string[];
}

/** The blocks of the networks on a transit gateway, as another one that peers with it routes them. */
export function planPeerCidrs(platform: Platform, gateway: string): PeerCidrs {
  const found = connectionsOf(platform, "transit-gateway").find(([name]) => name === gateway);
  const attachments = Object.entries(found?.[1].attachments ?? {});
  const blocks = (wanted: "hub" | "spoke") =>
    attachments
      .filter(([, { role }]) => role === wanted)
      .flatMap(([network]) => {
        const { cidr, secondaryCidrs } = platform.networks[network]!;
        return [cidr, ...secondaryCidrs];
      });
  return { hubs: blocks("hub"), spokes: blocks("spoke") };
}
