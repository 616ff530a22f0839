import * as fc from "fast-check";
import { uncoveredParts } from "../../../tools/apply/covered.ts";
import { SIMULATED_MARK } from "../../../tools/plan/simulated-values.ts";
import type { Json, JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";

/** One change of a plan, as Terraform prints it. */
interface Change {
  readonly address: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: JsonObject;
}

const plan = (changes: readonly Change[], more: JsonObject = {}) =>
  parsePlan(
    {
      format_version: "1.2",
      resource_changes: changes.map((one) => ({ mode: "managed", type: "aws_sqs_queue", ...one })) as Json,
      ...more,
    },
    { stack: "shop-prod-data", path: "plan" },
  );

const change = (actions: readonly string[], after: Json = {}, unknown: Json = {}, more: JsonObject = {}) => ({
  address: "aws_sqs_queue.orders",
  change: { actions: [...actions], before: null, after, after_unknown: unknown, ...more },
});

/** The parts of one plan that another does not cover, as lines. */
const uncovered = (reviewed: readonly Change[], planned: readonly Change[], more: JsonObject = {}) =>
  uncoveredParts(plan(reviewed), plan(planned, more)).map(({ address, what }) => `${address}: ${what}`);

const values = fc.dictionary(
  fc.constantFrom("name", "tags", "policy", "rules"),
  fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b"), fc.string()),
  ),
);
const actions = fc.constantFrom(
  ["create"],
  ["update"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
);
const changes = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom("a", "b", "c", "d"), actions, values)
    .map(([name, own, after]) => ({ ...change(own, after), address: `aws_sqs_queue.${name}` })),
  { selector: ({ address }) => address },
);

