import { flowEndpoints, networkNameOf, ownValue, tierOfEndpoint } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import { targetAttachments } from "../../language/target-attachments.ts";

/** The name that a workload or interface is called by inside its network, and what it leads to. */
export interface PrivateNamePlan {
  /** The workload or interface. */
  readonly endpoint: string;
  /** The network whose private zone holds it. */
  readonly network: string;
  /** `payment.roboshop.internal` */
  readonly name: string;
  readonly target:
    | { readonly kind: "server"; readonly server: string }
    | { readonly kind: "address"; readonly address: string }
    | { readonly kind: "load-balancer"; readonly loadBalancer: string };
}

/**
 * The private names of a platform: one for each workload or interface that something inside can call by one
 * address.
 *
 * Law: a name leads where the firewall lets callers in. Behind an internal load balancer that is the load
 * balancer; otherwise it is the server itself, or the interface's first address. Fleets and services have no
 * address of their own, and a public load balancer is called by its public name.
 */
export function planPrivateNames(platform: Platform): PrivateNamePlan[] {
  const endpoints = [...Object.entries(platform.workloads), ...Object.entries(platform.interfaces)];
  return endpoints.flatMap(([end, settings]) => {
    const network = networkNameOf(platform, settings);
    const zone = network === undefined ? undefined : platform.networks[network]!.privateZone;
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
