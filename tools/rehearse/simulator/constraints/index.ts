import { SERVICE_RESOURCES } from "../services/registry.ts";
import type { ApiError, Constraint } from "../simulator-types.ts";
import { interfaceSecurityGroups } from "./interface-security-groups.ts";
import { networkInUse } from "./network-in-use.ts";
import { parentResourceExists } from "./parent-resource-exists.ts";
import { referencesExist } from "./references-exist.ts";
import { roleTrustedByService } from "./role-trusted-by-service.ts";
import { uniqueName } from "./unique-name.ts";

/** The constraints on many services' resources, driven by the definitions of types. */
const GENERAL = [
  interfaceSecurityGroups,
  networkInUse,
  parentResourceExists,
  referencesExist,
  roleTrustedByService,
  uniqueName,
];

/** All constraints, sorted by name. */
export const constraints: readonly Constraint[] = [
  ...GENERAL,
  ...SERVICE_RESOURCES.flatMap((service) => service.constraints ?? []),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * API errors that the provider retries for minutes while AWS removes dependents. They count only
 * once no other change is in progress.
 * https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ec2
 */
const RETRIED_ERROR_CODES: ReadonlySet<string> = new Set(
  constraints.flatMap(({ isRetried, errorCodes }) => (isRetried ? errorCodes : [])),
);

/** True if the provider retries the call before it reports the API error. */
export function isRetriedByProvider(apiError: ApiError): boolean {
  return RETRIED_ERROR_CODES.has(apiError.code);
}
