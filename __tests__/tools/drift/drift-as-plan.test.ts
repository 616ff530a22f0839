import { driftAsPlan } from "../../../tools/drift/drift-as-plan.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";

const resource = (name: string, values: object | null) => ({
  ...{ address: `aws_vpc.${name}`, mode: "managed", type: "aws_vpc", name, provider_name: "aws" },
  values,
});
const drift = (name: string, actions: readonly string[], before: object, after: object | null) => {
  const { values: _, ...identity } = resource(name, null);
  return { ...identity, change: { actions, before, after } };
};

describe("drift as a plan", () => {
  const json = {
    format_version: "1.2",
    prior_state: {
      values: {
        root_module: {
          resources: [resource("changed", { cidr: "real" }), resource("owned", { cidr: "theirs" })],
          child_modules: [{ address: "module.m", resources: [resource("inner", { cidr: "real" })] }],
        },
      },
    },
    planned_values: { root_module: { resources: [resource("changed", { cidr: "wanted" })] } },
    resource_changes: [],
    resource_drift: [
      drift("changed", ["update"], { cidr: "deployed" }, { cidr: "real" }),
      drift("inner", ["update"], { cidr: "deployed" }, { cidr: "real" }),
      drift("owned", ["update"], { cidr: "ours" }, { cidr: "theirs" }),
      drift("gone", ["delete"], { cidr: "deployed" }, null),
    ],
    output_changes: { a: { actions: ["update"] } },
  };
  const counted = new Set(["aws_vpc.changed", "aws_vpc.inner", "aws_vpc.gone"]);
  const plan = driftAsPlan(parsePlan(JSON.parse(JSON.stringify(json)), { stack: "s", path: "p" }), counted);

  it("leads from what was deployed, with what was deleted since, to what is there", () => {
    const valuesOf = (values: unknown) => {
      const { root_module: root } = values as {
        readonly root_module: {
          readonly resources: readonly ReturnType<typeof resource>[];
          readonly child_modules: readonly { readonly resources: readonly ReturnType<typeof resource>[] }[];
        };
      };
      const all = [...root.resources, ...root.child_modules.flatMap(({ resources }) => resources)];
      return Object.fromEntries(all.map(({ name, values: own }) => [name, (own as { cidr: string }).cidr]));
    };
    const { values } = plan.json.prior_state as { readonly values: unknown };
    expect(valuesOf(values)).toEqual({
      changed: "deployed",
      inner: "deployed",
      gone: "deployed",
      owned: "theirs",
    });
    expect(valuesOf(plan.json.planned_values)).toEqual({ changed: "real", inner: "real", owned: "theirs" });
  });

  it("changes what drifted and counts, and no output", () => {
    expect(plan.changes.map(({ address, action }) => `${action} ${address}`)).toEqual([
      "update aws_vpc.changed",
      "delete aws_vpc.gone",
      "update aws_vpc.inner",
    ]);
    expect(plan).toMatchObject({ outputs: [], drift: [] });
  });
});
