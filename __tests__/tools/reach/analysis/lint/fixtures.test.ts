import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../../../../tools/reach/analysis/lint/finding.ts";
import { LINT_RULES } from "../../../../../tools/reach/analysis/lint/rules.ts";
import { inFolder } from "../../support/network.ts";
import { lintOf } from "./support/lint.ts";

/** Fixtures, each with a faulty network, its expected findings, and the corrected network. */
const FOLDER = join(import.meta.dirname, "../../../../fixtures/reach/lint");
const NAMES = readdirSync(FOLDER).sort();

function expected(name: string): readonly Finding[] {
  return JSON.parse(readFileSync(join(FOLDER, name, "findings.json"), "utf8")) as Finding[];
}

describe("lint", () => {
  it.each(NAMES)("reports exactly the expected findings: %s", async (name) => {
    expect(expected(name).length).toBeGreaterThan(0);
    expect(await lintOf(join(FOLDER, name, "broken"))).toEqual({ findings: expected(name), gaps: [] });
  });

  it.each(NAMES)("reports nothing for the corrected network: %s", async (name) => {
    expect(await lintOf(join(FOLDER, name, "mended"))).toEqual({ findings: [], gaps: [] });
  });

  it("does not report asymmetric routes for traffic that no security group allows", () => {
    const file = join("net", "main.tf.json");
    const text = readFileSync(join(FOLDER, "routes-asymmetric-vpn", "broken", file), "utf8");
    const { resource, ...rest } = JSON.parse(text);
    const { aws_vpc_security_group_ingress_rule: rules, ...closed } = resource;
    expect(Object.keys(rules)).toHaveLength(1);
    return inFolder({ [file]: { ...rest, resource: closed } }, async (folder) => {
      expect((await lintOf(folder)).findings.map(({ code }) => code)).not.toContain("ROUTES_ASYMMETRIC");
    });
  });

  it("has a fixture for each rule", () => {
    const codes = new Set(NAMES.flatMap((name) => expected(name).map(({ code }) => code)));
    expect([...codes].sort()).toEqual(LINT_RULES.map(({ code }) => code).sort());
  });

  it("has each rule once, with the address of AWS's documentation", () => {
    expect(new Set(LINT_RULES.map(({ code }) => code)).size).toBe(LINT_RULES.length);
    for (const { code, documentation, checks } of LINT_RULES) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
      expect(checks).not.toBe("");
      expect(documentation.every((address) => address.startsWith("https://docs.aws.amazon.com/"))).toBe(true);
      expect(documentation.length).toBeGreaterThan(0);
    }
  });
});
