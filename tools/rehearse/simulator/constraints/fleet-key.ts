import { isMapOrObject, nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { launchTemplateOfGroup } from "./support/auto-scaling.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";
import {
  allowsAction,
  parsePolicyStatements,
  statementPrincipals,
  toStringList,
} from "./support/policy-statements.ts";

/** What Auto Scaling does with the key of a disk: it makes data keys, and lends them to the server. */
const REQUIRED_KEY_ACTIONS = ["kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"];

/** The key that encrypts a launched server's disks, where it is the customer's own. */
function diskKeys(template: ObjectValue): readonly string[] {
  return nestedBlocksOf(template, "block_device_mappings")
    .flatMap((device) => nestedBlocksOf(device, "ebs"))
    .map((disk) => stringAttribute(disk, "kms_key_id"))
    .filter((key) => key !== undefined);
}

/**
 * Whether a statement lets the role in: by name, or everyone under a condition that names it. The account as
 * principal does not, since it hands the choice to the role's own policies, which AWS keeps and has no key in.
 */
function statementAllowsRole(statement: ObjectValue, role: string): boolean {
  const allowedPrincipals = statementPrincipals(statement);
  if (allowedPrincipals.includes(role)) return true;
  if (!allowedPrincipals.includes("*")) return false;
  const conditions = isMapOrObject(statement.Condition)
    ? Object.values(statement.Condition).filter(isMapOrObject)
    : [];
  const principalArns = conditions.flatMap((condition) => toStringList(condition["aws:PrincipalArn"]));
  return principalArns.length === 0 || principalArns.includes(role);
}

function keyPolicyAllowsAutoScaling(key: ObjectValue, context: CallContext): boolean {
  const role = `arn:aws:iam::${context.account.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const allStatements = parsePolicyStatements(stringAttribute(key, "policy") ?? "") ?? [];
  return REQUIRED_KEY_ACTIONS.every((action) =>
    allStatements.some(
      (statement) => allowsAction(statement, action) && statementAllowsRole(statement, role),
    ),
  );
}

/** Auto Scaling's own role may use the key that encrypts a fleet's disks; else no server is ever launched. */
export const fleetKey: Constraint = {
  name: "fleet-key",
  documentation:
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
  types: ["aws_autoscaling_group"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const template = launchTemplateOfGroup(change.after, context);
    const keys = template === undefined ? [] : diskKeys(template.values);
    return keys.flatMap((arn) => {
      const key = findInRegion(context, arn, "aws_kms_key");
      return apiErrorIf(
        key !== undefined && !keyPolicyAllowsAutoScaling(key.values, context),
        "RunInstances",
        "Client.InternalError",
        "Client error on launch: Auto Scaling may not use the key that encrypts the volume.",
        "launch_template",
      );
    });
  },
};
