import { platformsInAccountsOf, SelectionError, selectPlatforms } from "../../language/selection.ts";
import { cqube } from "../../platforms/cqube.ts";
import { cybershield } from "../../platforms/cybershield.ts";
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

describe("the platforms in the accounts of the selected ones", () => {
  const prod = select("cybershield", "prod");
  const broken = (account: string) => ({ ...cqube, environments: { prod: { account, region: "nowhere" } } });
  const names = (specs: Parameters<typeof platformsInAccountsOf>[0]) =>
    platformsInAccountsOf(specs, prod).map(({ name, environment }) => `${name}-${environment}`);

  it("are those of every spec, in any environment, and no others", () => {
    const neighbour = {
      ...cqube,
      environments: { shared: { account: "111111111111" }, own: { account: "555555555555" } },
    };
    expect(names([cybershield, neighbour])).toEqual(["cybershield-prod", "cqube-shared"]);
  });

  it("are not stopped by the problems of a spec in another account", () => {
    expect(names([cybershield, broken("555555555555") as never])).toEqual(["cybershield-prod"]);
    expect(() => names([cybershield, broken("111111111111") as never])).toThrow('region: received "nowhere"');
  });
});
