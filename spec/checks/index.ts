import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { checkAddresses } from "./addresses.ts";
import { checkAwsNames } from "./aws-names.ts";
import { checkBackup } from "./backup.ts";
import { checkCdn } from "./cdn.ts";
import type { Check } from "./check.ts";
import { checkConnections } from "./connections.ts";
import { checkDatabases } from "./databases.ts";
import { checkDomain } from "./domain.ts";
import { checkExits } from "./exits.ts";
import { checkFlows } from "./flows.ts";
import { checkInterfaces } from "./interfaces.ts";
import { checkLoadBalancers } from "./load-balancers.ts";
import { checkLogins } from "./logins.ts";
import { checkMachines } from "./machines.ts";
import { checkNames } from "./names.ts";
import { checkNetworks } from "./networks.ts";
import { checkOperations } from "./operations.ts";
import { checkOutside } from "./outside.ts";
import { checkOverlaps } from "./overlaps.ts";
import { checkPlaces } from "./places.ts";
import { checkPublished } from "./published.ts";
import { checkRegions } from "./regions.ts";
import { checkServices } from "./services.ts";
import { checkWaf } from "./waf.ts";

/** Every rule, in the order of a platform file. */
const CHECKS: readonly Check[] = [
  checkNames,
  checkAwsNames,
  checkNetworks,
  checkAddresses,
  checkExits,
  checkPlaces,
  checkConnections,
  checkOverlaps,
  checkOutside,
  checkInterfaces,
  checkLoadBalancers,
  checkPublished,
  checkDomain,
  checkWaf,
  checkCdn,
  checkServices,
  checkMachines,
  checkLogins,
  checkDatabases,
  checkRegions,
  checkFlows,
  checkOperations,
  checkBackup,
];

/** Every problem that shows only across the parts of a platform. */
export function crossCheck(platform: Platform): Problem[] {
  return CHECKS.flatMap((check) => check(platform));
}
