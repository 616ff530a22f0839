import { NOTIFICATIONS_PER_BUDGET, TAGS_PER_RESOURCE } from "../../aws/service-quotas.ts";
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
/** The most tags of a spec. */
const TAGS_MAX = TAGS_PER_RESOURCE - OWN_TAGS.length;

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

/** The most percentages of a budget: one of its notifications is by forecast. */
const PERCENTAGES_MAX = NOTIFICATIONS_PER_BUDGET - 1;

function budgetProblems({ budget }: Platform): Problem[] {
  if (budget === undefined) return [];
  const at = ["budget", "alertPercents"];
  const percents = budget.alertPercents;
  const many =
    percents.length > PERCENTAGES_MAX
      ? [problemAt(at, percents.length, `at most ${PERCENTAGES_MAX} percentages`, "remove some")]
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
