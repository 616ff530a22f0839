import { required } from "../../../../language/required.ts";
import type { NetworkModel } from "../../network/network-model.ts";
import { formatAddresses } from "../../packets/addresses.ts";
import { shortName } from "../paths/filter-step.ts";
import { longestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { mayReach, reaches, type SubnetPair, subnetPairs } from "./subnet-pairs.ts";

/** Finds routes into another VPC that has no route back: no reply arrives. */
export const routesOneWay: LintRule = {
  code: "ROUTE_ONE_WAY",
  checks: "routes into another VPC that has no route back",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html"],
  find({ model }) {
    const byTable = new Map<string, SubnetPair[]>();
    for (const pair of subnetPairs(model)) {
      if (pair.from.vpc === pair.to.vpc || !reaches(pair.there)) continue;
      const key = `${pair.from.table.address} ${pair.to.vpc}`;
      byTable.set(key, [...(byTable.get(key) ?? []), pair]);
    }
    return [...byTable.values()]
      .filter((pairs) => pairs.every((pair) => !mayReach(pair.back) && !mayReturnToNat(model, pair)))
      .map((pairs) => finding(required(pairs, 0)));
  },
};

/**
 * Reports that a NAT gateway uses the route to a peering, which may return traffic to it without a
 * route.
 */
function mayReturnToNat({ natGateways, subnets }: NetworkModel, { from, to }: SubnetPair): boolean {
  const isInTable = (subnet: string) => subnets.get(subnet)?.table === from.table;
  return (
    longestPrefixMatch(from.table, to.blocks).some(({ route }) => route?.target.kind === "peering") &&
    [...natGateways.values()].some(({ subnet }) => isInTable(subnet))
  );
}

function finding({ from, to, back }: SubnetPair): RuleFinding {
  const route = longestPrefixMatch(from.table, to.blocks)[0]?.route;
  const blocked = back.flatMap(({ components }) => components).find(({ kind }) => kind === "blocked");
  const [where, why] =
    blocked?.kind === "blocked" ? [blocked.address, `${blocked.text}`] : [to.table.address, "no route back"];
  const blocks = formatAddresses(from.blocks);
  return {
    severity: "error",
    address: route?.origin ?? from.table.address,
    text: `${route === undefined ? "it" : `the route ${route.text}`} leads to ${shortName(to.vpc)}, which has no path back to ${blocks}: ${shortName(where)}: ${why}`,
    fix: `add a route to ${blocks} to ${shortName(to.table.address)}, or remove this one`,
  };
}
