import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan/index.js";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import { BACKUP_START_MINUTES, type Backup } from "../../language/operations.ts";
import { renderTrustPolicy } from "../policy.ts";

/** Inputs of {@link LongTermBackup}. */
export interface LongTermBackupProps {
  /** The name of the vault, plan and role. */
  readonly name: string;
  /** The 12-digit account ID, in whose name alone AWS Backup may assume the role. */
  readonly account: string;
  /** The schedule and retention in the spec. */
  readonly backup: Backup;
  /** The databases and buckets to back up; servers follow in {@link BackupOfServers}. */
  readonly storeArns: readonly string[];
  /** True if buckets are included, which need further permissions. */
  readonly withBuckets: boolean;
  /** ARN of the KMS key for the recovery points. */
  readonly dataKeyArn: string;
  /**
   * Makes Terraform refuse to destroy the vault; AWS deletes it with recovery points only if unset.
   */
  readonly protected: boolean;
}

const POLICIES = "arn:aws:iam::aws:policy";

/**
 * Long-term snapshots by AWS Backup, beyond the stores' own backups. They expire after their
 * retention; RDS has no cold storage.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
 */
export class LongTermBackup extends Construct {
  /** The backup plan's ID, to which selections of resources are added. */
  readonly planId: string;
  /** ARN of the role that AWS Backup assumes. */
  readonly roleArn: string;

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
    this.planId = plan.id;
    this.roleArn = this.#createRole(props).arn;
    if (props.storeArns.length > 0) {
      new BackupSelection(this, "selection", {
        name: "stores",
        planId: this.planId,
        iamRoleArn: this.roleArn,
        resources: [...props.storeArns],
      });
    }
  }

  /**
   * AWS managed policies, whose permissions grow with each resource type that AWS Backup supports.
   */
  #createRole(props: LongTermBackupProps): IamRole {
    const role = new IamRole(this, "role", {
      name: props.name,
      assumeRolePolicy: renderTrustPolicy(props.account, "backup.amazonaws.com"),
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

/** Servers that another stack's backup plan includes. */
export interface BackupOfServersProps {
  /** The backup plan's ID: {@link LongTermBackup.planId}. */
  readonly planId: string;
  /** ARN of the role that AWS Backup assumes: {@link LongTermBackup.roleArn}. */
  readonly roleArn: string;
  /** ARNs of the EC2 instances to back up. */
  readonly serverArns: readonly string[];
}

/**
 * Images of servers with all volumes, taken while they run: data not yet written to disk is
 * missing. They are selected by ARN, since selection by tag backs up nothing in accounts that have
 * not opted in to EC2.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 */
export class BackupOfServers extends Construct {
  constructor(scope: Construct, id: string, props: BackupOfServersProps) {
    super(scope, id);
    new BackupSelection(this, "selection", {
      name: "servers",
      planId: props.planId,
      iamRoleArn: props.roleArn,
      resources: [...props.serverArns],
    });
  }
}
