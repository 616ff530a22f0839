import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan/index.js";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import { BACKUP_START_MINUTES, type Backup } from "../../language/operations.ts";
import { renderTrustPolicy } from "../policy.ts";

/** What is kept for the long term. */
export interface LongTermBackupProps {
  /** The vault's, plan's and role's name. */
  readonly name: string;
  readonly account: string;
  readonly backup: Backup;
  /** The databases and buckets that are backed up. Servers come later: see {@link BackupOfServers}. */
  readonly storeArns: readonly string[];
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
  readonly planId: string;
  /** What AWS Backup acts by. */
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
    this.roleArn = this.createRole(props).arn;
    if (props.storeArns.length > 0) {
      new BackupSelection(this, "selection", {
        name: "stores",
        planId: this.planId,
        iamRoleArn: this.roleArn,
        resources: [...props.storeArns],
      });
    }
  }

  /** AWS's own policies: the permissions they hold change with each kind of store that AWS Backup learns. */
  private createRole(props: LongTermBackupProps): IamRole {
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

/** Servers that a plan of another stack keeps. */
export interface BackupOfServersProps {
  readonly planId: string;
  readonly roleArn: string;
  readonly serverArns: readonly string[];
}

/**
 * Images of servers, with all their disks, made while they run: what a program has not written to its disk is not in
 * them. Chosen by ARN, since a choice by tag keeps nothing where an account has not opted in to EC2.
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
