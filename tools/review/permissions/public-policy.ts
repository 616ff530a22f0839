import { Cidr } from "../../../aws/cidr.ts";
import type { ConditionTest } from "./condition-test.ts";
import {
  comparePermissions,
  NO_PERMISSIONS,
  type PermissionSet,
  type SourcedStatement,
} from "./permission-set.ts";

/**
 * Condition keys that a fixed value of limits a policy to, so that it is not public. The first ones
 * are those of the definition, the last ones their counterparts in other services.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const FIXED_KEYS: ReadonlySet<string> = new Set([
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "kms:calleraccount",
  "elasticfilesystem:accessedviamounttarget",
  "elasticfilesystem:accesspointarn",
  "lambda:eventsourcetoken",
]);

const FIXED_COMPARISONS: ReadonlySet<string> = new Set([
  "text",
  "text-like",
  "text-ignoring-case",
  "arn-like",
  "bool",
]);
/** The widest ranges that are not everybody's, by family: wider ones count as public. */
const WIDEST_PREFIX = { 4: 8, 6: 32 } as const;

/** Returns the statements of a resource's policy that allow something to everybody. */
export function publicStatements(set: PermissionSet): readonly SourcedStatement[] {
  const denies = set.statements.filter(({ statement }) => statement.effect === "Deny");
  return set.statements.filter((each) => {
    const { effect, principals, conditions } = each.statement;
    const isEverybody = principals?.isNegated === true || principals?.values.some(({ kind }) => kind === "*");
    if (effect !== "Allow" || isEverybody !== true || conditions.some(isFixed)) return false;
    const rest = { statements: [each, ...denies] };
    return comparePermissions(NO_PERMISSIONS, rest).verdict !== "no wider";
  });
}

function isFixed(test: ConditionTest): boolean {
  const { comparison, isNegated, ifExists, quantifier, key, values } = test;
  if (isNegated || ifExists || quantifier === "all" || values.length === 0) return false;
  if (comparison === "ip") return key === "aws:sourceip" && values.every(isNarrow);
  return FIXED_KEYS.has(key) && FIXED_COMPARISONS.has(comparison) && values.every(isFixedValue);
}

/** True without wildcards and IAM variables; an ARN needs only its account. */
function isFixedValue(value: string): boolean {
  if (/\$\{[\w-]+:/.test(value)) return false;
  const [, , , , account] = value.split(":");
  return !/[*?]/.test(value) || /^\d{12}$/.test(account ?? "") || /^o-\w+\//.test(value);
}

function isNarrow(value: string): boolean {
  const block = value.includes("/") ? Cidr.withoutHostBits(value) : Cidr.parseAddress(value);
  return block !== undefined && block.prefix >= WIDEST_PREFIX[block.family];
}
