import fc from "fast-check";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import { orderPlans } from "../../../../tools/review/plan/plan-order.ts";

interface StackParts {
  /** The outputs before. */
  readonly outputs?: object;
  /** The outputs that its remote states have. */
  readonly reads?: readonly object[];
  readonly mode?: "destroy";
}

function plan(stack: string, { outputs = {}, reads = [], mode }: StackParts = {}) {
  const destroyed = { address: "aws_vpc.a", mode: "managed", type: "aws_vpc", provider_name: "aws" };
  const json = {
    format_version: "1.2",
    prior_state: {
      values: {
        outputs: Object.fromEntries(
          Object.entries(outputs).map(([name, value]) => [name, { sensitive: false, value }]),
        ),
        root_module: {
          resources: reads.map((read, index) => ({
            address: `data.terraform_remote_state.r${index}`,
            mode: "data",
            type: "terraform_remote_state",
            name: `r${index}`,
            values: { backend: "s3", outputs: read },
          })),
        },
      },
    },
    resource_changes:
      mode === "destroy"
        ? [{ ...destroyed, change: { actions: ["delete"], before: { id: "vpc-1" }, after: null } }]
        : [],
  };
  return parsePlan(JSON.parse(JSON.stringify(json)), { stack, path: `${stack}.json` });
}

const NETWORK = { vpc_id: "vpc-1", subnet_ids: ["subnet-1"] };
const stacks = (...plans: ReturnType<typeof plan>[]) => orderPlans(plans).plans.map(({ stack }) => stack);

describe("orderPlans", () => {
  it("puts a stack before those that read its outputs, whatever their names are", () => {
    const network = plan("z-network", { outputs: NETWORK });
    const data = plan("m-data", { outputs: { db: "db-1" }, reads: [NETWORK] });
    const compute = plan("a-compute", { reads: [NETWORK, { db: "db-1" }] });
    expect(stacks(compute, data, network)).toEqual(["z-network", "m-data", "a-compute"]);
    expect(orderPlans([compute, data, network])).toMatchObject({ isFromOutputs: true, circular: [] });
  });

  it("puts a stack that is destroyed after those that read its outputs", () => {
    const network = plan("a-network", { outputs: NETWORK, mode: "destroy" });
    expect(network.mode).toBe("destroy");
    expect(stacks(network, plan("z-data", { reads: [NETWORK] }))).toEqual(["z-data", "a-network"]);
  });

  it("takes the order of the names without a remote state of one of them", () => {
    const other = plan("b", { reads: [{ ...NETWORK, vpc_id: "vpc-2" }, {}, { vpc_id: "vpc-1" }] });
    const order = orderPlans([plan("c", { outputs: NETWORK }), other, plan("a")]);
    expect(order.plans.map(({ stack }) => stack)).toEqual(["a", "b", "c"]);
    expect(order.isFromOutputs).toBe(false);
  });

  it("names stacks that read each other's outputs", () => {
    const a = plan("a", { outputs: { x: 1 }, reads: [{ y: 2 }] });
    const b = plan("b", { outputs: { y: 2 }, reads: [{ x: 1 }] });
    expect(orderPlans([b, a])).toMatchObject({ circular: ["a"] });
    expect(stacks(b, a)).toEqual(["a", "b"]);
  });

  it("does not depend on the order of the input", () => {
    const all = [
      plan("z", { outputs: NETWORK }),
      plan("y", { outputs: { db: 1 }, reads: [NETWORK] }),
      plan("x", { reads: [{ db: 1 }] }),
      plan("w", { reads: [NETWORK] }),
      plan("v"),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(stacks(...shuffled)).toEqual(["v", "z", "w", "y", "x"]);
      }),
    );
  });
});
