import { plainDataProblems } from "../../language/plain-data.ts";
import { formatProblem } from "../../language/problem.ts";

const REST =
  "allowed: plain data: objects, lists, text, numbers, true and false. Fix: write the value itself.";

function describeProblems(value: unknown): string[] {
  return plainDataProblems(value).map((problem) => formatProblem(problem).trim().replace(`; ${REST}`, ""));
}

/** An object that throws when it is inspected. */
function throwingProxy(): object {
  return new Proxy(
    {},
    {
      get: () => {
        throw new Error("read");
      },
      getPrototypeOf: () => {
        throw new Error("asked");
      },
      ownKeys: () => {
        throw new Error("listed");
      },
    },
  );
}

describe("plainDataProblems", () => {
  it("accepts plain data", () => {
    expect(plainDataProblems({ a: [1, "b", { c: null, d: undefined }], e: true })).toEqual([]);
    expect(plainDataProblems(Object.assign(Object.create(null), { a: 1 }))).toEqual([]);
  });

  it("accepts an object referenced twice", () => {
    const shared = { zones: ["a"] };
    expect(plainDataProblems({ one: shared, two: shared })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["a function", { a: { b: () => 1 } }, "a.b: received a function"],
    ["a symbol", { a: [Symbol("x")] }, "a[0]: received a symbol"],
    ["a big number", { a: 1n }, "a: received 1n"],
    ["a date", { a: new Date(0) }, "a: received an instance of Date"],
    ["a map", { a: new Map() }, "a: received an instance of Map"],
    ["an instance", { a: new (class Port {})() }, "a: received an instance of Port"],
    [
      "a list of another class",
      { a: new (class List extends Array {})() },
      "a: received an instance of List",
    ],
    ["a proxy", { a: throwingProxy() }, "a: received an instance of Proxy"],
    [
      "an object that inherits a proxy",
      { a: Object.create(throwingProxy()) },
      "a: received an instance of a class",
    ],
    [
      "a class without a usable name",
      { a: Object.create({ constructor: { name: 1 } }) },
      "a: received an instance of a class",
    ],
    ["a list with holes", { a: new Array(3) }, "a: received a list with holes or named properties"],
    [
      "a huge list with holes",
      { a: new Array(4_000_000_000) },
      "a: received a list with holes or named properties",
    ],
    [
      "a list with names",
      { a: Object.assign([1], { size: 1 }) },
      "a: received a list with holes or named properties",
    ],
    [
      "a key that changes the prototype",
      { a: JSON.parse('{"__proto__": {"b": 1}}') },
      'a: received an object with the key "__proto__"',
    ],
  ])("rejects %s", (_title, value, line) => {
    expect(describeProblems(value)).toEqual([line]);
  });

  it("does not run a getter", () => {
    const value = {
      get name(): string {
        throw new Error("read");
      },
    };
    expect(describeProblems(value)).toEqual(["name: received a getter or setter"]);
    const list = Object.defineProperty([1], 0, { get: () => 1, enumerable: true });
    expect(describeProblems({ list })).toEqual(["list[0]: received a getter or setter"]);
  });

  it("terminates on a cycle with several paths", () => {
    const one: Record<string, unknown> = {};
    for (const key of ["a", "b", "c"]) one[key] = one;
    expect(describeProblems(one)).toEqual([
      "a: received an object that contains itself",
      "b: received an object that contains itself",
      "c: received an object that contains itself",
    ]);
  });

  it("terminates on deep nesting", () => {
    let value: object = {};
    for (let depth = 0; depth < 10_000; depth++) value = { a: value };
    expect(describeProblems(value)).toEqual([
      `${Array(25).fill("a").join(".")}: received a value nested deeper than 24 levels`,
    ]);
  });

  it("terminates if shared objects expand to very many values", () => {
    let value: object = {};
    for (let depth = 0; depth < 23; depth++) value = { a: value, b: value };
    expect(describeProblems(value)).toEqual(["(the spec): received more than 100000 values"]);
  });

  it("reports every problem", () => {
    expect(describeProblems({ a: () => 1, b: [new Date(0), 2, 3n] })).toEqual([
      "a: received a function",
      "b[0]: received an instance of Date",
      "b[2]: received 3n",
    ]);
  });
});
