import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformSpec } from "../../../language/platform.ts";
import { compareWithAws } from "../../../tools/drift/drift.ts";
import { formatDrift } from "../../../tools/drift/format-drift.ts";
import { terraformForSimulation } from "../../../tools/rehearse/simulation.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";
import { withChangedAccount } from "../../support/change-in-simulation.ts";
import { SILENT } from "../../support/kept-rehearsal.ts";
import { smallShop } from "../deploy/support/small-shop.ts";

const MINUTES = 60_000;

describe("drift of a deployed platform", () => {
  it(
    "is what was changed behind Terraform's back: alike together, security first, judged; not what CI owns",
    async () => {
      const { workloads } = smallShop("web", 8080);
      const shop = smallShop("web", 8080, {
        workloads: { web: { ...workloads.web!, ownership: { desiredCount: "ci" } } },
      } as Partial<PlatformSpec>);
      const work = mkdtempSync(join(tmpdir(), "drydock-drift-"));
      try {
        await withChangedAccount([shop], "snapshot", async (changed, [wanted = []]) => {
          await changed.deploy(wanted);
          const { simulation } = changed;
          const { account } = simulation.simulator;
          const terraform = terraformForSimulation(simulation, (await findTerraform()).command);
          const look = (round: string) =>
            compareWithAws(wanted, join(work, round), {
              platform: shop,
              platforms: [],
              terraform,
              progress: SILENT,
            });
          const clean = await look("clean");
          expect(clean).toMatchObject({ subject: "shop-prod", verdict: "quiet", failures: [] });
          expect(formatDrift(clean)).toContain("shop-prod-network  no drift");

          for (const { id, values } of account.resources("aws_subnet"))
            if (values.map_public_ip_on_launch !== true)
              account.update("aws_subnet", id, { map_public_ip_on_launch: true });
          const [group] = account.resources("aws_cloudwatch_log_group");
          account.remove("aws_cloudwatch_log_group", "us-east-1", group!.id);
          const [rule] = account.resources("aws_vpc_security_group_ingress_rule");
          account.update("aws_vpc_security_group_ingress_rule", rule!.id, { from_port: 1 });
          const [service] = account.resources("aws_ecs_service");
          account.update("aws_ecs_service", service!.id, { desired_count: 7 });
          const found = await look("drifted");
          expect(found.verdict).toBe("block");
          const of = (stack: string) => found.stacks.find((one) => one.stack === `shop-prod-${stack}`);
          expect(of("compute")).toEqual({ stack: "shop-prod-compute", drift: [], ownedByOthers: 1 });
          const network = of("network");
          expect(network?.drift).toMatchObject([
            {
              kind: "changed",
              type: "aws_subnet",
              attributes: ["map_public_ip_on_launch"],
              isSecurity: true,
            },
            { type: "aws_vpc_security_group_ingress_rule", attributes: ["from_port"], isSecurity: true },
            { kind: "deleted", type: "aws_cloudwatch_log_group", isSecurity: false, level: "block" },
          ]);
          expect(network?.drift[0]?.addresses).toHaveLength(4);
          expect(formatDrift(found)).toMatch(
            /✗ shop-prod-network {2}6 resources drifted\n {4}ask, security: changed outside Terraform \(map_public_ip_on_launch\)\n {6}aws_subnet\.main_/,
          );
        });
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
    5 * MINUTES,
  );
});
