import type { RecordedStep } from "../../../tools/apply/apply-record.ts";
import { type ApplyFacts, formatRefusals, refusals } from "../../../tools/apply/refusals.ts";
import {
  manifestDigest,
  type PlanManifest,
  type PlanStep,
  planManifest,
} from "../../../tools/plan/plan-folder.ts";
import type { Level } from "../../../tools/review/level.ts";
import { type ReviewRecord, reviewedDigest } from "../../../tools/review/review-record.ts";

const step: PlanStep = {
  pass: "up",
  stack: "shop-prod-data",
  kind: "exact",
  file: "stacks/shop-prod-data/up.tfplan",
  fileDigest: "file",
  formDigest: "form",
  waitsFor: [],
  changes: [{ address: "aws_sqs_queue.orders", action: "create", reason: undefined }],
  outputs: [],
  ephemeralVariables: [],
};
const revision = { commit: "1111111111", tree: "tree", isModified: false };
const manifest = planManifest({
  platform: "shop",
  environment: "prod",
  plannedAt: "2026-11-30T10:00:00Z",
  revision,
  lockDigest: "lock",
  synthesized: { "shop-prod-data": "synth" },
  states: { "shop-prod-data": { serial: 3, lineage: "a" } },
  cuts: [],
  selected: ["shop-prod-data"],
  leftOut: [],
  steps: [step],
  simulatedValues: null,
  unplanned: [],
});

const record = (verdict: Level, more: Partial<ReviewRecord> = {}): ReviewRecord => {
  const bound = {
    format: "drydock.review-record.v1",
    plans: manifestDigest(manifest),
    ruleSet: "rules",
    verdict,
    waived: [],
    ...more,
  } as const;
  return { ...bound, reviewedAt: "2026-11-30T11:00:00Z", digest: reviewedDigest(bound) };
};

const facts: ApplyFacts = {
  plans: manifestDigest(manifest),
  revision,
  lockDigest: "lock",
  synthesized: { "shop-prod-data": "synth" },
  forms: new Map([["shop-prod-data", "form"]]),
  states: new Map([["shop-prod-data", { serial: 3, lineage: "a" }]]),
  review: record("note"),
  ruleSet: "rules",
  begun: [],
  today: "2026-11-30",
  accepted: undefined,
  acceptedCuts: [],
  isSet: () => false,
};

const problems = (changed: Partial<ApplyFacts>, plans: PlanManifest = manifest) =>
  refusals(plans, { ...facts, ...changed }).map(({ problem }) => problem);

/** A manifest with other contents, and the facts of its review. */
const changedPlans = (changed: Partial<PlanManifest>, more: Partial<ApplyFacts> = {}) => {
  const plans = { ...manifest, ...changed };
  const digest = manifestDigest(plans);
  return problems({ plans: digest, review: record("note", { plans: digest }), ...more }, plans);
};

