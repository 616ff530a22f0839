import type { LintResult } from "../../../../../tools/reach/analysis/lint/lint.ts";
import { cybershieldIn } from "../../../../support/platforms.ts";
import { withSynthesized } from "../../../../support/synth.ts";
import { lintOf } from "./support/lint.ts";

const SHADOWED = {
  // CloudFront's VPC origin leads into the private tier, and has no CIDR block.
  prod: [
    "private-ingress-tcp-8000-100320-19",
    "private-egress-tcp-1024-65535-100320-19",
    "private-egress-tcp-6379-100320-19",
    "private-egress-tcp-8000-100320-19",
    "private-egress-tcp-5432-100640-19",
  ],
  dev: [
    "private-egress-tcp-6379-100320-19",
    "public-ingress-tcp-443-100320-19",
    "public-egress-tcp-1024-65535-100320-19",
    "public-egress-tcp-8000-100320-19",
  ],
};

describe.each(["prod", "dev"] as const)("lint of CyberShield in %s", (environment) => {
  let found: LintResult;
  beforeAll(async () => {
    found = await withSynthesized([cybershieldIn(environment)], lintOf);
  });

  it("reports no error and no gap", () => {
    expect(found.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(found.gaps).toEqual([]);
  });

  it("reports only rules that another flow's rules cover", () => {
    const name = (address: string) => /[a-z0-9]+-(?:in|e)gress-.*(?=_)|_app_to-.*(?=_)/.exec(address)?.[0];
    expect(found.findings.map(({ code, address }) => `${code} ${name(address)}`)).toEqual([
      ...SHADOWED[environment].map((entry) => `ACL_ENTRY_SHADOWED ${entry}`),
      "GROUP_RULE_COVERED _app_to-s3-tcp-443",
    ]);
  });
});
