import { dirname } from "node:path";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { runDrydock } from "../../support/command-line.ts";
import { shopCheckout } from "../../support/shop-checkout.ts";

const MINUTES = 60_000;

describe("drydock rehearse", () => {
  it(
    "deploys a platform, has empty second plans, cannot destroy it while protected, then destroys all",
    async () => {
      // CyberShield prod, with the real provider: rehearse-command.long.test.ts.
      const checkout = shopCheckout();
      const ended = await runDrydock(["rehearse", "shop", "prod", "--provider", "snapshot", "--json"], {
        checkout,
      });
      expect(ended.stderr.split("\n")[0]).toMatch(
        /^Light rehearsal: planned from a schema snapshot .+--provider registry/,
      );
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result.mode).toBe("light");
      expect(result.stacks.map(({ name, secondPlanEmpty }) => `${name} ${secondPlanEmpty}`).sort()).toEqual([
        "shop-prod-compute true",
        "shop-prod-data true",
        "shop-prod-edge true",
        "shop-prod-network true",
        "shop-prod-observe true",
      ]);
      expect(result.left).toEqual([]);
      for (const type of ["aws_db_instance", "aws_kms_key", "aws_s3_bucket", "aws_ecr_repository"]) {
        expect(result.refusedDestroy).toContainEqual(expect.stringMatching(new RegExp(`^${type}\\.`)));
      }
      expect(result.reach.map(({ from, to, ports }) => `${from} > ${to}: ${ports}`)).toEqual([
        "internet > shop-prod/alb: tcp 80",
        "shop-prod/alb > shop-prod/web: tcp 8080",
        "shop-prod/web > shop-prod/db: tcp 5432",
        "shop-prod/web > internet: tcp 443",
      ]);
    },
    15 * MINUTES,
  );

  it("reports a missing Terraform in one line", async () => {
    const ended = await runDrydock(["rehearse", "cybershield", "dev"], {
      env: { PATH: dirname(process.execPath) === "/usr/bin" ? "/nonexistent" : dirname(process.execPath) },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(/^.*Terraform.*1\.11.*$/m);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });
});
