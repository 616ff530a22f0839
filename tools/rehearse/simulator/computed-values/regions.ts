import { SERVICE_HOSTED_ZONES, type ServiceHostedZones } from "../../../../aws/hosted-zones.ts";
import { LOG_DELIVERY_ACCOUNTS } from "../../../../aws/log-delivery-accounts.ts";
import { type Region, type RegionFacts, regionFacts, zonesPerAccount } from "../../../../aws/regions.ts";
import { deterministicToken } from "./deterministic-values.ts";

/** A region of the simulation: published facts, or values in AWS's format for a region without. */
export interface SimulatedRegion extends RegionFacts {
  /** The hosted zones of the region's service endpoints. */
  readonly hostedZones: ServiceHostedZones;
  /** The account that delivers load balancer logs; empty in newer regions. */
  readonly elbLogAccount: string;
}

/**
 * A region missing from the table: three Availability Zones, and hosted zone IDs in AWS's format.
 */
function unlistedRegion(code: string): SimulatedRegion {
  const hostedZoneId = (use: string) => `Z${deterministicToken(`${code}/${use}`, "upper", 20)}`;
  return {
    name: code,
    zoneLetters: "abc",
    zoneIdPrefix: code.replace(/^([a-z]+)-(.)[a-z]*-(\d)$/, "$1$2$3"),
    hostedZones: {
      applicationLoadBalancer: hostedZoneId("alb"),
      networkLoadBalancer: hostedZoneId("nlb"),
      s3Website: hostedZoneId("s3"),
      rds: hostedZoneId("rds"),
    },
    elbLogAccount: "",
  };
}

/** Returns the facts of the region `code`. */
export function simulatedRegion(code: string): SimulatedRegion {
  const facts = regionFacts(code);
  if (facts === undefined) return unlistedRegion(code);
  return {
    ...facts,
    hostedZones: SERVICE_HOSTED_ZONES[code as Region],
    elbLogAccount: LOG_DELIVERY_ACCOUNTS[code as Region] ?? "",
  };
}

/**
 * The Availability Zones of the simulated account in a region with their IDs, in order:
 * `us-east-1a` is `use1-az1`.
 */
export function availabilityZonesOf(code: string): readonly { readonly name: string; readonly id: string }[] {
  const region = simulatedRegion(code);
  const letters = [...region.zoneLetters].slice(0, zonesPerAccount(region));
  return letters.map((letter, index) => ({
    name: `${code}${letter}`,
    id: `${region.zoneIdPrefix}-az${region.zoneNumbers?.[index] ?? index + 1}`,
  }));
}