describe("a reviewed plan", () => {
  it("covers itself, and any part of itself", () => {
    fc.assert(
      fc.property(changes, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (all, kept) => {
        expect(uncovered(all, all)).toEqual([]);
        expect(
          uncovered(
            all,
            all.filter((_, index) => kept[index]),
          ),
        ).toEqual([]);
      }),
    );
  });

  it("does not cover a change at another address", () => {
    fc.assert(
      fc.property(changes, actions, (all, own) => {
        const added = { ...change(own), address: "aws_sqs_queue.added" };
        expect(uncovered(all, [...all, added])).toEqual([
          expect.stringMatching(/^aws_sqs_queue\.added: .+ is new$/),
        ]);
      }),
    );
  });

  it("covers every value where it has none, and no other value where it has one", () => {
    fc.assert(
      fc.property(
        values,
        fc.string({ minLength: 1 }),
        fc.constantFrom("name", "rules"),
        (after, value, name) => {
          const planned = [change(["create"], { ...after, [name]: value })];
          const { [name]: _known, ...others } = after;
          expect(uncovered([change(["create"], others, { [name]: true })], planned)).toEqual([]);
          fc.pre(after[name] !== value);
          expect(uncovered([change(["create"], after)], planned)).toEqual([
            expect.stringMatching(/^aws_sqs_queue\.orders: (name|rules)(\.\d)? has another value$/),
          ]);
        },
      ),
    );
  });

  it("does not cover a known value that is unknown again", () => {
    expect(uncovered([change(["create"], { name: "a" })], [change(["create"], {}, { name: true })])).toEqual([
      "aws_sqs_queue.orders: name has another value",
    ]);
  });

  it("does not cover an unknown value in place of none", () => {
    const reviewed = [change(["create"], { name: null })];
    expect(uncovered(reviewed, [change(["create"], {}, { name: true })])).toEqual([
      "aws_sqs_queue.orders: name has another value",
    ]);
  });

  it("does not cover an import, or a move from elsewhere, that was not reviewed", () => {
    const reviewed = [change(["update"], { name: "a" })];
    const imported = change(["update"], { name: "a" }, {}, { importing: { id: "orders" } });
    expect(uncovered(reviewed, [imported])).toEqual(["aws_sqs_queue.orders: it is imported, which is new"]);
    const moved = { ...change(["update"], { name: "a" }), previous_address: "aws_sqs_queue.old" };
    expect(uncovered(reviewed, [moved])).toEqual([
      "aws_sqs_queue.orders: it moves from aws_sqs_queue.old, which is new",
    ]);
    expect(uncovered([imported], [imported])).toEqual([]);
    expect(uncovered([moved], [moved])).toEqual([]);
  });

  it("covers any value in place of what a simulated account made up", () => {
    const reviewed = [change(["create"], { policy: `${SIMULATED_MARK}/*`, ids: [SIMULATED_MARK] })];
    expect(uncovered(reviewed, [change(["create"], { policy: "{}", ids: ["sg-1"] })])).toEqual([]);
    expect(uncovered(reviewed, [change(["create"], { policy: "{}", ids: ["sg-1", "sg-2"] })])).toEqual([
      "aws_sqs_queue.orders: ids.1 has another value",
    ]);
  });

  it("compares JSON texts by their values, of which only those are open that were made up", () => {
    const policy = (text: string) => [change(["create"], { policy: text })];
    const reviewed = policy(`{"Action":"s3:GetObject","Resource":"${SIMULATED_MARK}/*"}`);
    expect(uncovered(reviewed, policy('{ "Resource": "arn:1/*", "Action": "s3:GetObject" }'))).toEqual([]);
    expect(uncovered(reviewed, policy('{"Resource":"arn:1/*","Action":"s3:*"}'))).toEqual([
      "aws_sqs_queue.orders: policy has another value",
    ]);
    expect(uncovered(policy("{a"), policy("{ a"))).toHaveLength(1);
  });

  it("takes null, an empty text and an empty collection as equal, and nothing else", () => {
    const empty = [null, "", [], {}];
    for (const before of empty) {
      for (const after of empty)
        expect(uncovered([change(["create"], { a: before })], [change(["create"], { a: after })])).toEqual(
          [],
        );
      expect(uncovered([change(["create"], { a: before })], [change(["create"], { a: false })])).toHaveLength(
        1,
      );
    }
  });

  it("covers no other action, but what is left of an interrupted one", () => {
    const [create, update, replace] = [change(["create"]), change(["update"]), change(["delete", "create"])];
    const createFirst = change(["create", "delete"]);
    expect(uncovered([update], [replace])).toEqual([
      "aws_sqs_queue.orders: replace, where the review has update",
    ]);
    expect(uncovered([create], [update])).toHaveLength(1);
    expect(uncovered([create], [replace])).toHaveLength(1);
    expect(uncovered([create], [{ ...replace, action_reason: "replace_because_tainted" }])).toEqual([]);
    expect(uncovered([update], [{ ...replace, action_reason: "replace_because_tainted" }])).toHaveLength(1);
    expect(uncovered([replace], [create])).toEqual([]);
    expect(uncovered([createFirst], [create, { ...change(["delete"]), deposed: "0a1b" }])).toEqual([]);
    expect(uncovered([update], [update, { ...change(["delete"]), deposed: "0a1b" }])).toEqual([
      "aws_sqs_queue.orders (deposed 0a1b): delete is new",
    ]);
  });

  it("covers no further reason to replace", () => {
    const replaced = (...paths: readonly string[]) =>
      change(["delete", "create"], {}, {}, { replace_paths: paths.map((path) => [path]) });
    expect(uncovered([replaced("name", "fifo")], [replaced("name")])).toEqual([]);
    expect(uncovered([replaced("name")], [replaced("name", "fifo")])).toEqual([
      "aws_sqs_queue.orders: it is replaced for fifo too",
    ]);
  });

  it("covers no further output, other value of one, provider action or failing check", () => {
    const outputs = (after: Json) => ({
      output_changes: { urls: { actions: ["update"], after, after_unknown: false } },
    });
    expect(uncovered([], [], outputs({ orders: "a" }))).toEqual([
      "output.urls: the output changes, and not in the review",
    ]);
    const parts = (before: Json, after: Json) =>
      uncoveredParts(plan([], outputs(before)), plan([], outputs(after))).map(({ address }) => address);
    expect(parts({ orders: "a" }, { orders: "a" })).toEqual([]);
    expect(parts({ orders: "a" }, { orders: "b" })).toEqual(["output.urls.orders"]);
    const invoked = {
      action_invocations: [{ address: "action.aws_lambda_invoke.go", type: "aws_lambda_invoke" }],
    };
    expect(uncovered([], [], invoked)).toEqual([
      "action.aws_lambda_invoke.go: the provider's action runs, and the review has none",
    ]);
    const failing = { checks: [{ address: { to_display: "check.health" }, status: "fail" }] };
    expect(uncovered([], [], failing)).toEqual(['check.health: the check is "fail" now']);
  });

  it("covers no further drift of what the configuration sets, nor a deletion", () => {
    const drift = (actions: readonly string[], after: Json) => ({
      resource_drift: [
        {
          mode: "managed",
          type: "aws_sqs_queue",
          address: "aws_sqs_queue.orders",
          change: { actions: [...actions], before: { name: "a", arn: "b" }, after },
        },
      ],
      configuration: {
        root_module: {
          resources: [{ address: "aws_sqs_queue.orders", expressions: { name: { constant_value: "a" } } }],
        },
      },
    });
    expect(uncovered([], [], drift(["update"], { name: "a", arn: "c" }))).toEqual([]);
    expect(uncovered([], [], drift(["update"], { name: "c", arn: "b" }))).toEqual([
      "aws_sqs_queue.orders: name changed outside Terraform",
    ]);
    expect(uncovered([], [], drift(["delete"], null))).toEqual([
      "aws_sqs_queue.orders: it was deleted outside Terraform",
    ]);
  });
});
