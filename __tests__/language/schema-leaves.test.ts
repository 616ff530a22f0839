import type { z } from "zod";
import { platformSchema } from "../../language/platform.ts";
import { describeIssue } from "../../language/schema-problems.ts";

interface Leaf {
  readonly path: string;
  readonly schema: z.core.$ZodType;
}

/** What a schema is made of, as zod keeps it. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly keyType?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly items?: readonly z.core.$ZodType[];
}

/** Every part of a schema that takes a value of its own: all but objects, defaults and what may be left out. */
function leavesOf(schema: z.core.$ZodType, path: string): Leaf[] {
  const definition = schema._zod.def as Definition;
  const { type, shape = {}, innerType, element, keyType, valueType, options = [], items = [] } = definition;
  const inside = [
    ...Object.entries(shape).flatMap(([key, value]) => leavesOf(value, `${path}.${key}`)),
    ...(innerType === undefined ? [] : leavesOf(innerType, path)),
    ...(element === undefined ? [] : leavesOf(element, `${path}[]`)),
    ...(keyType === undefined ? [] : leavesOf(keyType, `${path}{key}`)),
    ...(valueType === undefined ? [] : leavesOf(valueType, `${path}{}`)),
    ...options.flatMap((option) => leavesOf(option, path)),
    ...items.flatMap((item, index) => leavesOf(item, `${path}[${index}]`)),
  ];
  const isWrapper = ["object", "optional", "default", "prefault"].includes(type);
  // A union's branches that are words are its own matter: its message names them.
  const isWord = type === "literal";
  return isWrapper || isWord ? inside : [{ path, schema }, ...inside];
}

/** Values of every type: no leaf takes them all. */
const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  10 ** 12,
  "",
  "?",
  [],
  [null],
  { "?": null },
];

describe("every leaf of the schema", () => {
  const leaves = leavesOf(platformSchema, "platform");

  it("is found", () => {
    const paths = leaves.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(250);
    expect(paths).toContain("platform.networks{}.nat.instanceType");
    expect(paths).toContain("platform.workloads{}.scaling.steps.out.minutes");
  });

  it("says what it allows and how to fix it, whatever it is given", () => {
    const unsaid = leaves.flatMap(({ path, schema }) =>
      WRONG.flatMap((value) => {
        const result = (schema as z.ZodType).safeParse(value, { error: describeIssue });
        const own = result.success ? [] : result.error.issues.filter((issue) => issue.path.length === 0);
        return own
          .filter((issue) => !["unrecognized_keys"].includes(issue.code) && !issue.message.includes("\n"))
          .map((issue) => `${path}: ${JSON.stringify(value)}: ${issue.message}`);
      }),
    );
    expect(unsaid).toEqual([]);
  });

  it("refuses something", () => {
    const free = leaves.filter(({ schema }) =>
      WRONG.every((value) => (schema as z.ZodType).safeParse(value).success),
    );
    expect(free.map(({ path }) => path)).toEqual([]);
  });
});
