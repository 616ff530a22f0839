import { resolve } from "../../../language/resolve.ts";
import { itRejects, problemLines } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const present = (name: string, retirement: string) =>
  `retire.${name}: received "${retirement}"; allowed: the name of something that is no longer in the spec. Fix: remove ${name} from the spec, or this line.`;

describe("checks of what is retired", () => {
  itRejects(shop, [
    [
      "a store that is still in the spec",
      { retire: { db: "final-snapshot" } },
      present("db", "final-snapshot"),
    ],
    ["a workload that is still in the spec", { retire: { relay: "delete" } }, present("relay", "delete")],
    ["a load balancer that is still in the spec", { retire: { nlb: "keep" } }, present("nlb", "keep")],
    ["a user that is still in the spec", { retire: { uploader: "delete" } }, present("uploader", "delete")],
    [
      "an interface that is still in the spec",
      {
        interfaces: { licence: { tier: "private", zone: "us-east-1a", address: "10.0.32.10" } },
        retire: { licence: "keep" },
      },
      present("licence", "keep"),
    ],
    [
      "each of several, but not what is gone",
      { retire: { "old-db": "delete", cache: "delete", files: "keep" } },
      present("cache", "delete"),
      present("files", "keep"),
    ],
  ]);

  it("accept what is no longer in the spec, also by the name of an object's own property", () => {
    expect(problemLines(shop, { retire: { "old-db": "final-snapshot", constructor: "keep" } })).toEqual([]);
  });

  it("compare with the environment's own spec", () => {
    const flows = shop.flows?.filter(({ to }) => to !== "cache");
    const prod = { ...shop.environments.prod!, retire: { cache: "delete" } } as const;
    const withCache = { ...shop, flows, environments: { prod } };
    expect(problemLines(withCache, {})).toEqual([`environments.prod.${present("cache", "delete")}`]);
    const without = { ...shop, flows, environments: { prod: { ...prod, stores: { cache: null } } } };
    expect(problemLines(without, {})).toEqual([]);
  });

  it("are none without anything to retire", () => {
    expect(resolve(shop, "prod").retire).toEqual({});
  });
});
