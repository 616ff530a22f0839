import {
  type BootstrapGoal,
  type BootstrapObservation,
  type BootstrapStep,
  type LocalView,
  nextStep,
  type StackView,
} from "../../../tools/bootstrap/bootstrap-plan.ts";

const WHOLE: StackView = { keyId: "k1", aliasTarget: "k1", bucket: "kept", tainted: [] };

/** Nothing anywhere, and nothing done yet. */
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
  ["nothing is known", NOTHING, { do: "search" }],
  ["the account has nothing", { ...NOTHING, account: noKeys }, { do: "apply" }],
  [
    "a key was left",
    { ...NOTHING, account: { keys: ["k1"], bucketIsOurs: false } },
    { do: "import", what: "alias" },
  ],
  [
    "a key was left without an alias",
    { ...NOTHING, account: { keys: ["k1"], bucketIsOurs: false }, notFound: new Set(["alias"]) },
    { do: "import", what: "key", id: "k1" },
  ],
  [
    "the alias's own key comes before others",
    {
      ...NOTHING,
      account: { keys: ["k0", "k1"], bucketIsOurs: false },
      local: local("only", { keyId: undefined, bucket: undefined }),
    },
    { do: "import", what: "key", id: "k1" },
  ],
  [
    "a bucket exists that nobody knows",
    { ...NOTHING, bucketExists: true, account: noKeys },
    { do: "refuse-bucket" },
  ],
  [
    "its bucket was left",
    {
      ...NOTHING,
      bucketExists: true,
      account: { keys: [], bucketIsOurs: true },
      local: local("only", { bucket: undefined }),
    },
    { do: "import", what: "bucket" },
  ],
  ["an apply was cut", { ...NOTHING, local: lacksAlias, isRefreshed: false }, { do: "refresh" }],
  ["the state of an apply that was cut is refreshed", { ...NOTHING, local: lacksAlias }, { do: "search" }],
  [
    "an apply failed half-way through the key",
    { ...NOTHING, local: { ...lacksAlias, tainted: ["a.b"] }, account: noKeys, notFound: new Set(["alias"]) },
    { do: "untaint", addresses: ["a.b"] },
  ],
  ["it was not pushed", { ...NOTHING, bucketExists: true, local: local("only") }, { do: "apply" }],
  [
    "it was applied",
    { ...NOTHING, bucketExists: true, local: local("only"), isApplied: true },
    { do: "push" },
  ],
  ["it was pushed", { ...BOOTSTRAPPED, local: local("copy"), isApplied: true }, { do: "drop-local" }],
  [
    "it was pushed by a run that was cut then",
    { ...BOOTSTRAPPED, local: local("copy") },
    { do: "drop-local" },
  ],
  ["a removal was cut", { ...BOOTSTRAPPED, local: local("newer") }, { do: "apply" }],
  ["another run was quicker", { ...BOOTSTRAPPED, local: local("superseded") }, { do: "drop-local" }],
  [
    "another run was quicker, and this one has made a key",
    { ...BOOTSTRAPPED, local: local("superseded", { keyId: "k2", isKeyStray: true }) },
    { do: "delete-key", rest: "dropped" },
  ],
  [
    "another run was quicker with the alias",
    {
      ...NOTHING,
      local: local("only", { keyId: "k2" }),
      account: { keys: ["k1", "k2"], bucketIsOurs: true },
    },
    { do: "delete-key", rest: "kept" },
  ],
  ["all is well", BOOTSTRAPPED, { do: "compare" }],
  ["nothing differs", { ...BOOTSTRAPPED, compared: "unchanged" }, { do: "finish" }],
  ["the key cannot be used", { ...BOOTSTRAPPED, compared: "unusable-key" }, { do: "pull" }],
  [
    "the key cannot be used, and the state was pulled",
    { ...BOOTSTRAPPED, compared: "unusable-key", local: local("same") },
    { do: "apply" },
  ],
  ["something differs", { ...BOOTSTRAPPED, compared: "changed" }, { do: "apply-in-bucket" }],
  ["it was brought up to date", { ...BOOTSTRAPPED, compared: "changed", isApplied: true }, { do: "finish" }],
  [
    "the state in the bucket is not whole",
    { ...BOOTSTRAPPED, remote: { ...WHOLE, aliasTarget: undefined } },
    { do: "pull" },
  ],
];

const unused = { isUnused: true };

const absent: readonly Row[] = [
  ["nothing is known", NOTHING, { do: "search" }],
  ["the account has nothing", { ...NOTHING, account: noKeys }, { do: "finish" }],
  ["the bucket may be in use", BOOTSTRAPPED, { do: "check-unused" }],
  ["the bucket is not in use", { ...BOOTSTRAPPED, ...unused }, { do: "pull" }],
  ["the state was pulled", { ...BOOTSTRAPPED, ...unused, local: local("same") }, { do: "allow-emptying" }],
  ["its first push was cut", { ...BOOTSTRAPPED, ...unused, local: local("copy") }, { do: "pull" }],
  [
    "the bucket may be emptied",
    { ...BOOTSTRAPPED, ...unused, local: local("newer", { bucket: "emptied" }) },
    { do: "destroy-bucket" },
  ],
  ["the bucket is gone", { ...NOTHING, local: local("only", { bucket: undefined }) }, { do: "destroy" }],
  ["all is gone", { ...NOTHING, isDestroyed: true }, { do: "finish" }],
  [
    "all is gone that an interrupted run had left a state of",
    { ...NOTHING, isDestroyed: true, wasInterrupted: true },
    { do: "search" },
  ],
  ["a creation was cut", { ...NOTHING, local: lacksAlias, isRefreshed: false }, { do: "refresh" }],
  [
    "a bucket exists that nobody knows",
    { ...NOTHING, ...unused, bucketExists: true, account: noKeys },
    { do: "refuse-bucket" },
  ],
];

describe("the next step towards a state bucket", () => {
  it.each(present)("when %s", (_when, observed, step) => {
    expect(nextStep("present", observed)).toEqual(step);
  });
});

describe("the next step towards none", () => {
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

/** What a run has done so far, as far as it counts for the goal. */
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

/** Everything that can be observed: a state in the bucket and a relation to it come together. */
function* everyObservation(goal: BootstrapGoal): Generator<BootstrapObservation> {
  for (const bucketExists of BOTH)
    for (const remote of bucketExists ? [undefined, ...VIEWS] : [undefined])
      for (const local of LOCALS) {
        if (local !== undefined && (local.relation === "only") !== (remote === undefined)) continue;
        for (const account of ACCOUNTS)
          for (const notFound of NOT_FOUND)
            for (const done of DONE[goal])
              yield { ...NOTHING, bucketExists, remote, local, account, notFound, ...done };
      }
}

/** What must hold when a step is taken. */
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
  // Nothing is made that may exist already.
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
  "refuse-bucket": ({ bucketExists, account, local }) =>
    bucketExists && local?.bucket === undefined && account?.bucketIsOurs === false,
};

function isSafeToDestroy(
  { local, bucketExists, isUnused }: BootstrapObservation,
  goal: BootstrapGoal,
): boolean {
  const isNewest = local !== undefined && local.relation !== "superseded" && local.relation !== "copy";
  return goal === "absent" && isNewest && (isUnused || !bucketExists);
}

describe("whatever is observed", () => {
  it.each(["present", "absent"] as const)("no step towards %s is taken without its condition", (goal) => {
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
