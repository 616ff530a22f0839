import { registry } from "../../../language/language.ts";
import { withChangedAccount } from "../../support/change-in-simulation.ts";
import { smallShop as shop } from "./support/small-shop.ts";

const MINUTES = 60_000;

describe("a change in two passes", () => {
  it(
    "renames a service and moves its port, one at a time: traffic moves before anything is deleted",
    async () => {
      const moreImages = { stores: { images: registry({ keepImages: 50 }) } };
      const forms = [shop("web", 8080), shop("www", 8090, moreImages)];
      await withChangedAccount(forms, "snapshot", async (account, [before, after]) => {
        await account.deploy(before!);
        const [stack] = before!;
        const other = () => account.locked(forms[0]!, stack!, async () => "second");
        await account.locked(forms[0]!, stack!, () =>
          expect(other()).rejects.toThrow(/^Another change of shop-prod is running[\s\S]*ID: +\S+/),
        );
        // Released, it can be taken again.
        expect(await other()).toBe("second");

        const steps = await account.deploy(after!);
        // A rule that nothing uses meanwhile is replaced, since its provider cannot change it.
        const replaced = steps.flatMap(({ pass, replace }) => replace.map((address) => `${pass} ${address}`));
        expect(replaced).toEqual([expect.stringMatching(/^up aws_ecr_lifecycle_policy\./)]);
        const deleting = steps.filter((step) => step.delete.length > 0);
        expect(new Set(deleting.map(({ pass }) => pass))).toEqual(new Set(["down"]));
        expect(steps.map(({ pass, stack }) => `${pass} ${stack}`)).toEqual([
          "up shop-prod-network",
          expect.stringMatching(/^up shop-prod-(data|edge)$/),
          expect.stringMatching(/^up shop-prod-(data|edge)$/),
          "up shop-prod-compute",
          "up shop-prod-observe",
          "turn shop-prod-compute",
          "down shop-prod-observe",
          "down shop-prod-compute",
          "down shop-prod-network",
        ]);
        expect(await account.secondPlans(after!)).toEqual([]);
        const groups = account.simulation.simulator.account.resources("aws_lb_target_group");
        expect(groups.map(({ values }) => values.name)).toEqual(["shop-prod-www"]);
        // Deployed again, each stack would have one pass, with the very form of these second plans.
        const again = await account.plan(after!);
        expect(again.stacks).toHaveLength(after!.length);
        for (const { name, up, turned, down } of again.stacks) {
          expect({ up, turned, down }).toEqual({ up: after!.find((one) => one.name === name)!.json });
        }
      });
    },
    5 * MINUTES,
  );
});
