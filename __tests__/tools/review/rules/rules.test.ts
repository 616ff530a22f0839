import { readdirSync } from "node:fs";
import fc from "fast-check";
import type { SchemaBlock } from "../../../../tools/rehearse/simulator/schema.ts";
import { committedSnapshot } from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import type { ReviewRule } from "../../../../tools/review/rules/review-rule.ts";
import { judgeExample } from "../../../support/review-rules.ts";

const FOLDER = new URL("../../../../tools/review/rules/", import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
const modules = await Promise.all(files.map((file): Promise<object> => import(new URL(file, FOLDER).href)));
/** Each exported list of rules. */
const lists = modules.flatMap((exported) =>
  Object.entries(exported).flatMap(([name, value]: [string, unknown]) =>
    name.endsWith("Rules") && Array.isArray(value) ? [value as ReviewRule[]] : [],
  ),
);
const rules = lists.flat();

describe("all rules of the review", () => {
  it("are found", () => {
    expect(lists.length).toBeGreaterThan(15);
    expect(rules.length).toBeGreaterThan(150);
  });

  it("have IDs that are unique and in kebab-case", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  it("name types and attributes as the provider does", () => {
    const { resources } = committedSnapshot();
    const ofAws = rules.filter(({ types }) => types.every((type) => type.startsWith("aws_")));
    const wrong = ofAws.flatMap(({ id, types, guards = [] }) => {
      const blocks = types.flatMap((type) => resources.get(type)?.block ?? []);
      const unnamed = guards.filter((path) => !blocks.some((block) => hasAttribute(block, path.split("."))));
      return [
        ...types
          .filter((type) => type.startsWith("aws_") && resources.get(type) === undefined)
          .map((type) => `${id}: no type ${type}`),
        ...unnamed
          .filter((path) => !LATER_ATTRIBUTES.includes(path))
          .map((path) => `${id}: no attribute ${path}`),
        ...(types.length === 0 || new Set(types).size < types.length ? [`${id}: no or repeated types`] : []),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it("cite pages of AWS, of the provider or of Terraform", () => {
    const page =
      /^https:\/\/(docs\.aws\.amazon\.com\/|registry\.terraform\.io\/providers\/hashicorp\/|github\.com\/hashicorp\/|developer\.hashicorp\.com\/)\S+$/;
    const wrong = rules.flatMap(({ id, documentation }) => [
      ...documentation.filter((address) => !page.test(address)).map((address) => `${id}: ${address}`),
      ...(documentation.length === 0 ? [`${id}: none`] : []),
    ]);
    expect(wrong).toEqual([]);
  });

  it("say what they find in one line of a table", () => {
    const wrong = rules.filter(({ finds }) => !/^[A-Za-z][^\n|]{9,110}[^.\s]$/.test(finds));
    expect(wrong.map(({ id, finds }) => `${id}: ${finds}`)).toEqual([]);
  });

  it("see no risk in an update that changes nothing, whatever the attributes are", () => {
    fc.assert(
      fc.property(anyRule, fc.integer(), fc.boolean(), (rule, seed, isReversed) => {
        const before = drawAttributes(rule, seed);
        const after = isReversed ? Object.fromEntries(Object.entries(before).reverse()) : before;
        expect(judgeExample(rule, { before, after })).toEqual([]);
      }),
      // Values of other types than the schema's are compared by what they hold.
      {
        examples: rules
          .filter(({ id }) => id === "rds-snapshot-shared")
          .map((rule) => [rule, 1021716339, false]),
      },
    );
  });

  it("judge every action of every value without an exception", () => {
    const actions = fc.constantFrom(
      ...["create", "update", "delete", "forget", "read", "delete,create", "create,delete", "a"].map((text) =>
        text.split(","),
      ),
    );
    fc.assert(
      fc.property(
        anyRule,
        actions,
        fc.integer(),
        fc.integer(),
        fc.boolean(),
        (rule, action, one, two, isUnknown) => {
          const after = drawAttributes(rule, two);
          const unknown = isUnknown ? Object.fromEntries(Object.keys(after).map((name) => [name, true])) : {};
          const example = { actions: action, before: drawAttributes(rule, one), after, unknown };
          expect(Array.isArray(judgeExample(rule, example))).toBe(true);
        },
      ),
    );
  });
});

/** Attributes of version 6 of the provider. */
const LATER_ATTRIBUTES = ["deletion_protection", "multi_tenant"];

/** Looks a path up in a schema, whose blocks have no positions. */
function hasAttribute(block: SchemaBlock, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (/^\d+$/.test(name)) return hasAttribute(block, rest);
  const inner = block.blocks[name];
  return block.attributes[name] !== undefined || (inner !== undefined && hasAttribute(inner.block, rest));
}

const anyRule = fc.constantFrom(...rules);

/** Attributes as rules read them: guarded ones and flags, each with a value of any kind. */
const FLAGS = [
  "skip_final_snapshot",
  "deletion_protection",
  "force_destroy",
  "rule",
  "policy",
  "status",
  "name",
];

function drawAttributes(rule: ReviewRule, seed: number): Record<string, unknown> {
  const names = [...FLAGS, ...(rule.guards ?? []).flatMap((path) => path.split(".").slice(0, 1))];
  const values = fc.sample(ANY_VALUE, { numRuns: names.length, seed });
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

const ANY_VALUE = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -1, max: 400 }),
  fc.constantFrom("", "{}", "x", "aws:kms", "Enabled", "public-read", "[", null),
  fc.array(
    fc.dictionary(fc.constantFrom("id", "name", "status", "days", "0"), fc.jsonValue({ maxDepth: 1 })),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
