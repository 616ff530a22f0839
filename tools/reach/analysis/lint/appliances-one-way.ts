import { shortName } from "../paths/filter-step.ts";
import type { RoutePath } from "../paths/route-path.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { reaches, type SubnetPair, subnetPairs } from "./subnet-pairs.ts";

/**
 * Finds appliances on the path of requests but not of replies: they see half of each connection.
 */
export const appliancesOneWay: LintRule = {
  code: "APPLIANCE_ONE_WAY",
  checks: "appliances that see only one direction of the traffic",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing",
  ],
  find({ model }) {
    const found = subnetPairs(model).flatMap((pair) => missed(pair));
    // One finding for each appliance and pair of tables.
    return [...new Map(found.map(({ key, finding }) => [key, finding])).values()];
  },
};

function missed({ from, to, there, back }: SubnetPair): { key: string; finding: RuleFinding }[] {
  if (!reaches(there) || !reaches(back)) return [];
  const passedBack = new Set(back.flatMap(appliancesOn));
  return [...new Set(there.flatMap(appliancesOn))]
    .filter((address) => !passedBack.has(address))
    .map((address) => ({
      key: `${address} ${from.table.address} ${to.table.address}`,
      finding: {
        severity: "warning",
        address,
        text: `packets from ${shortName(from.address)} to ${shortName(to.address)} pass through it, but the return traffic does not: it sees half of each connection`,
        fix: `route ${shortName(from.address)} through it in ${shortName(to.table.address)} as well, or remove the route to it`,
      },
    }));
}

function appliancesOn({ components, outcome }: RoutePath): string[] {
  if (outcome !== "reached") return [];
  return components.flatMap((component) =>
    component.kind === "through" ? [component.trafficEndpoint.name] : [],
  );
}
