import { shortName } from "../paths/filter-step.ts";
import type { RoutePath } from "../paths/route-path.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { reaches, type SubnetPair, subnetPairs } from "./subnet-pairs.ts";

/** An appliance that packets pass on their way there and not on their way back: it sees half of each connection. */
export const appliancesOneWay: LintRule = {
  code: "APPLIANCE_ONE_WAY",
  checks: "appliances that packets pass one way only",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing",
  ],
  find({ model }) {
    const found = subnetPairs(model).flatMap((pair) => missed(pair));
    // Once for each appliance and pair of tables.
    return [...new Map(found.map(({ key, finding }) => [key, finding])).values()];
  },
};

function missed({ from, to, there, back }: SubnetPair): { key: string; finding: RuleFinding }[] {
  if (!reaches(there) || !reaches(back)) return [];
  const passedBack = new Set(back.flatMap(throughs));
  return [...new Set(there.flatMap(throughs))]
    .filter((address) => !passedBack.has(address))
    .map((address) => ({
      key: `${address} ${from.table.address} ${to.table.address}`,
      finding: {
        severity: "warning",
        address,
        text: `packets from ${shortName(from.address)} to ${shortName(to.address)} pass it, and the answers do not: it sees half of each connection`,
        fix: `lead what ${shortName(to.table.address)} has for ${shortName(from.address)} to it too, or take the route there away`,
      },
    }));
}

function throughs({ components, end }: RoutePath): string[] {
  if (end !== "reached") return [];
  return components.flatMap((component) =>
    component.kind === "through" ? [component.trafficEndpoint.name] : [],
  );
}
