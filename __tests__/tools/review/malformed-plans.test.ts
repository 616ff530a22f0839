import { reviewDamaged } from "../../support/review-pairs/damaged-plans.ts";
import { readGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";

/** Dangerous plans of small configurations, in which one change alone is the danger. */
const PLANS: readonly (readonly [group: string, id: string, address: string])[] = [
  ["queues", "sqs-deleted", "aws_sqs_queue.dead"],
  ["queues", "ecr-force-delete", "aws_ecr_repository.kept"],
  ["queues", "sns-public", "aws_sns_topic_policy.news"],
  ["keys", "kms-key-deleted", "aws_kms_key.main"],
  ["keys", "secret-window-gone", "aws_secretsmanager_secret.kept"],
  ["s3", "s3-versioning-suspended", "aws_s3_bucket_versioning.assets"],
  ["iam", "iam-all-actions", "aws_iam_role_policy.app"],
  ["rds", "rds-storage-shrinks", "aws_db_instance.kept"],
];

describe("a malformed plan", () => {
  it.each(PLANS)(
    "of %s, %s, is rejected or reviewed, and not quiet about its danger",
    (group, id, address) => {
      const plan = readGroupFixture(group).plans[id]!.dangerous;
      const { dangerous } = reviewDamaged(plan, address, 12);
      expect(dangerous).toBeGreaterThan(0);
    },
  );
});
