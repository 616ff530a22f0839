import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { definedIn, typeDefinition } from "../services/type-definitions.ts";
import type { Constraint } from "../simulator-types.ts";
import { isCreate, resourcesInRegion, violationIf } from "./support/constraint-helpers.ts";

const UNIQUE_NAMES = definedIn("uniqueName");

/**
 * Names that AWS requires to be unique per account and region, or per account for global services.
 */
export const uniqueName: Constraint = {
  name: "unique-name",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  errorCodes: [...new Set(UNIQUE_NAMES.map(([, { code }]) => code))],
  types: UNIQUE_NAMES.map(([type]) => type),
  check(change, context) {
    const unique = typeDefinition(change.type).uniqueName;
    if (!isCreate(change) || unique === undefined) return [];
    const { attribute, code, message, scope, unless } = unique;
    const name = stringAttribute(change.after, attribute);
    if (name === undefined || unless?.(change.after) === true) return [];
    const scopeValue = scope === undefined ? undefined : change.after[scope];
    const isTaken = resourcesInRegion(context, change.type).some(
      ({ values }) => values[attribute] === name && (scope === undefined || values[scope] === scopeValue),
    );
    return violationIf(isTaken, code, message.replace("{}", name), attribute);
  },
};
