import type { Path } from "../walk/path.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import { arrives, type SubnetPair, subnetPairs } from "./subnet-pairs.ts";

/** An appliance that packets pass on their way there and not on their way back: it sees half of each connection. */
export const middleboxesOneWay: LintRule = {
  code: "MIDDLEBOX_ONE_WAY",
  about: "appliances that packets pass one way only",
  says: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing",
  ],
  find({ fabric }) {
    const found = subnetPairs(fabric).flatMap((pair) => missed(pair));
    // Once for each appliance and pair of tables.
    return [...new Map(found.map(({ key, finding }) => [key, finding])).values()];
  },
};

function missed({ from, to, there, back }: SubnetPair): { key: string; finding: Found }[] {
  if (!arrives(there) || !arrives(back)) return [];
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

function throughs({ crossings, end }: Path): string[] {
  if (end !== "arrives") return [];
  return crossings.flatMap((crossing) => (crossing.kind === "through" ? [crossing.side.name] : []));
}
