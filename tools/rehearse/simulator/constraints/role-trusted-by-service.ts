import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { ApiError, CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { apiErrorIf, findInRegion } from "./support/constraint-helpers.ts";
import { trustPolicyAllowsService } from "./support/policy-statements.ts";

/**
 * The role attribute of a type, the service that must be allowed to assume the role, and AWS's
 * error.
 */
interface RoleUse {
  readonly type: string;
  readonly attribute: string;
  readonly service: string;
  readonly operation: string;
  readonly code: string;
  readonly message: (arn: string) => string;
}

const taskRoleMessage = (arn: string) =>
  `ECS was unable to assume the role '${arn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;

const ROLE_USES: readonly RoleUse[] = [
  {
    type: "aws_ecs_task_definition",
    attribute: "execution_role_arn",
    service: "ecs-tasks.amazonaws.com",
    operation: "RegisterTaskDefinition",
    code: "ClientException",
    message: taskRoleMessage,
  },
  {
    type: "aws_ecs_task_definition",
    attribute: "task_role_arn",
    service: "ecs-tasks.amazonaws.com",
    operation: "RegisterTaskDefinition",
    code: "ClientException",
    message: taskRoleMessage,
  },
  {
    type: "aws_db_instance",
    attribute: "monitoring_role_arn",
    service: "monitoring.rds.amazonaws.com",
    operation: "CreateDBInstance",
    code: "InvalidParameterValue",
    message: () =>
      "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING",
  },
  {
    type: "aws_flow_log",
    attribute: "iam_role_arn",
    service: "vpc-flow-logs.amazonaws.com",
    operation: "CreateFlowLogs",
    code: "InvalidParameter",
    message: () => "Unable to assume given IAM role.",
  },
  {
    type: "aws_backup_selection",
    attribute: "iam_role_arn",
    service: "backup.amazonaws.com",
    operation: "CreateBackupSelection",
    code: "InvalidParameterValueException",
    message: (arn) => `IAM Role ${arn} cannot be assumed by AWS Backup`,
  },
  {
    type: "aws_lambda_function",
    attribute: "role",
    service: "lambda.amazonaws.com",
    operation: "CreateFunction",
    code: "InvalidParameterValueException",
    message: () => "The role defined for the function cannot be assumed by Lambda.",
  },
];

function checkTrust(use: RoleUse, values: ObjectValue, context: CallContext): readonly ApiError[] {
  const arn = stringAttribute(values, use.attribute);
  const role = findInRegion(context, arn, "aws_iam_role");
  if (arn === undefined || arn.includes(":role/aws-service-role/")) return [];
  const isTrusted =
    role !== undefined &&
    trustPolicyAllowsService(stringAttribute(role.values, "assume_role_policy") ?? "", use.service);
  return apiErrorIf(!isTrusted, use.operation, use.code, use.message(arn), use.attribute);
}

/** A role that is passed to a service must exist and trust that service. */
export const roleTrustedByService: Constraint = {
  name: "role-trusted-by-service",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
  types: [...new Set(ROLE_USES.map(({ type }) => type))],
  check(change, context) {
    const { after } = change;
    if (after === null) return [];
    return ROLE_USES.filter(({ type }) => type === change.type).flatMap((use) =>
      checkTrust(use, after, context),
    );
  },
};
