import "../../support/reach-matchers.ts";
import { expectedConnectivity } from "../../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../../tools/reach/analysis/network-analysis.ts";
import { cybershieldIn } from "../../support/platforms.ts";
import { withSynthesized } from "../../support/synth.ts";

const EXPECTED = [
  ["internet", "cybershield-dev/alb", 80],
  ["internet", "cybershield-dev/alb", 443],
  ["cybershield-dev/alb", "cybershield-dev/app", 8000],
  ["cybershield-dev/app", "cybershield-dev/db", 5432],
  ["cybershield-dev/app", "cybershield-dev/cache", 6379],
  ["cybershield-dev/app", "s3", 443],
  ["cybershield-dev/app", "internet", 443],
  ["cybershield-dev/app", "cybershield-dev/main-nat", 443],
  ["cybershield-dev/main-nat", "internet", 443],
] as const;

/** Returns a matcher's failure message. */
async function failure(assertion: () => Promise<unknown>): Promise<string> {
  const error: unknown = await assertion().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message;
}

describe("the Vitest matchers", () => {
  it("accept a synthesized folder", () =>
    withSynthesized([cybershieldIn("dev")], async (folder) => {
      await expect(folder).toReach("cybershield-dev/app", "cybershield-dev/db", 5432);
      await expect(folder).not.toReach("cybershield-dev/app", "cybershield-dev/db", 22);
      await expect(folder).toAllowExactly(EXPECTED);
    }));

  it("accept a NetworkAnalysis, and flows as the spec declares them", () =>
    withSynthesized([cybershieldIn("dev")], async (folder) => {
      const network = await NetworkAnalysis.read(folder);
      await expect(network).toAllowExactly(expectedConnectivity(cybershieldIn("dev")));
      await expect(network).toReach("internet", "cybershield-dev/app", 8000);
      await expect(network).not.toReach("cybershield-dev/db", "internet");
    }));

  it("list the differences in their failure messages", () =>
    withSynthesized([cybershieldIn("dev")], async (folder) => {
      const network = await NetworkAnalysis.read(folder);
      const fewer = await failure(() => expect(network).toAllowExactly(EXPECTED.slice(1)));
      expect(fewer).toContain("possible, but not declared: internet → cybershield-dev/alb  tcp 80");
      const more = await failure(() =>
        expect(network).toAllowExactly([...EXPECTED, ["internet", "cybershield-dev/db", 5432]]),
      );
      expect(more).toContain("declared, but not possible: internet → cybershield-dev/db  tcp 5432");
      expect(more).toContain("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
      const open = await failure(() =>
        expect(network).not.toReach("cybershield-dev/app", "cybershield-dev/db", 5432),
      );
      expect(open).toContain("cybershield-dev/app → cybershield-dev/db, tcp 5432: allowed");
    }));
});
