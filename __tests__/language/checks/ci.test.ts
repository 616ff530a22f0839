import { resolve } from "../../../language/resolve.ts";
import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const REPOSITORY =
  'ci.github.repository: received "%"; allowed: a repository with its owner. Fix: write it as "acme/shop", or with both IDs as "acme@1234/shop@5678".';
const repository = (name: string) => ({ ci: { github: { repository: name } } });
const rejected = (name: string) => REPOSITORY.replace("%", name);

describe("checks of a pipeline's roles", () => {
  itRejects(shop, [
    ["a repository without an owner", repository("shop"), rejected("shop")],
    ["every repository of an owner", repository("acme/*"), rejected("acme/*")],
    ["a repository with one ID", repository("acme@12/shop"), rejected("acme@12/shop")],
    [
      "pull requests that may apply",
      { ci: { github: { repository: "acme/shop", planEnvironment: "Live", applyEnvironment: "live" } } },
      'ci.github.planEnvironment: received "Live"; allowed: another environment than applyEnvironment, since jobs of pull requests plan. Fix: use a name such as "live-plan".',
    ],
    [
      "an environment of any name",
      { ci: { github: { repository: "acme/shop", applyEnvironment: "*" } } },
      'ci.github.applyEnvironment: received "*"; allowed: an environment\'s name of letters, digits, hyphens, dots and underscores. Fix: use a name such as "shop-prod".',
    ],
    [
      "a policy twice",
      {
        ci: {
          github: {
            repository: "acme/shop",
            applyPolicies: ["arn:aws:iam::aws:policy/IAMFullAccess", "arn:aws:iam::aws:policy/IAMFullAccess"],
          },
        },
      },
      'ci.github.applyPolicies[1]: received "arn:aws:iam::aws:policy/IAMFullAccess"; allowed: each policy only once. Fix: remove the duplicate.',
    ],
  ]);

  it("accept a repository with immutable IDs, and no pipeline at all", () => {
    const spec = { ...shop, ...repository("acme@1234/shop@5678") };
    const environment = Object.keys(shop.environments)[0]!;
    expect(resolve(spec, environment).ci.github?.repository).toBe("acme@1234/shop@5678");
    expect(resolve(shop, environment).ci).toEqual({});
  });
});
