import { SelectionError, selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";

const select = (platform?: string, environment?: string) =>
  selectPlatforms(platforms, { platform, environment, states: false, unprotected: [] });

describe("a selection of platforms", () => {
  it("is every environment of every platform unless it names one", () => {
    const names = select().map(({ name, environment }) => `${name}-${environment}`);
    expect(names).toContain("cybershield-prod");
    expect(
      select("cybershield")
        .map(({ environment }) => environment)
        .sort(),
    ).toEqual(["dev", "prod"]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    [
      "cybershild",
      undefined,
      'platform: received "cybershild"; allowed: one of cybershield, roboshop, cqube or hybrid. Fix: did you mean "cybershield"?',
    ],
    [
      "cybershield",
      "staging",
      'environment: received "staging"; allowed: one of prod or dev. Fix: use one of them.',
    ],
  ])("reports an unknown name in one line: %s %s", (platform, environment, message) => {
    expect(() => select(platform, environment)).toThrow(SelectionError);
    expect(() => select(platform, environment)).toThrow(expect.objectContaining({ message }));
  });
});
