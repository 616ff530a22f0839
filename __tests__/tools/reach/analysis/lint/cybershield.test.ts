import type { LintResult } from "../../../../../tools/reach/analysis/lint/lint.ts";
import { cybershieldIn } from "../../../../support/platforms.ts";
import { withSynthesized } from "../../../../support/synth.ts";
import { lintOf } from "./support/lint.ts";

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
      "ACL_ENTRY_SHADOWED public-ingress-tcp-443-100320-19",
      "ACL_ENTRY_SHADOWED public-egress-tcp-1024-65535-100320-19",
      "ACL_ENTRY_SHADOWED public-egress-tcp-8000-100320-19",
      "GROUP_RULE_COVERED _app_to-s3-tcp-443",
    ]);
  });
});
