import {
  type BootstrapGoal,
  type BootstrapObservation,
  type BootstrapStep,
  type LocalView,
  nextStep,
  type StackView,
} from "../../../tools/bootstrap/bootstrap-plan.ts";

const WHOLE: StackView = { keyId: "k1", aliasTarget: "k1", bucket: "kept", tainted: [] };

/** An observation of nothing, by a run that has done nothing yet. */
const NOTHING: BootstrapObservation = {
  bucketExists: false,
  notFound: new Set(),
  wasInterrupted: false,
  isRefreshed: true,
  isApplied: false,
  isUnused: false,
  isDestroyed: false,
};

const BOOTSTRAPPED: BootstrapObservation = { ...NOTHING, bucketExists: true, remote: WHOLE };

const local = (relation: LocalView["relation"], more: Partial<LocalView> = {}): LocalView => ({
  ...WHOLE,
  relation,
  ...more,
});

type Row = readonly [when: string, observed: BootstrapObservation, step: BootstrapStep];

const noKeys = { keys: [], bucketIsOurs: false };
const lacksAlias = local("only", { aliasTarget: undefined, bucket: undefined });

const present: readonly Row[] = [
  ["nothing exists and the account was not searched", NOTHING, { do: "search" }],
  ["the account is empty", { ...NOTHING, account: noKeys }, { do: "apply" }],
  [
    "the account has a key",
    { ...NOTHING, account: { keys: ["k1"], bucketIsOurs: false } },
    { do: "import", what: "alias" },
  ],
  [
    "the account has a key without an alias",
    { ...NOTHING, account: { keys: ["k1"], bucketIsOurs: false }, notFound: new Set(["alias"]) },
    { do: "import", what: "key", id: "k1" },
  ],
  [
    "the account has the alias's key and another",
    {
      ...NOTHING,
      account: { keys: ["k0", "k1"], bucketIsOurs: false },
      local: local("only", { keyId: undefined, bucket: undefined }),
    },
    { do: "import", what: "key", id: "k1" },
  ],
  [
    "the bucket exists and is not ours",
    { ...NOTHING, bucketExists: true, account: noKeys },
    { do: "reject-bucket" },
  ],
  [
    "the bucket exists and is ours, but not tracked",
    {
      ...NOTHING,
      bucketExists: true,
      account: { keys: [], bucketIsOurs: true },
      local: local("only", { bucket: undefined }),
    },
    { do: "import", what: "bucket" },
  ],
  ["an apply was interrupted", { ...NOTHING, local: lacksAlias, isRefreshed: false }, { do: "refresh" }],
  ["the state of an interrupted apply was refreshed", { ...NOTHING, local: lacksAlias }, { do: "search" }],
  [
    "an apply failed while it created the key",
    { ...NOTHING, local: { ...lacksAlias, tainted: ["a.b"] }, account: noKeys, notFound: new Set(["alias"]) },
    { do: "untaint", addresses: ["a.b"] },
  ],
  [
    "the complete local state was not pushed",
    { ...NOTHING, bucketExists: true, local: local("only") },
    { do: "apply" },
  ],
  [
    "this run applied the stack with the local state",
    { ...NOTHING, bucketExists: true, local: local("only"), isApplied: true },
    { do: "push" },
  ],
  [
    "this run pushed the local state",
    { ...BOOTSTRAPPED, local: local("copy"), isApplied: true },
    { do: "drop-local" },
  ],
  [
    "an interrupted run pushed the local state",
    { ...BOOTSTRAPPED, local: local("copy") },
    { do: "drop-local" },
  ],
  ["a removal was interrupted", { ...BOOTSTRAPPED, local: local("newer") }, { do: "apply" }],
  [
    "another run superseded the local state",
    { ...BOOTSTRAPPED, local: local("superseded") },
    { do: "drop-local" },
  ],
  [
    "another run superseded the local state, which tracks a key of its own",
    { ...BOOTSTRAPPED, local: local("superseded", { keyId: "k2", isKeyStray: true }) },
    { do: "delete-key", rest: "dropped" },
  ],
  [
    "another run's key is behind the alias",
    {
      ...NOTHING,
      local: local("only", { keyId: "k2" }),
      account: { keys: ["k1", "k2"], bucketIsOurs: true },
    },
    { do: "delete-key", rest: "kept" },
  ],
  ["the state in the bucket is complete", BOOTSTRAPPED, { do: "compare" }],
  ["the plan is empty", { ...BOOTSTRAPPED, compared: "unchanged" }, { do: "finish" }],
  ["the key is unusable", { ...BOOTSTRAPPED, compared: "unusable-key" }, { do: "pull" }],
  [
    "the key is unusable, and the state was pulled",
    { ...BOOTSTRAPPED, compared: "unusable-key", local: local("same") },
    { do: "apply" },
  ],
  ["the plan has changes", { ...BOOTSTRAPPED, compared: "changed" }, { do: "apply-in-bucket" }],
  [
    "this run applied the changes",
    { ...BOOTSTRAPPED, compared: "changed", isApplied: true },
    { do: "finish" },
  ],
  [
    "the state in the bucket is incomplete",
    { ...BOOTSTRAPPED, remote: { ...WHOLE, aliasTarget: undefined } },
    { do: "pull" },
  ],
];

