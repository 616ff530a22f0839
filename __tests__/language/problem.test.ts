import fc from "fast-check";
import {
  fixUnknownName,
  formatNameList,
  formatProblem,
  formatReceived,
  joinPath,
  nearestName,
  SpecError,
} from "../../language/problem.ts";

const problem = { path: "a.b", received: "1", allowed: "2", fix: "use 2" };

describe("problems", () => {
  it("are formatted as one line: path, received, allowed, fix", () => {
    expect(formatProblem(problem)).toBe("  a.b: received 1; allowed: 2. Fix: use 2.");
    expect(formatProblem({ ...problem, fix: 'did you mean "c"?' })).toMatch(/Fix: did you mean "c"\?$/);
  });

  it("are all in the message of a SpecError", () => {
    expect(new SpecError("shop (prod)", [problem]).message).toBe(
      "shop (prod): 1 problem in the spec\n  a.b: received 1; allowed: 2. Fix: use 2.",
    );
    expect(new SpecError("shop (prod)", [problem, problem]).message.split("\n")).toHaveLength(3);
    expect(new SpecError("shop (prod)", [problem, problem]).message).toMatch(/^shop \(prod\): 2 problems/);
  });

  it.each<[readonly PropertyKey[], string]>([
    [[], "(the spec)"],
    [["stores", "db"], "stores.db"],
    [["zones", 1], "zones[1]"],
    [["stores", "a b"], 'stores["a b"]'],
    [["environments", "a\nb"], 'environments["a\\nb"]'],
  ])("have a path: %j becomes %s", (parts, path) => {
    expect(joinPath(parts)).toBe(path);
  });

  it("show any received value on one short line", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSet: true,
        }),
        (value) => {
          const shown = formatReceived(value);
          expect(shown.length).toBeLessThanOrEqual(80);
          expect(shown).not.toMatch(/[\n\r]/);
        },
      ),
    );
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(formatReceived(cycle)).toBe("an object");
    expect(formatReceived(undefined)).toBe("nothing");
    expect(formatReceived(Number.NaN)).toBe("NaN");
    expect(formatReceived("x".repeat(1_000_000))).toHaveLength(80);
  });

  it("list names as in a sentence", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(formatNameList)).toEqual([
      "none",
      "a",
      "a or b",
      "a, b or c",
    ]);
  });

  it("suggest the nearest name within an edit distance of two", () => {
    expect(nearestName("alb", ["nlb", "alb2", "web"])).toBe("nlb");
    expect(nearestName("Private", ["public", "private"])).toBe("private");
    expect(nearestName("reports", ["public", "private"])).toBeUndefined();
    expect(nearestName("a", ["b"])).toBeUndefined();
    expect(fixUnknownName("wep", ["web", "app"])).toBe('did you mean "web"?');
    expect(fixUnknownName("other", ["web", "app"])).toBe("use one of them");
    expect(fixUnknownName("other", ["web"])).toBe('use "web"');
    expect(fixUnknownName("other", [])).toBe("remove it");
  });
});
