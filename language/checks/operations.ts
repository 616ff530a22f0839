import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { type Check, duplicateProblems, duplicatesOf, namesOfKind, problemAt, unknownName } from "./check.ts";

/** Checks tags, alarm recipients, the budget, and bucket access. */
export const checkOperations: Check = (platform) => [
  ...tagProblems(platform),
  ...duplicateProblems(["alarms", "emails"], platform.alarms.emails, "address"),
  ...budgetProblems(platform),
  ...bucketProblems(platform),
];

/** Tags that Drydock sets. */
const OWN_TAGS = ["Platform", "Environment", "ManagedBy", "Name"];
/**
 * The most tags of a spec: AWS allows 50 per resource.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html
 */
const TAGS_MAX = 50 - OWN_TAGS.length;

function tagProblems({ tags }: Platform): Problem[] {
  const keys = Object.keys(tags);
  const many =
    keys.length > TAGS_MAX
      ? [problemAt(["tags"], keys.length, `at most ${TAGS_MAX} tags`, "remove some")]
      : [];
  const own = keys
    .filter((key) => OWN_TAGS.includes(key))
    .map((key) => {
      const allowed = `a key other than ${OWN_TAGS.join(", ")}, which Drydock sets`;
      return problemAt(["tags", key], tags[key], allowed, "choose another key");
    });
  return [...many, ...own];
}

/**
 * The most notifications per budget, one of which is by forecast.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html
 */
const NOTIFICATIONS_MAX = 10;

function budgetProblems({ budget }: Platform): Problem[] {
  if (budget === undefined) return [];
  const at = ["budget", "alertPercents"];
  const percents = budget.alertPercents;
  const many =
    percents.length >= NOTIFICATIONS_MAX
      ? [problemAt(at, percents.length, `at most ${NOTIFICATIONS_MAX - 1} percentages`, "remove some")]
      : [];
  const twice = duplicatesOf([...percents.entries()], ([, percent]) => String(percent)).map(
    ({ again: [index, percent] }) =>
      problemAt([...at, index], percent, "each percentage only once", "remove the duplicate"),
  );
  return [...many, ...twice, ...duplicateProblems(["budget", "emails"], budget.emails, "address")];
}

function bucketProblems({ workloads, users, stores }: Platform): Problem[] {
  const known = namesOfKind(stores, "bucket");
  const holders: [
    string,
    Readonly<Record<string, { readonly buckets: readonly { readonly bucket: string }[] }>>,
  ][] = [
    ["workloads", workloads],
    ["users", users],
  ];
  return holders.flatMap(([record, things]) =>
    Object.entries(things).flatMap(([name, { buckets }]) => {
      const at = [record, name, "buckets"];
      const indexed = [...buckets.entries()];
      return [
        ...indexed.flatMap(([index, { bucket }]) =>
          unknownName([...at, index, "bucket"], bucket, known, "a store of kind bucket"),
        ),
        ...duplicatesOf(indexed, ([, { bucket }]) => bucket).map(({ again: [index, { bucket }] }) =>
          problemAt([...at, index, "bucket"], bucket, "each bucket only once", "remove the duplicate"),
        ),
      ];
    }),
  );
}
