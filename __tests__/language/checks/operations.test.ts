import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of operations", () => {
  itRejects(shop, [
    [
      "a tag that Drydock sets",
      { tags: { Platform: "other" } },
      'tags.Platform: received "other"; allowed: a key other than Platform, Environment, ManagedBy, Name, which Drydock sets. Fix: choose another key.',
    ],
    [
      "more tags than AWS allows",
      { tags: Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`Tag${index}`, "x"])) },
      "tags: received 47; allowed: at most 46 tags. Fix: remove some.",
    ],
    [
      "a duplicate alarm address",
      { alarms: { emails: ["ops@example.com", "ops@example.com"] } },
      'alarms.emails[1]: received "ops@example.com"; allowed: each address only once. Fix: remove the duplicate.',
    ],
    [
      "a duplicate budget percentage",
      { budget: { alertPercents: [80, 100, 80] } },
      "budget.alertPercents[2]: received 80; allowed: each percentage only once. Fix: remove the duplicate.",
    ],
    [
      "more budget percentages than AWS allows",
      { budget: { alertPercents: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100] } },
      "budget.alertPercents: received 10; allowed: at most 9 percentages. Fix: remove some.",
    ],
    [
      "a user with a store that is not a bucket",
      { users: { uploader: { buckets: [{ bucket: "db" }] } } },
      'users.uploader.buckets[0].bucket: received "db"; allowed: a store of kind bucket: files. Fix: use "files".',
    ],
    [
      "a prefix of a bucket that ends in no slash",
      { workloads: { web: { buckets: [{ bucket: "files", prefix: "payment" }] } } },
      'workloads.web.buckets[0].prefix: received "payment"; allowed: a prefix of object keys that ends with a slash. Fix: use a prefix such as "payment/".',
    ],
    [
      "a duplicate bucket of a workload",
      { workloads: { web: { buckets: [{ bucket: "files" }, { bucket: "files", access: "read-write" }] } } },
      'workloads.web.buckets[1].bucket: received "files"; allowed: each bucket only once. Fix: remove the duplicate.',
    ],
  ]);
});
