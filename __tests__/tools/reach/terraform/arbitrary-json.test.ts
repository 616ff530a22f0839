import fc from "fast-check";
import { declarationsOf } from "../../../../tools/reach/terraform/configuration/declarations.ts";
import type { ModuleFolder } from "../../../../tools/reach/terraform/configuration/folder.ts";
import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { readStacks } from "../../../../tools/reach/terraform/configuration/read-stacks.ts";
import { joinInventory } from "../../../../tools/reach/terraform/join-inventory.ts";
import { readPlan } from "../../../../tools/reach/terraform/plan/read-plan.ts";
import type { StackContents } from "../../../../tools/reach/terraform/stack-contents.ts";
import { readRawState } from "../../../../tools/reach/terraform/state/raw-state.ts";
import { readShownState } from "../../../../tools/reach/terraform/state/shown-state.ts";

/** Strings with and without expressions. */
const text = fc.oneof(
  fc.constantFrom(
    "${aws_vpc.a.id}",
    "${aws_vpc.a[0].x}",
    "${aws_vpc.b[*].id}",
    "${local.a}",
    "${local.b}",
    "${var.a}",
    "${each.value}",
    "${count.index}",
    "${data.terraform_remote_state.a.outputs.a}",
    "${module.a.b}",
    "${values(aws_vpc.b)}",
    "aws_vpc.a.id",
    "aws_vpc.a",
    "var.a",
    "module.a.b",
    "s3",
  ),
  fc.string({ maxLength: 8 }),
);
const key = fc.constantFrom(
  "a",
  "b",
  "id",
  "count",
  "for_each",
  "dynamic",
  "content",
  "references",
  "__proto__",
  "//",
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(null, true, 0, 1, 2, -1),
    text,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 4 }),
  ),
}));
const body = fc.dictionary(key, json, { maxKeys: 4 });
const named = fc.dictionary(fc.constantFrom("a", "b"), body, { maxKeys: 2 });
const types = fc.record({ aws_vpc: fc.oneof(named, json), aws_lb: named });

/**
 * Joins stacks and checks that every value can be resolved and every gap has a reason.
 */
function checkInventory(...parts: readonly StackContents[]): void {
  const all = joinInventory(parts);
  for (const { values } of all.resources) for (const value of Object.values(values)) all.resolve(value);
  for (const { why } of all.gaps) expect(why).not.toBe("");
}

/** Returns a value as if it was read from a JSON file. */
function asRead(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

function folder(json: JsonObject): ModuleFolder {
  const declarations = declarationsOf([{ path: "main.tf.json", json, isOverride: true }]);
  return { path: "/", declarations, variables: new Map(), modules: new Map(), unparsedFiles: [] };
}

it("arbitrary Terraform JSON can be read", () => {
  const stack = fc.record({
    resource: fc.oneof(types, json),
    data: fc.oneof(fc.record({ terraform_remote_state: named, aws_vpc: named }), json),
    locals: fc.oneof(body, json),
    variable: named,
    output: named,
    module: named,
    provider: json,
    terraform: json,
  });
  fc.assert(
    fc.property(stack, stack, (one, other) => {
      const stacks = [one, other].map((each, i) => ({ stack: `s${i}`, folder: folder(asRead(each)) }));
      checkInventory(...readStacks(stacks));
    }),
    { numRuns: 500 },
  );
});

it("an arbitrary plan or state can be read", () => {
  const resource = fc.record({
    address: fc.oneof(
      fc.constantFrom("aws_vpc.a", "aws_vpc.a[0]", 'module.a["b"].aws_vpc.a', "aws_subnet.b"),
      json,
    ),
    mode: fc.constantFrom("managed", "data"),
    type: fc.constantFrom("aws_vpc", "aws_subnet"),
    name: json,
    index: fc.oneof(fc.constant(0), json),
    values: json,
    expressions: json,
    instances: fc.array(fc.record({ attributes: json, index_key: json }), { maxLength: 2 }),
    change: fc.record({ after_unknown: json }),
  });
  const module = fc.record({
    resources: fc.oneof(fc.array(resource, { maxLength: 4 }), json),
    child_modules: json,
    outputs: json,
    module_calls: json,
    variables: json,
  });
  const document = fc.record({
    planned_values: fc.record({ root_module: module, outputs: json }),
    prior_state: fc.oneof(fc.record({ values: fc.record({ root_module: module }) }), json),
    configuration: fc.oneof(fc.record({ root_module: module, provider_config: json }), json),
    resource_changes: fc.oneof(fc.array(resource, { maxLength: 4 }), json),
    resources: fc.oneof(fc.array(resource, { maxLength: 4 }), json),
    values: fc.record({ root_module: module, outputs: json }),
    variables: json,
    outputs: json,
  });
  fc.assert(
    fc.property(document, (given) => {
      const json = asRead(given);
      checkInventory(readPlan("a", json), readShownState("b", json), readRawState("c", json));
    }),
    { numRuns: 1000 },
  );
});
