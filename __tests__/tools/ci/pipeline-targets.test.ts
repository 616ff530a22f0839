import { resolve } from "../../../language/resolve.ts";
import { pipelineTargets } from "../../../tools/ci/pipeline-targets.ts";
import { shop } from "../../language/support/shop.ts";

/** The shop in some environments, each promoted from another, or with no pipeline. */
function shops(after: Readonly<Record<string, string | null | undefined>>) {
  const environments = Object.fromEntries(
    Object.entries(after).map(([environment, first]) => {
      const github = { repository: "acme/shop", ...(first ? { after: first } : {}) };
      return [environment, { account: "111111111111", ...(first === null ? {} : { ci: { github } }) }];
    }),
  );
  const spec = { ...shop, environments };
  return Object.keys(after).map((environment) => resolve(spec, environment));
}

describe("the targets of a pipeline", () => {
  it("are the platforms with ci.github, with their roles and environments", () => {
    expect(pipelineTargets(shops({ prod: undefined, lab: null }), "github")).toEqual([
      {
        prefix: "shop-prod",
        platform: "shop",
        environment: "prod",
        region: shop.region,
        planRole: "arn:aws:iam::111111111111:role/shop-prod-ci-plan",
        applyRole: "arn:aws:iam::111111111111:role/shop-prod-ci-apply",
        planEnvironment: "shop-prod-plan",
        applyEnvironment: "shop-prod",
      },
    ]);
  });

  it("come after those that they are promoted from", () => {
    const targets = pipelineTargets(shops({ prod: "stage", stage: "dev", dev: undefined }), "github");
    expect(targets.map(({ prefix, after }) => [prefix, after])).toEqual([
      ["shop-dev", undefined],
      ["shop-stage", "shop-dev"],
      ["shop-prod", "shop-stage"],
    ]);
  });

  it.each([
    [{ prod: "dev", dev: null }, "shop-prod is promoted from shop-dev, which has no ci.github."],
    [{ prod: "prod" }, "shop-prod is promoted from shop-prod, which comes after it."],
    [{ prod: "dev", dev: "prod" }, "is promoted from shop-prod, which comes after it."],
  ])("are rejected if the order leads nowhere: %j", (after, message) => {
    expect(() => pipelineTargets(shops(after), "github")).toThrow(message);
  });

  it("of GitLab are those with ci.gitlab, with the branch that their role trusts", () => {
    const gitlab = { project: "acme/shop", branch: "live" };
    const environments = {
      dev: { account: "111111111111", ci: { gitlab } },
      prod: { account: "111111111111", ci: { gitlab: { ...gitlab, after: "dev" } } },
    };
    const all = ["prod", "dev"].map((environment) => resolve({ ...shop, environments }, environment));
    expect(pipelineTargets(all, "github")).toEqual([]);
    expect(
      pipelineTargets(all, "gitlab").map(({ prefix, branch, after }) => [prefix, branch, after]),
    ).toEqual([
      ["shop-dev", "live", undefined],
      ["shop-prod", "live", "shop-dev"],
    ]);
  });
});
