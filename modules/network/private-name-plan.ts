import { endpointsOf, networkOf, tierOf } from "../../spec/endpoints.ts";
import type { Platform } from "../../spec/platform.ts";
import { publicationsOf } from "../../spec/publications.ts";

/** The name that a workload is called by inside its network, and what it leads to. */
export interface PrivateNamePlan {
  readonly workload: string;
  /** The network whose private zone holds it. */
  readonly network: string;
  /** `payment.roboshop.internal` */
  readonly name: string;
  readonly target:
    | { readonly kind: "server"; readonly server: string }
    | { readonly kind: "load-balancer"; readonly loadBalancer: string };
}

/**
 * The private names of a platform: one for each workload that something inside can call by one address.
 *
 * Law: a name leads where the firewall lets callers in. Behind an internal load balancer that is the load
 * balancer; otherwise it is the server itself. Fleets and services have no address of their own, and a public
 * load balancer is called by its public name.
 */
export function planPrivateNames(platform: Platform): PrivateNamePlan[] {
  return Object.entries(platform.workloads).flatMap(([workload, settings]) => {
    const network = networkOf(platform, settings);
    const zone = network === undefined ? undefined : platform.networks[network]!.privateZone;
    const target = targetOf(platform, workload);
    if (network === undefined || zone === undefined || target === undefined) return [];
    return [{ workload, network, name: `${workload}.${zone}`, target }];
  });
}

function targetOf(platform: Platform, workload: string): PrivateNamePlan["target"] | undefined {
  const internal = publicationsOf(platform)
    .filter(({ end }) => end === workload)
    .map(({ place }) => place.loadBalancer)
    .find((balancer) => isInternal(platform, balancer));
  if (internal !== undefined) return { kind: "load-balancer", loadBalancer: internal };
  return platform.workloads[workload]!.kind === "server" ? { kind: "server", server: workload } : undefined;
}

function isInternal(platform: Platform, balancer: string): boolean {
  const end = endpointsOf(platform).get(balancer);
  return end !== undefined && tierOf(platform, end)?.access !== "public";
}
