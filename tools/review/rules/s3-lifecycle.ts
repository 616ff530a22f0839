import { isJsonObject, type JsonObject } from "../../reach/terraform/configuration/json.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { type BlockChange, blockChanges, numberIn, valueIn } from "./blocks.ts";
import { removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

const LIFECYCLE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html";

/** The paths of lifecycle rules by resource type, and of their expirations in days. */
const LIFECYCLES: Readonly<Record<string, { readonly rules: string; readonly days: readonly string[] }>> = {
  aws_s3_bucket_lifecycle_configuration: {
    rules: "rule",
    days: ["expiration.0.days", "noncurrent_version_expiration.0.noncurrent_days"],
  },
  aws_s3_bucket: {
    rules: "lifecycle_rule",
    days: ["expiration.0.days", "noncurrent_version_expiration.0.days"],
  },
};

/** Rules on S3 lifecycle configurations, which delete objects by their age. */
export const s3LifecycleRules: readonly ReviewRule[] = [
  {
    id: "s3-objects-expire-sooner",
    types: Object.keys(LIFECYCLES),
    finds: "Objects or earlier versions are deleted at a lower age, or more of them",
    documentation: [LIFECYCLE],
    judge: (change, context) => {
      if (!change.isPresentAfter || isOfNewBucket(change, context)) return [];
      const sooner = soonerRules(change);
      if (sooner.length === 0) return [];
      const text = `Objects are deleted sooner by ${sooner.map(({ key }) => key).join(", ")}: older ones go within days.`;
      return [riskOf("loss", text, "ask")];
    },
  },
  removalRule({
    id: "s3-lifecycle-deleted",
    types: ["aws_s3_bucket_lifecycle_configuration"],
    finds: "Objects are no longer deleted or moved to cheaper storage by age",
    documentation: [LIFECYCLE, providerPage("aws_s3_bucket_lifecycle_configuration")],
    parent: { types: ["aws_s3_bucket"], attribute: "bucket" },
    unlessReplaced: true,
    risk: "cost",
    text: "objects are kept for ever, in the storage class that they have",
  }),
];

/** A bucket that is created with its rules has nothing that they could delete. */
function isOfNewBucket(change: PlannedResourceChange, { ofType }: RuleContext): boolean {
  if (change.action !== "create") return false;
  if (change.type === "aws_s3_bucket" || change.isUnknown("bucket")) return true;
  const bucket = change.becomes("bucket");
  return ofType("aws_s3_bucket").some(
    (each) => each.action === "create" && each.becomes("bucket") === bucket,
  );
}

function soonerRules(change: PlannedResourceChange): BlockChange[] {
  const lifecycle = LIFECYCLES[change.type];
  if (lifecycle === undefined) return [];
  return blockChanges(change, lifecycle.rules, "id").filter(({ before, after }) => {
    if (!isEnabled(after)) return false;
    return isEnabled(before) && isSameSelection(before, after)
      ? lifecycle.days.some((path) => isLower(numberIn(before, path), numberIn(after, path))) ||
          expiresByDate(before, after)
      : lifecycle.days.some((path) => (numberIn(after, path) ?? 0) > 0) || expiresByDate(undefined, after);
  });
}

/** No number of days means never, which is later than any. */
function isLower(before: number | undefined, after: number | undefined): boolean {
  return (after ?? 0) > 0 && ((before ?? 0) === 0 || Number(after) < Number(before));
}

function expiresByDate(before: JsonObject | undefined, after: JsonObject | undefined): boolean {
  const date = "expiration.0.date";
  const isSet = typeof valueIn(after, date) === "string" && valueIn(after, date) !== "";
  return isSet && valueIn(before, date) !== valueIn(after, date);
}

function isEnabled(rule: JsonObject | undefined): rule is JsonObject {
  return isJsonObject(rule) && (rule.status === "Enabled" || rule.enabled === true);
}

function isSameSelection(before: JsonObject, after: JsonObject): boolean {
  return ["prefix", "filter", "tags"].every((name) => isSameMeaning(before[name], after[name]));
}
