import { environmentsOf, resolve } from "../../language/resolve.ts";
import { platformNamed, platforms } from "../../platforms/index.ts";

const pairs = platforms.flatMap((spec) =>
  environmentsOf(spec).map((environment) => [spec.name, environment] as const),
);

describe("the platforms", () => {
  it("have these names and environments, CyberShield first", () => {
    expect(pairs).toEqual([
      ["cybershield", "prod"],
      ["cybershield", "dev"],
      ["roboshop", "lab"],
      ["roboshop", "prod"],
      ["cqube", "prod"],
      ["hybrid", "prod"],
    ]);
  });

  it.each(pairs)("include %s, which resolves in %s", (name, environment) => {
    const platform = resolve(platformNamed(name)!, environment);
    expect([platform.name, platform.environment]).toEqual([name, environment]);
  });

  it("are found by name", () => {
    expect(platformNamed("hybrid")?.name).toBe("hybrid");
    expect(platformNamed("shipyard")).toBeUndefined();
  });

  it("use a separate account for each environment", () => {
    const accounts = pairs.map(([name, environment]) => resolve(platformNamed(name)!, environment).account);
    expect(new Set(accounts).size).toBe(accounts.length);
  });
});