const unused = { isUnused: true };

const absent: readonly Row[] = [
  ["nothing exists and the account was not searched", NOTHING, { do: "search" }],
  ["the account is empty", { ...NOTHING, account: noKeys }, { do: "finish" }],
  ["the bucket may be in use", BOOTSTRAPPED, { do: "check-unused" }],
  ["the bucket is not in use", { ...BOOTSTRAPPED, ...unused }, { do: "pull" }],
  ["the state was pulled", { ...BOOTSTRAPPED, ...unused, local: local("same") }, { do: "allow-emptying" }],
  ["the first push was interrupted", { ...BOOTSTRAPPED, ...unused, local: local("copy") }, { do: "pull" }],
  [
    "the bucket may be emptied",
    { ...BOOTSTRAPPED, ...unused, local: local("newer", { bucket: "emptied" }) },
    { do: "destroy-bucket" },
  ],
  ["the bucket is gone", { ...NOTHING, local: local("only", { bucket: undefined }) }, { do: "destroy" }],
  ["this run destroyed everything", { ...NOTHING, isDestroyed: true }, { do: "finish" }],
  [
    "everything that an interrupted run's state tracked is destroyed",
    { ...NOTHING, isDestroyed: true, wasInterrupted: true },
    { do: "search" },
  ],
  ["a creation was interrupted", { ...NOTHING, local: lacksAlias, isRefreshed: false }, { do: "refresh" }],
  [
    "the bucket exists and is not ours",
    { ...NOTHING, ...unused, bucketExists: true, account: noKeys },
    { do: "reject-bucket" },
  ],
];

describe("the next step towards a state bucket", () => {
  it.each(present)("when %s", (_when, observed, step) => {
    expect(nextStep("present", observed)).toEqual(step);
  });
});

describe("the next step of a removal", () => {
  it.each(absent)("when %s", (_when, observed, step) => {
    expect(nextStep("absent", observed)).toEqual(step);
  });
});

const VIEWS: readonly StackView[] = [
  WHOLE,
  { ...WHOLE, bucket: "emptied" },
  { ...WHOLE, bucket: undefined },
  { ...WHOLE, aliasTarget: undefined },
  { ...WHOLE, aliasTarget: "k2" },
  { ...WHOLE, keyId: undefined },
  { keyId: "k1", tainted: ["aws_kms_key.key"] },
  { bucket: "kept", tainted: [] },
  { tainted: ["aws_s3_bucket_policy.policy"] },
];

const RELATIONS = ["only", "same", "copy", "newer", "superseded"] as const;
const BOTH = [false, true] as const;

const LOCALS: readonly (LocalView | undefined)[] = [
  undefined,
  ...VIEWS.flatMap((view) =>
    RELATIONS.flatMap((relation) =>
      (view.keyId === undefined ? [false] : BOTH).map((isKeyStray) => ({ ...view, relation, isKeyStray })),
    ),
  ),
];

const ACCOUNTS = [
  undefined,
  ...[[], ["k1"], ["k1", "k2"]].flatMap((keys) => BOTH.map((bucketIsOurs) => ({ keys, bucketIsOurs }))),
];
const NOT_FOUND = [[], ["alias"], ["k1"], ["alias", "k1", "k2", "bucket"]].map((names) => new Set(names));

/** The progress of a run, as far as it matters for the goal. */
const DONE: Readonly<Record<BootstrapGoal, readonly Partial<BootstrapObservation>[]>> = {
  present: [undefined, "unchanged" as const, "changed" as const, "unusable-key" as const].flatMap(
    (compared) => BOTH.map((isApplied) => ({ compared, isApplied, isRefreshed: compared !== undefined })),
  ),
  absent: BOTH.flatMap((isUnused) => [
    { isUnused },
    { isUnused, wasInterrupted: true },
    { isUnused, wasInterrupted: true, isRefreshed: false },
    { isUnused, isDestroyed: true },
  ]),
};

