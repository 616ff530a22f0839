import type { NetworkEndpoint } from "../../network/endpoint-model.ts";
import type { NetworkModel, Route } from "../../network/network-model.ts";
import { ANY_IPV4, ANY_IPV6 } from "../../packets/addresses.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { formatNames } from "./words.ts";

/** The kinds of endpoints that store data. */
const KINDS = new Set([
  "database",
  "cache",
  "warehouse",
  "search domain",
  "streaming cluster",
  "message broker",
]);

/**
 * Finds databases that are on the internet, or would be after a single switch. A public address is
 * an error; a subnet with a route to an internet gateway is a warning.
 */
export const databasesPublic: LintRule = {
  code: "DATABASE_PUBLIC",
  checks: "databases with a public address, or in a subnet with a route to an internet gateway",
  documentation: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-46",
  ],
  find({ model }) {
    return [...model.endpoints.values()]
      .filter(({ kind }) => KINDS.has(kind))
      .flatMap((endpoint) => check(model, endpoint));
  },
};

function check(model: NetworkModel, { address, kind, interfaces }: NetworkEndpoint): RuleFinding[] {
  if (interfaces.some(({ publicIPv4 }) => publicIPv4 === true)) {
    const text = `the ${kind} has a public address`;
    return [{ severity: "error", address, text, fix: "set publicly_accessible = false" }];
  }
  const publicSubnets = [...new Set(interfaces.flatMap(({ subnet }) => subnet ?? []))].flatMap((name) => {
    const route = model.subnets.get(name)?.table.routes.find(isToInternet);
    return route === undefined ? [] : [{ name, route }];
  });
  if (publicSubnets.length === 0) return [];
  const routes = [...new Set(publicSubnets.map(({ route }) => route.origin))];
  const text = `the ${kind} is in ${formatNames(publicSubnets.map(({ name }) => name))}, with a route to an internet gateway (${formatNames(routes)})`;
  return [{ severity: "warning", address, text, fix: "move it to subnets without such a route" }];
}

/** Reports that a default route of either family targets an internet gateway. */
function isToInternet({ target, destination }: Route): boolean {
  return target.kind === "internet-gateway" && (destination.covers(ANY_IPV4) || destination.covers(ANY_IPV6));
}
