import { flowEndpoints, networkNameOf, ownValue, tierOfEndpoint } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { targetAttachments } from "../../language/target-attachments.ts";

/** A private DNS name of a workload or interface, and its record target. */
export interface PrivateNamePlan {
  /** The workload or interface. */
  readonly endpoint: string;
  /** The network whose private zone holds the record. */
  readonly network: string;
  /** The full name: `payment.roboshop.internal`. */
  readonly name: string;
  /** A server's address, a fixed address, or a load balancer's alias. */
  readonly target:
    | { readonly kind: "server"; readonly server: string }
    | { readonly kind: "address"; readonly address: string }
    | { readonly kind: "load-balancer"; readonly loadBalancer: string };
}

/**
 * Plans the private names of a platform: one per workload or interface with a single private
 * address to call.
 *
 * Invariant: a name resolves to where the firewall admits callers: an internal load balancer if
 * there is one, else the server or the interface's first address. Fleets and services have no fixed
 * address, and a public load balancer has its public name.
 */
export function planPrivateNames(platform: Platform): PrivateNamePlan[] {
  const endpoints = [...Object.entries(platform.workloads), ...Object.entries(platform.interfaces)];
  return endpoints.flatMap(([end, settings]) => {
    const network = networkNameOf(platform, settings);
    const zone = network === undefined ? undefined : required(platform.networks, network).privateZone;
    const target = recordTarget(platform, end);
    if (network === undefined || zone === undefined || target === undefined) return [];
    return [{ endpoint: end, network, name: `${end}.${zone}`, target }];
  });
}

function recordTarget(platform: Platform, end: string): PrivateNamePlan["target"] | undefined {
  const internal = targetAttachments(platform)
    .filter((attachment) => attachment.endpoint === end)
    .map(({ settings: place }) => place.loadBalancer)
    .find((balancer) => isInternal(platform, balancer));
  if (internal !== undefined) return { kind: "load-balancer", loadBalancer: internal };
  const address = ownValue(platform.interfaces, end)?.address;
  if (address !== undefined) return { kind: "address", address };
  return platform.workloads[end]?.kind === "server" ? { kind: "server", server: end } : undefined;
}

function isInternal(platform: Platform, balancer: string): boolean {
  const end = flowEndpoints(platform).get(balancer);
  return end !== undefined && tierOfEndpoint(platform, end)?.access !== "public";
}

/** A private DNS name of a database or cache: a CNAME to its endpoint. */
export interface StoreNamePlan {
  /** The store. */
  readonly store: string;
  /** The network whose private zone holds the record. */
  readonly network: string;
  /** The full name: `user-db.roboshop.internal`. */
  readonly name: string;
}

/**
 * Plans the private names of databases and caches, for callers that must not know which one
 * answers: a restored database takes over the name. A certificate has only AWS's own name.
 */
export function planStoreNames(platform: Platform): StoreNamePlan[] {
  return Object.entries(platform.stores).flatMap(([store, settings]) => {
    const network = "tier" in settings ? networkNameOf(platform, settings) : undefined;
    const zone = network === undefined ? undefined : required(platform.networks, network).privateZone;
    return network === undefined || zone === undefined ? [] : [{ store, network, name: `${store}.${zone}` }];
  });
}
