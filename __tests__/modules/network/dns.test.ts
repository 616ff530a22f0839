import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { TerraformOutput } from "cdktf";
import { PrivateZone } from "../../../modules/network/dns.ts";
import { synthesizeConstruct } from "../../support/construct.ts";

describe("a private zone", () => {
  it("is seen by its VPC alone: without one it would be public", () => {
    const { text, json } = synthesizeConstruct((stack) => {
      const zone = new PrivateZone(stack, "names", { name: "shop.internal", vpcId: "vpc-1" });
      new TerraformOutput(stack, "zone_id", { staticId: true, value: zone.zoneId });
    });
    expect(text).toHaveResourceWithProperties(Route53Zone, {
      name: "shop.internal",
      vpc: [{ vpc_id: "vpc-1" }],
    });
    expect(json.output!.zone_id!.value).toMatch(/^\$\{aws_route53_zone\.names_zone_\w+\.zone_id\}$/);
  });
});
