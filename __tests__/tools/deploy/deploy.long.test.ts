import { registry } from "../../../language/language.ts";
import { type FaultPlan, faultOnce } from "../../../tools/rehearse/simulator/faults.ts";
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

  it(
    "deletes nothing while what takes over is not healthy, and goes on once it is",
    async () => {
      const forms = [shop("web", 8080), shop("www", 8080)];
      await withChangedAccount(forms, "snapshot", async (account, [before, after]) => {
        await account.deploy(before!);
        const { health, simulator } = account.simulation;
        health.unhealthy.add("shop-prod-www");
        await expect(account.deploy(after!)).rejects.toThrow(
          [
            "What takes over did not get healthy in time:",
            "  service shop-prod-www: 0 of 1 tasks run",
            "  targets shop-prod-www: 0 of 1 targets healthy",
            "Nothing was deleted, and what was there goes on serving. Mend it and deploy again, or go on with",
            "--accept-cut shop-prod-www",
          ].join("\n"),
        );
        const names = () => simulator.account.resources("aws_ecs_service").map(({ values }) => values.name);
        expect(names().sort()).toEqual(["shop-prod-web", "shop-prod-www"]);
        health.unhealthy.clear();
        await account.deploy(after!);
        expect(names()).toEqual(["shop-prod-www"]);
        expect(await account.secondPlans(after!)).toEqual([]);
      });
    },
    5 * MINUTES,
  );

  it.each([
    ["up", "aws_ecs_service", "create", true],
    ["down", "aws_security_group", "delete", false],
  ] as const)(
    "goes on after the %s pass was interrupted: %s, %s",
    async (_pass, type, action, afterApply) => {
      const apiError = { code: "InternalFailure", message: "cut", operation: "Cut" };
      let faults: FaultPlan = () => undefined;
      const forms = [shop("web", 8080), shop("www", 8080)];
      await withChangedAccount(
        forms,
        "snapshot",
        async (account, [before, after]) => {
          await account.deploy(before!);
          faults = faultOnce(type, action, { kind: "fail", apiError, afterApply });
          await expect(account.deploy(after!)).rejects.toThrow(/failed with exit code 1/);
          await account.deploy(after!);
          expect(await account.secondPlans(after!)).toEqual([]);
          const services = account.simulation.simulator.account.resources("aws_ecs_service");
          expect(services.map(({ values }) => values.name)).toEqual(["shop-prod-www"]);
        },
        (change, context) => faults(change, context),
      );
    },
    5 * MINUTES,
  );

  it(
    "deletes a stack that the platform no longer has, which it knows from the states",
    async () => {
      const forms = [shop("web", 8080), shop("web", 8080, { workloads: {}, stores: {}, flows: [] })];
      await withChangedAccount(forms, "snapshot", async (account, [before, after]) => {
        await account.deploy(before!);
        const steps = await account.deploy(after!);
        const down = steps.filter(({ pass }) => pass === "down").map(({ stack }) => stack);
        expect(down).toContain("shop-prod-data");
        expect(account.simulation.simulator.account.resources("aws_ecr_repository")).toEqual([]);
        expect(await account.secondPlans(after!)).toEqual([]);
      });
    },
    5 * MINUTES,
  );
});
