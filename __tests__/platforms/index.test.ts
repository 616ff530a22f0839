import { environmentsOf, resolve } from "../../language/resolve.ts";
import { platformNamed, platforms } from "../../platforms/index.ts";

const pairs = platforms.flatMap((spec) =>
  environmentsOf(spec).map((environment) => [spec.name, environment] as const),
);

describe("the platforms", () => {
  it("are these, CyberShield first", () => {
    expect(pairs).toEqual([
      ["cybershield", "prod"],
      ["cybershield", "dev"],
      ["roboshop", "lab"],
      ["roboshop", "prod"],
      ["cqube", "prod"],
      ["hybrid", "prod"],
    ]);
  });

  it.each(pairs)("%s resolves in %s", (name, environment) => {
    const platform = resolve(platformNamed(name)!, environment);
    expect([platform.name, platform.environment]).toEqual([name, environment]);
  });

  it("are found by name", () => {
    expect(platformNamed("hybrid")?.name).toBe("hybrid");
    expect(platformNamed("shipyard")).toBeUndefined();
  });

  it("use an account of their own in each environment, so that none can touch another", () => {
    const accounts = pairs.map(([name, environment]) => resolve(platformNamed(name)!, environment).account);
    expect(new Set(accounts).size).toBe(accounts.length);
  });
});
