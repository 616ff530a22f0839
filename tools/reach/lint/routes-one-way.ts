import { sayAddresses } from "../packets/addresses.ts";
import { lookUp } from "../walk/routes.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import { arrives, mayArrive, type SubnetPair, subnetPairs } from "./subnet-pairs.ts";

/** A route into another VPC from which nothing leads back: no answer ever comes. */
export const routesOneWay: LintRule = {
  code: "ROUTE_ONE_WAY",
  about: "routes into another VPC that has no route back",
  says: ["https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html"],
  find({ fabric }) {
    const byTable = new Map<string, SubnetPair[]>();
    for (const pair of subnetPairs(fabric)) {
      if (pair.from.vpc === pair.to.vpc || !arrives(pair.there)) continue;
      const key = `${pair.from.table.address} ${pair.to.vpc}`;
      byTable.set(key, [...(byTable.get(key) ?? []), pair]);
    }
    return [...byTable.values()]
      .filter((pairs) => pairs.every(({ back }) => !mayArrive(back)))
      .map((pairs) => found(pairs[0]!));
  },
};

function found({ from, to, back }: SubnetPair): Found {
  const route = lookUp(from.table, to.blocks)[0]?.route;
  const stop = back.flatMap(({ crossings }) => crossings).find(({ kind }) => kind === "stop");
  const [where, why] =
    stop?.kind === "stop" ? [stop.address, `${stop.text}`] : [to.table.address, "no route leads back"];
  const blocks = sayAddresses(from.blocks);
  return {
    severity: "error",
    address: route?.origin ?? from.table.address,
    text: `${route === undefined ? "it" : `the route ${route.text}`} leads into ${shortName(to.vpc)}, from which nothing comes back to ${blocks}: ${shortName(where)}: ${why}`,
    fix: `add a route to ${blocks} to ${shortName(to.table.address)}, or remove this one`,
  };
}
