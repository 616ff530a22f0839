import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { apiErrorIf, findInRegion, isCreate } from "../../constraints/support/constraint-helpers.ts";
import {
  allowsAction,
  parsePolicyStatements,
  statementPrincipals,
  toStringList,
} from "../../constraints/support/policy-statements.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import { isObjectValue, type ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { launchTemplateOfGroup } from "./group.ts";

/**
 * The key permissions that Auto Scaling needs for an encrypted disk: it creates data keys, and
 * grants the instance use of the key.
 */
const REQUIRED_KEY_ACTIONS = ["kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"];

/** The customer managed keys that encrypt the disks of launched instances. */
function diskKeys(template: ObjectValue): readonly string[] {
  return nestedBlocksOf(template, "block_device_mappings")
    .flatMap((device) => nestedBlocksOf(device, "ebs"))
    .map((disk) => stringAttribute(disk, "kms_key_id"))
    .filter((key) => key !== undefined);
}

/**
 * True if a statement allows the role: by name, or by any principal under a condition that names
 * the role.
 *
 * The account as principal does not count: it delegates to the role's own policies, which AWS
 * manages and which grant no access to the key.
 */
function statementAllowsRole(statement: ObjectValue, role: string): boolean {
  const allowedPrincipals = statementPrincipals(statement);
  if (allowedPrincipals.includes(role)) return true;
  if (!allowedPrincipals.includes("*")) return false;
  const conditions = isObjectValue(statement.Condition)
    ? Object.values(statement.Condition).filter(isObjectValue)
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

/**
 * Auto Scaling's service-linked role must be allowed to use the key that encrypts an Auto Scaling
 * group's disks, or no instance launches.
 */
const autoScalingGroupKey: Constraint = {
  name: "auto-scaling-group-key",
  documentation:
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
  errorCodes: ["Client.InternalError"],
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

/** Keys of the disks of Auto Scaling groups. */
export const autoscalingDiskKeyResources: ServiceResources = { constraints: [autoScalingGroupKey] };
