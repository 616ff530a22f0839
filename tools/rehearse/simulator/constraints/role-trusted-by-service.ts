import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { operationName } from "../operation-name.ts";
import type { PassedRole } from "../services/service-resources.ts";
import { definedIn, typeDefinition } from "../services/type-definitions.ts";
import type { ApiError, CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { apiErrorIf, findInRegion } from "./support/constraint-helpers.ts";
import { trustPolicyAllowsService } from "./support/policy-statements.ts";

const PASSED_ROLES = definedIn("passedRoles");

function checkTrust(
  { attribute, service, code, message }: PassedRole,
  type: string,
  values: ObjectValue,
  context: CallContext,
): readonly ApiError[] {
  const arn = stringAttribute(values, attribute);
  const role = findInRegion(context, arn, "aws_iam_role");
  if (arn === undefined || arn.includes(":role/aws-service-role/")) return [];
  const isTrusted =
    role !== undefined &&
    trustPolicyAllowsService(stringAttribute(role.values, "assume_role_policy") ?? "", service);
  return apiErrorIf(!isTrusted, operationName(type, "create"), code, message.replace("{}", arn), attribute);
}

/** A role that is passed to a service must exist and trust that service. */
export const roleTrustedByService: Constraint = {
  name: "role-trusted-by-service",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
  errorCodes: [...new Set(PASSED_ROLES.flatMap(([, roles]) => roles.map(({ code }) => code)))],
  types: PASSED_ROLES.map(([type]) => type),
  check({ type, after }, context) {
    if (after === null) return [];
    return (typeDefinition(type).passedRoles ?? []).flatMap((role) => checkTrust(role, type, after, context));
  },
};
