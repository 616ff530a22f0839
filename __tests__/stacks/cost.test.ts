import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../support/command-line.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

const stacks = synthesize(cybershieldIn("dev"));
const all = (type: string) =>
  Object.keys(stacks).flatMap((name) => resourcesOfType(parseStackJson(stacks, name), type));

/**
 * A column of the table "What it costs" in the docs, in dollars a month: the value of each row, and
 * the documented sum.
 */
function column(name: "dev" | "prod"): { readonly items: number[]; readonly sum: number } {
  const page = readFileSync(join(PROJECT_FOLDER, "docs", "platforms", "cybershield.md"), "utf8");
  const table = page
    .slice(page.indexOf("## What it costs"))
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const rows = table.map((line) => line.split("|").map((cell) => cell.trim()));
  const index = rows[0]!.indexOf(name);
  const end = rows.findIndex((cells) => cells[1] === "**at rest**");
  const items = rows.slice(2, end).map((cells) => Number(cells[index]!.replace("–", "0")));
  return { items, sum: Number(rows[end]![index]!.replace(/[$*]/g, "")) };
}

describe("CyberShield: cost", () => {
  it("in dev has the cheapest NAT: one small instance, no NAT gateway and no interface endpoint", () => {
    const nat = all("aws_instance");
    expect(nat.map(({ instance_type }) => instance_type)).toEqual(["t4g.nano"]);
    expect(all("aws_nat_gateway")).toEqual([]);
    expect(all("aws_vpc_endpoint").map(({ vpc_endpoint_type }) => vpc_endpoint_type)).toEqual(["Gateway"]);
    expect(all("aws_eip")).toHaveLength(1);
  });

  it("in dev has the smallest allowed sizes, single instances, and Spot", () => {
    expect(all("aws_db_instance")).toEqual([
      expect.objectContaining({ instance_class: "db.t3.micro", allocated_storage: 20, multi_az: false }),
    ]);
    expect(all("aws_elasticache_replication_group")).toEqual([
      expect.objectContaining({ node_type: "cache.t3.micro", num_cache_clusters: 1 }),
    ]);
    expect(all("aws_ecs_service")).toEqual([
      expect.objectContaining({
        desired_count: 1,
        capacity_provider_strategy: [expect.objectContaining({ capacity_provider: "FARGATE_SPOT" })],
      }),
    ]);
    expect(all("aws_cloudfront_distribution")).toEqual([]);
  });

  it.each(["dev", "prod"] as const)("has a documented sum of %s that equals its rows", (environment) => {
    const { items, sum } = column(environment);
    expect(items.length).toBeGreaterThan(10);
    expect(items.reduce((total, item) => total + item, 0)).toBeCloseTo(sum, 1);
  });

  it("in dev is documented as $70 to 95 a month, within the budget", () => {
    const { sum } = column("dev");
    expect(sum).toBeGreaterThanOrEqual(70);
    expect(sum).toBeLessThanOrEqual(95);
    const [budget] = all("aws_budgets_budget");
    expect(Number(budget!.limit_amount)).toBeGreaterThanOrEqual(sum);
  });
});
