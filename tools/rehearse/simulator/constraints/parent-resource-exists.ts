import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import { operationName } from "../operation-name.ts";
import { definedIn, typeDefinition } from "../services/type-definitions.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";

const PARENTS = definedIn("parents");

/** True if the ARN belongs to another account or region, which the simulation does not know. */
function isElsewhere(candidate: string, { region, account }: CallContext): boolean {
  const [, , , arnRegion = "", arnAccount = ""] = candidate.startsWith("arn:") ? candidate.split(":") : [];
  return (
    (arnRegion !== "" && arnRegion !== region) || (arnAccount !== "" && arnAccount !== account.accountId)
  );
}

/** The parent's name without a Lambda version or alias. */
function withoutQualifier(candidate: string): string {
  return /(?:^|:function:)([\w-]+):[\w$-]+$/.exec(candidate)?.[1] ?? candidate;
}

/** A child resource, or a setting of another resource, needs its parent to exist. */
export const parentResourceExists: Constraint = {
  name: "parent-resource-exists",
  documentation: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html",
  errorCodes: [...new Set(PARENTS.flatMap(([, parents]) => parents.map(({ code }) => code)))],
  types: PARENTS.map(([type]) => type),
  check(change, context) {
    if (!isCreate(change)) return [];
    const { type, after } = change;
    return (typeDefinition(type).parents ?? []).flatMap(({ attribute, types, code, message }) => {
      const name = stringAttribute(after, attribute);
      if (name === undefined || isElsewhere(name, context)) return [];
      const isMissing = [name, withoutQualifier(name), lastSegment(name)].every(
        (candidate) => findInRegion(context, candidate, ...types) === undefined,
      );
      return apiErrorIf(
        isMissing,
        operationName(type, "create"),
        code,
        message.replace("{}", name),
        attribute,
      );
    });
  },
};
