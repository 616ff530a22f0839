import type { StackChange } from "../../../tools/deploy/stack-change.ts";
import { downOrder, upOrder } from "../../../tools/deploy/up-order.ts";

function stack(name: string, dependencies: readonly string[], ...types: readonly string[]): StackChange {
  const up = { resource: Object.fromEntries(types.map((type) => [type, {}])) };
  return {
    name,
    dependencies,
    up,
    turned: undefined,
    asides: new Map(),
    down: undefined,
    leftovers: [],
    mayFinishDeletions: false,
    forgotten: [],
    movedLinks: [],
    cuts: [],
  };
}

const STACKS = [
  stack("network", [], "aws_vpc", "aws_route"),
  stack("edge", ["network"], "aws_lb"),
  stack("compute", ["network", "edge"], "aws_ecs_service"),
  stack("connect", ["network", "edge"], "aws_route"),
];

const after = (order: ReturnType<typeof upOrder>) =>
  Object.fromEntries(order.map((step) => [step.name, [...step.after].sort()]));

describe("the order of the passes", () => {
  it("is up along what stacks read, and routes before what uses them", () => {
    expect(after(upOrder(STACKS))).toEqual({
      network: [],
      edge: ["network"],
      connect: ["edge", "network"],
      compute: ["connect", "edge", "network"],
    });
  });

  it("is down the other way round", () => {
    expect(after(downOrder(STACKS))).toEqual({
      compute: [],
      connect: ["compute"],
      edge: ["compute", "connect"],
      network: ["compute", "connect", "edge"],
    });
  });
});
