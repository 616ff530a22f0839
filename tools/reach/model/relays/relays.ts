import type { Inventory } from "../../input/inventory.ts";
import type { Endpoint, Relay } from "../fabric.ts";
import type { Ground } from "../ground.ts";
import { apiRelays } from "./api-gateway.ts";
import { cdnRelays } from "./cdn.ts";
import { classicRelays } from "./classic.ts";
import { proxyRelays } from "./database-proxies.ts";
import { listenerRelays } from "./listeners.ts";
import { Place } from "./place.ts";
import { privateLinkRelays } from "./private-link.ts";

/** Everything that takes a connection and opens another. */
export function buildRelays(
  inventory: Inventory,
  ground: Ground,
  endpoints: ReadonlyMap<string, Endpoint>,
): readonly Relay[] {
  const place = new Place(inventory, ground, endpoints);
  const listeners = listenerRelays(place);
  return [
    ...listeners,
    ...classicRelays(place),
    ...cdnRelays(place),
    ...privateLinkRelays(listeners, place),
    ...apiRelays(listeners, place),
    ...proxyRelays(place),
  ];
}