/**
 * All possible observations: a relation to a state in the bucket requires that state. Each is the
 * same object with other values, since there are about a million.
 */
function* everyObservation(goal: BootstrapGoal): Generator<BootstrapObservation> {
  for (const done of DONE[goal]) {
    const observed = { ...NOTHING, ...done };
    for (const bucketExists of BOTH)
      for (const remote of bucketExists ? [undefined, ...VIEWS] : [undefined])
        for (const local of LOCALS) {
          if (local !== undefined && (local.relation === "only") !== (remote === undefined)) continue;
          for (const account of ACCOUNTS)
            for (const notFound of NOT_FOUND)
              yield Object.assign(observed, { bucketExists, remote, local, account, notFound });
        }
  }
}

/** The condition under which each step may be taken. */
const CONDITIONS: Readonly<
  Partial<Record<BootstrapStep["do"], (observed: BootstrapObservation, goal: BootstrapGoal) => boolean>>
> = {
  refresh: ({ local, isRefreshed, isApplied }) => local !== undefined && !isRefreshed && !isApplied,
  search: ({ account }) => account === undefined,
  import: ({ account, local }) => account !== undefined && local?.relation !== "superseded",
  "drop-local": ({ local, remote }) =>
    local !== undefined && local.relation !== "newer" && remote !== undefined,
  "delete-key": ({ local, account }) =>
    local?.keyId !== undefined &&
    (local.relation === "superseded"
      ? local.isKeyStray === true
      : account?.keys.includes(local.aliasTarget ?? "") === true && local.aliasTarget !== local.keyId),
  pull: ({ local, remote }) => remote !== undefined && (local === undefined || local.relation === "copy"),
  push: ({ local, isApplied }, goal) => goal === "present" && local?.relation !== "superseded" && isApplied,
  untaint: ({ local }) => (local?.tainted.length ?? 0) > 0,
  // Nothing is created that may exist already.
  apply: ({ local, account, remote }, goal) =>
    goal === "present" &&
    (account !== undefined || (local?.keyId !== undefined && local.aliasTarget !== undefined)) &&
    (local !== undefined || remote === undefined),
  compare: ({ local, remote }, goal) => goal === "present" && local === undefined && remote !== undefined,
  "apply-in-bucket": ({ local, compared }) => local === undefined && compared === "changed",
  "check-unused": ({ bucketExists, isUnused }) => bucketExists && !isUnused,
  "allow-emptying": isSafeToDestroy,
  "destroy-bucket": isSafeToDestroy,
  destroy: (observed, goal) => isSafeToDestroy(observed, goal) && observed.local?.bucket === undefined,
  finish: ({ local, remote }, goal) =>
    local === undefined && (goal === "present" ? remote !== undefined : remote === undefined),
  "reject-bucket": ({ bucketExists, account, local }) =>
    bucketExists && local?.bucket === undefined && account?.bucketIsOurs === false,
};

function isSafeToDestroy(
  { local, bucketExists, isUnused }: BootstrapObservation,
  goal: BootstrapGoal,
): boolean {
  const isNewest = local !== undefined && local.relation !== "superseded" && local.relation !== "copy";
  return goal === "absent" && isNewest && (isUnused || !bucketExists);
}

describe("all observations", () => {
  it.each(["present", "absent"] as const)("lead to steps towards %s that meet their conditions", (goal) => {
    const taken = new Map<string, number>();
    for (const observed of everyObservation(goal)) {
      const step = nextStep(goal, observed);
      taken.set(step.do, (taken.get(step.do) ?? 0) + 1);
      if (CONDITIONS[step.do]?.(observed, goal) === true) continue;
      throw new Error(`${JSON.stringify(step)} when ${JSON.stringify(observed)}`);
    }
    const steps = Object.keys(CONDITIONS).filter(
      (step) => CONDITIONS[step as BootstrapStep["do"]] !== undefined,
    );
    const never =
      goal === "present"
        ? ["check-unused", "allow-emptying", "destroy-bucket", "destroy"]
        : ["untaint", "push", "apply", "compare", "apply-in-bucket"];
    expect([...taken.keys()].sort()).toEqual(steps.filter((step) => !never.includes(step)).sort());
  });
});
