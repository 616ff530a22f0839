import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { checkAddresses } from "./addresses.ts";
import { checkAwsNames } from "./aws-names.ts";
import { checkBackup } from "./backup.ts";
import { checkCdn } from "./cdn.ts";
import type { Check } from "./check.ts";
import { checkCi } from "./ci.ts";
import { checkOverlaps } from "./cidr-overlaps.ts";
import { checkConnections } from "./connections.ts";
import { checkCredentials } from "./credentials.ts";
import { checkDatabases } from "./databases.ts";
import { checkDelivery } from "./delivery.ts";
import { checkDiscovery } from "./discovery.ts";
import { checkDomain } from "./domain.ts";
import { checkEc2Compute } from "./ec2-compute.ts";
import { checkEgress } from "./egress.ts";
import { checkEnvironments } from "./environment.ts";
import { checkExternalNetworks } from "./external-networks.ts";
import { checkFlows } from "./flows.ts";
import { checkIamLogins } from "./iam-logins.ts";
import { checkInterfaces } from "./interfaces.ts";
import { checkLastingAddresses } from "./lasting-addresses.ts";
import { checkLoadBalancers } from "./load-balancers.ts";
import { checkLogins } from "./logins.ts";
import { checkNames } from "./names.ts";
import { checkNetworks } from "./networks.ts";
import { checkOpenedPorts } from "./opened-ports.ts";
import { checkOperations } from "./operations.ts";
import { checkPlacement } from "./placement.ts";
import { checkPlainSecrets } from "./plain-secrets.ts";
import { checkRegions } from "./regions.ts";
import { checkRetirements } from "./retirements.ts";
import { checkServices } from "./services.ts";
import { checkTargetAttachments } from "./target-attachments.ts";
import { checkWaf } from "./waf.ts";

/** Every check, in the order of a platform file. */
const CHECKS: readonly Check[] = [
  checkNames,
  checkAwsNames,
  checkNetworks,
  checkLogins,
  checkAddresses,
  checkEgress,
  checkPlacement,
  checkConnections,
  checkOverlaps,
  checkExternalNetworks,
  checkInterfaces,
  checkLoadBalancers,
  checkTargetAttachments,
  checkDomain,
  checkWaf,
  checkCdn,
  checkServices,
  checkEnvironments,
  checkPlainSecrets,
  checkDelivery,
  checkEc2Compute,
  checkOpenedPorts,
  checkCredentials,
  checkIamLogins,
  checkDatabases,
  checkRegions,
  checkFlows,
  checkLastingAddresses,
  checkDiscovery,
  checkOperations,
  checkBackup,
  checkRetirements,
  checkCi,
];

/**
 * The checks that look up both ends of a flow by name. With a name that is used twice or reserved
 * they would report problems of the wrong endpoint.
 */
const FLOW_CHECKS: ReadonlySet<Check> = new Set([checkFlows, checkLastingAddresses, checkDiscovery]);

/** Returns every problem that involves several parts of a platform. */
export function crossCheck(platform: Platform): Problem[] {
  const areNamesClear = checkNames(platform).length === 0;
  return CHECKS.filter((check) => areNamesClear || !FLOW_CHECKS.has(check)).flatMap((check) =>
    check(platform),
  );
}
