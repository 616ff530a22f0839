import { merge } from "../../../language/merge.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { SelectionError } from "../../../language/selection.ts";
import { checkSpecs } from "../../../tools/check/check-specs.ts";
import { shop } from "../../language/support/shop.ts";

/** The shop in two environments. */
const twice = merge(shop, {
  environments: { prod: {}, dev: { account: "222222222222" } },
}) as PlatformSpec;
const changed = (change: object) => merge(twice, change) as PlatformSpec;

describe("a check of specs", () => {
  it("resolves every environment of every platform", () => {
    const { platforms, problems } = checkSpecs([twice, { ...shop, name: "other" }], {});
    expect(platforms.map(({ name, environment }) => `${name} ${environment}`)).toEqual([
      "shop prod",
      "shop dev",
      "other prod",
    ]);
    expect(problems).toEqual([]);
  });

  it("reports a problem of several environments once", () => {
    const spec = changed({
      networks: { main: { cidr: "10.0.0.1/16" } },
      environments: { dev: { account: "22" } },
    });
    const { platforms, problems } = checkSpecs([spec], {});
    expect(platforms).toEqual([]);
    expect(problems.map(({ platform, path, environments }) => [platform, path, environments])).toEqual([
      ["shop", "networks.main.cidr", ["prod", "dev"]],
      ["shop", "environments.dev.account", ["dev"]],
    ]);
  });

  it("resolves the good environments beside a bad one", () => {
    const { platforms, problems } = checkSpecs([changed({ environments: { dev: { account: "22" } } })], {});
    expect(platforms.map(({ environment }) => environment)).toEqual(["prod"]);
    expect(problems).toHaveLength(1);
  });

  it("checks only what is selected", () => {
    const specs = [changed({ environments: { dev: { account: "22" } } }), { ...shop, name: "other" }];
    expect(checkSpecs(specs, { platform: "shop", environment: "prod" }).problems).toEqual([]);
    expect(checkSpecs(specs, { platform: "other" }).platforms).toHaveLength(1);
  });

  it.each([
    [
      "platform",
      { platform: "shp" },
      'platform: received "shp"; allowed: one of shop. Fix: did you mean "shop"?',
    ],
    [
      "environment",
      { environment: "prd" },
      'environment: received "prd"; allowed: one of prod or dev. Fix: did you mean "prod"?',
    ],
  ])("rejects an unknown %s", (_, selection, message) => {
    expect(() => checkSpecs([twice], selection)).toThrow(SelectionError);
    expect(() => checkSpecs([twice], selection)).toThrow(message);
  });

  it("reports a spec without environments", () => {
    const { problems } = checkSpecs([{ ...shop, environments: {} }], {});
    expect(problems.map(({ path, environments }) => [path, environments])).toEqual([["environments", []]]);
  });
});
