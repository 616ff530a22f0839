import { collectUsedBlocks } from "../../../../tools/rehearse/simulator/used-blocks.ts";
import {
  awsProvider,
  keptProviders,
  NO_PROVIDER,
  RealProvider,
  stateAttributes,
} from "./support/real-provider.ts";

const metrics = (name: string) => ({
  cloudwatch_metrics_enabled: true,
  metric_name: name,
  sampled_requests_enabled: false,
});

describe.skipIf(NO_PROVIDER.isMissing)(
  `the real AWS provider in front of the simulated AWS${NO_PROVIDER.reason}`,
  () => {
    let real: RealProvider;
    beforeEach(() => {
      real = new RealProvider();
    });
    afterEach(() => real.stop());
    afterAll(() => keptProviders.stop());

    it("has a web ACL's thousands of blocks pruned to those in use, with the same result", async () => {
      const rule = {
        name: "germany",
        priority: 1,
        action: { block: {} },
        statement: { not_statement: { statement: { geo_match_statement: { country_codes: ["DE"] } } } },
        visibility_config: metrics("germany"),
      };
      const acl = {
        name: "web",
        scope: "REGIONAL",
        default_action: { allow: {} },
        visibility_config: metrics("web"),
        rule,
      };
      const module = { ...awsProvider(), resource: { aws_wafv2_web_acl: { web: acl } } };
      await real.start({ blocks: new Map([["aws_wafv2_web_acl", collectUsedBlocks([acl]) ?? {}]]) });
      const folder = real.writeAlone("acl", module);
      await real.succeed(folder, "init", "-input=false");
      const narrow = await real.succeed(folder, "plan");
      expect(narrow).toContain("country_codes");
      expect(await real.succeed(folder, "apply", "-auto-approve")).toContain("1 added");
      expect(JSON.stringify(stateAttributes(folder, "aws_wafv2_web_acl", "web"))).not.toContain("byte_match");
      expect(await real.succeed(folder, "plan")).toContain("No changes.");

      // With the full schema: no changes to this web ACL, and the same plan for another.
      real.simulator.setTypes(undefined);
      expect(await real.succeed(folder, "plan")).toContain("No changes.");
      const other = real.write("other", module);
      await real.succeed(other, "init", "-input=false");
      // Terraform breaks the line in an empty block that could have nested blocks.
      const closed = (plan: string) => plan.replace(/\{\s+\}/g, "{}");
      expect(closed(await real.succeed(other, "plan"))).toBe(closed(narrow));
    });
  },
);
