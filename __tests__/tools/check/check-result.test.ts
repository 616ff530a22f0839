import { resolve } from "../../../language/resolve.ts";
import { hybrid } from "../../../platforms/hybrid.ts";
import { checkedPlatform } from "../../../tools/check/check-result.ts";

describe("a checked platform", () => {
  it("has its own stacks of every region, sorted by name, and none of a platform with a longer name", () => {
    const names = [
      "hybrid-prod-network-eu-west-1",
      "hybrid-prod-network",
      "hybrid-prod-eu-network",
      "hybrid-prod-connect",
      "cqube-prod-network",
    ];
    const stacks = names.map((name) => ({ name, dependencies: [], json: {} }));
    expect(checkedPlatform(resolve(hybrid, "prod"), stacks).stacks.map(({ name }) => name)).toEqual([
      "hybrid-prod-connect",
      "hybrid-prod-network",
      "hybrid-prod-network-eu-west-1",
    ]);
  });
});
