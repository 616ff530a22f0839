import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { arnTemplate, type ValueContext } from "../computed-values/value-context.ts";
import {
  idOrName,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ServiceResources } from "./service-resources.ts";

/** An ID that changes with each update, like the version of a backup plan. */
const newTokenPerChange = (name: string, length: number) => (context: ValueContext) =>
  deterministicToken(`${context.seed}/${name}/${String(context.before?.[name] ?? "")}`, "mixed", length);

/** A backup plan needs existing vaults, and cannot be deleted before its selections. */
const backupPlan: Constraint = {
  name: "backup-plan",
  documentation: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html",
  errorCodes: ["InvalidRequestException", "ResourceNotFoundException"],
  types: ["aws_backup_plan"],
  check(change, context) {
    if (isDelete(change)) {
      const id = idOrName(change.before);
      const isUsed = resourcesInRegion(context, "aws_backup_selection").some(
        ({ values }) => values.plan_id === id,
      );
      return violationIf(
        isUsed,
        "InvalidRequestException",
        "Related backup plan selections must be deleted prior to backup plan deletion",
      );
    }
    const vaults = resourcesInRegion(context, "aws_backup_vault").map(({ values }) => values.name);
    return nestedBlocksOf(change.after, "rule").flatMap((rule) => {
      const name = stringAttribute(rule, "target_vault_name");
      const isMissing = name !== undefined && name !== "Default" && !vaults.includes(name);
      return violationIf(isMissing, "ResourceNotFoundException", `Cannot find Backup vault ${name}`, "rule");
    });
  },
};

/** AWS Backup vaults and plans. */
export const backupResources: ServiceResources = {
  types: {
    aws_backup_vault: {
      values: {
        id: "{name}",
        arn: arnTemplate("backup:{region}:{account}:backup-vault:{name}"),
        recovery_points: 0,
        kms_key_arn: arnTemplate("kms:{region}:{account}:key/{uuid:backup}"),
      },
      uniqueName: {
        attribute: "name",
        code: "AlreadyExistsException",
        message: "Backup vault with the same name already exists",
      },
    },
    aws_backup_plan: {
      values: {
        id: "{uuid}",
        arn: arnTemplate("backup:{region}:{account}:backup-plan:{id}"),
        version: newTokenPerChange("version", 48),
      },
    },
    aws_backup_selection: {
      values: { id: "{uuid}" },
      passedRoles: [
        {
          attribute: "iam_role_arn",
          service: "backup.amazonaws.com",
          code: "InvalidParameterValueException",
          message: "IAM Role {} cannot be assumed by AWS Backup",
        },
      ],
    },
    aws_backup_vault_policy: {
      values: {
        id: "{backup_vault_name}",
        backup_vault_arn: arnTemplate("backup:{region}:{account}:backup-vault:{backup_vault_name}"),
      },
    },
    aws_backup_vault_lock_configuration: {
      values: {
        id: "{backup_vault_name}",
        backup_vault_arn: arnTemplate("backup:{region}:{account}:backup-vault:{backup_vault_name}"),
      },
    },
    aws_backup_vault_notifications: {
      values: {
        id: "{backup_vault_name}",
        backup_vault_arn: arnTemplate("backup:{region}:{account}:backup-vault:{backup_vault_name}"),
      },
    },
  },
  constraints: [backupPlan],
};
