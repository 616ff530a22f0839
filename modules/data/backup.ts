import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan/index.js";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import { BACKUP_START_MINUTES, type Backup } from "../../spec/operations.ts";
import { trustPolicy } from "../policy.ts";

/** What is kept for the long term. */
export interface LongTermBackupProps {
  /** The vault's, plan's and role's name. */
  readonly name: string;
  readonly account: string;
  readonly backup: Backup;
  /** What is backed up: databases and buckets. */
  readonly arns: readonly string[];
  /** Whether a bucket is among them: S3 needs further permissions. */
  readonly withBuckets: boolean;
  readonly dataKeyArn: string;
  /** Whether Terraform refuses to destroy the vault. Only without can one with recovery points be destroyed. */
  readonly protected: boolean;
}

const POLICIES = "arn:aws:iam::aws:policy";

/**
 * Snapshots beyond what the stores keep themselves, by AWS Backup. They go when their time is over; RDS has
 * no cold storage to move them to.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
 */
export class LongTermBackup extends Construct {
  constructor(scope: Construct, id: string, props: LongTermBackupProps) {
    super(scope, id);
    const vault = new BackupVault(this, "vault", {
      name: props.name,
      kmsKeyArn: props.dataKeyArn,
      forceDestroy: !props.protected,
      lifecycle: { preventDestroy: props.protected },
    });
    const plan = new BackupPlan(this, "plan", {
      name: props.name,
      rule: [
        {
          ruleName: "long-term",
          targetVaultName: vault.name,
          schedule: props.backup.schedule,
          startWindow: BACKUP_START_MINUTES,
          completionWindow: 480,
          lifecycle: { deleteAfter: props.backup.retentionDays },
        },
      ],
    });
    const role = this.createRole(props);
    new BackupSelection(this, "selection", {
      name: "stores",
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: [...props.arns],
    });
  }

  /** AWS's own policies: the permissions they hold change with each kind of store that AWS Backup learns. */
  private createRole(props: LongTermBackupProps): IamRole {
    const role = new IamRole(this, "role", {
      name: props.name,
      assumeRolePolicy: trustPolicy(props.account, "backup.amazonaws.com"),
    });
    const attach = (policy: string, policyArn: string) =>
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn });
    attach("backup-policy", `${POLICIES}/service-role/AWSBackupServiceRolePolicyForBackup`);
    attach("restore-policy", `${POLICIES}/service-role/AWSBackupServiceRolePolicyForRestores`);
    if (props.withBuckets) {
      attach("bucket-backup-policy", `${POLICIES}/AWSBackupServiceRolePolicyForS3Backup`);
      attach("bucket-restore-policy", `${POLICIES}/AWSBackupServiceRolePolicyForS3Restore`);
    }
    return role;
  }
}