describe("the refusals of plans", () => {
  it("are none for reviewed plans of what is still there", () => {
    expect(problems({})).toEqual([]);
    // The same files as another commit, such as a merge.
    expect(problems({ revision: { ...revision, commit: "2222222222" } })).toEqual([]);
  });

  it("are all listed at once, with the next step of each once", () => {
    const found = refusals(manifest, {
      ...facts,
      review: undefined,
      lockDigest: null,
      states: new Map([["shop-prod-data", { serial: 5, lineage: "a" }]]),
      revision: { ...revision, commit: "3333333333", tree: "other" },
    });
    expect(formatRefusals(found, "plans")).toBe(
      [
        "Nothing was applied: 4 problems with the plans in plans",
        "  The plans are of commit 1111111, and this is 3333333, with other files.",
        "  .terraform.lock.hcl is another one than when the plans were made.",
        "  shop-prod-data: its state was changed since: it has serial 5, and the plan was made from 3.",
        "  The plans were not reviewed.",
        "Next: plan again: npx drydock plan shop prod",
        "Next: review them: npx drydock review plans",
      ].join("\n"),
    );
  });

  it.each<[string, Partial<ApplyFacts>, string]>([
    [
      "another synthesis",
      { synthesized: { "shop-prod-data": "other" } },
      "shop-prod-data: the project synthesizes something else than what was planned.",
    ],
    [
      "another lineage",
      { states: new Map([["shop-prod-data", { serial: 3, lineage: "b" }]]) },
      "shop-prod-data: its state is another one: it was made anew since.",
    ],
    ["a state that is gone", { states: new Map() }, "shop-prod-data: its state is gone."],
    [
      "another form",
      { forms: new Map([["shop-prod-data", "other"]]) },
      "shop-prod-data: another form follows from what is deployed now.",
    ],
    [
      "other reviewed plans",
      { review: record("note", { plans: "x" }) },
      "The plans, of which drydock-plan.json is the manifest, are not those that were reviewed.",
    ],
    ["other rules", { ruleSet: "others" }, "Other rules reviewed the plans than those of this version."],
    [
      "a waiver that ended",
      {
        review: record("note", { waived: [{ rule: "r", stack: "s", address: "a.b", until: "2026-11-29" }] }),
      },
      "s: the waiver of r for a.b ended on 2026-11-29.",
    ],
    ["a block", { review: record("block") }, "The review blocks: the plans must not be applied as they are."],
    ["a question", { review: record("ask") }, "The review says ask: a person decides."],
    ["an unknown", { review: record("unknown") }, "The review says unknown: a person decides."],
  ])("are given for %s", (_name, changed, problem) => {
    expect(problems(changed)).toEqual([problem]);
  });

  it("of a question end with the digest of that review, or at least 12 digits of it, and of a block never", () => {
    const review = record("ask");
    const { digest } = review;
    expect(problems({ review, accepted: digest })).toEqual([]);
    expect(problems({ review, accepted: digest.slice(0, 12) })).toEqual([]);
    expect(problems({ review, accepted: digest.slice(0, 11) })).toHaveLength(1);
    expect(problems({ review, accepted: record("unknown").digest })).toEqual([
      expect.stringContaining(`is not the digest of this review: it is ${digest}.`),
    ]);
    const blocking = record("block");
    expect(problems({ review: blocking, accepted: blocking.digest })).toHaveLength(1);
  });

  it("are given for stacks without a plan, for cuts, and for ephemeral variables that are not set", () => {
    expect(changedPlans({ unplanned: [{ stack: "shop-prod-edge", message: "" }] })).toEqual([
      "shop-prod-edge could not be planned.",
    ]);
    const cuts = [{ name: "web", why: "it has another size" }];
    expect(changedPlans({ cuts })).toEqual(["web is cut off for a while: it has another size."]);
    expect(changedPlans({ cuts }, { acceptedCuts: ["web"] })).toEqual([]);
    const steps = [{ ...step, ephemeralVariables: ["token"] }];
    expect(changedPlans({ steps })).toEqual([expect.stringContaining(": TF_VAR_token.")]);
    expect(changedPlans({ steps }, { isSet: (name) => name === "TF_VAR_token" })).toEqual([]);
  });

  it("are given for a later pass that may delete what stacks outside the plans use", () => {
    const down: PlanStep = { ...step, pass: "down", kind: "provisional", file: "down.json" };
    expect(changedPlans({ steps: [step, down] })).toEqual([]);
    expect(changedPlans({ steps: [step, down], leftOut: ["shop-prod-compute"] })).toEqual([
      "shop-prod-data is provisional: its down pass deletes or moves what shop-prod-compute may still use, which the plans leave out.",
    ]);
  });

  it("expect the state that an earlier run left, and a later one of a step that was interrupted", () => {
    const begun = (more: Partial<RecordedStep>): RecordedStep[] => [
      { pass: "up", stack: "shop-prod-data", startedAt: "2026-11-30T12:00:00Z", ...more },
    ];
    const now = (serial: number) => new Map([["shop-prod-data", { serial, lineage: "a" }]]);
    const done = { doneAt: "2026-11-30T12:01:00Z", state: { serial: 4, lineage: "a" } };
    expect(problems({ begun: begun(done), states: now(4) })).toEqual([]);
    expect(problems({ begun: begun(done), states: now(5) })).toHaveLength(1);
    expect(problems({ begun: begun({}), states: now(3) })).toEqual([]);
    expect(problems({ begun: begun({}), states: now(6) })).toEqual([]);
    expect(problems({ begun: begun({}), states: now(2) })).toHaveLength(1);
    // Planned again, so that its form may be another one.
    expect(problems({ begun: begun({}), forms: new Map() })).toEqual([]);
  });
});
