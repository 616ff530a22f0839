import { arnSeparator, hasRegionlessArns, isGlobalType, serviceOfType } from "../../aws/services.ts";
import { resourceTypeLabel } from "../../tools/rehearse/simulator/resource-type-labels.ts";
import { committedSnapshot } from "../../tools/rehearse/snapshot/committed-snapshot.ts";
import { computedAfterCreate } from "../tools/rehearse/simulator/computed-values/support.ts";

const types = committedSnapshot().resources.names;

describe("services", () => {
  it.each([
    ["aws_subnet", "ec2", "", "subnet"],
    ["aws_ec2_transit_gateway", "ec2", "ec2", "transit_gateway"],
    ["aws_main_route_table_association", "ec2", "", "main_route_table_association"],
    ["aws_alb_target_group", "elasticloadbalancing", "lb", "target_group"],
    ["aws_cloudwatch_log_group", "logs", "cloudwatch_log", "group"],
    ["aws_cloudwatch_metric_alarm", "cloudwatch", "cloudwatch", "metric_alarm"],
    ["aws_cognito_identity_provider", "cognito-idp", "", "cognito_identity_provider"],
    ["aws_thing_part", "thing", "thing", "part"],
  ])("of %s are %s", (type, arn, prefix, resource) => {
    expect(serviceOfType(type)).toMatchObject({ arn, prefix, resource });
  });

  it("are global, so that their ARNs have no region", () => {
    for (const type of types.filter(isGlobalType)) {
      expect(hasRegionlessArns(serviceOfType(type).arn), type).toBe(true);
    }
    const regional = types.filter(
      (type) => hasRegionlessArns(serviceOfType(type).arn) && !isGlobalType(type),
    );
    expect(new Set(regional.map((type) => serviceOfType(type).arn))).toEqual(new Set(["sso"]));
  });

  it.each([
    ["aws_iam_role", true],
    ["aws_route53_record", true],
    ["aws_route53_resolver_endpoint", false],
    ["aws_networkmanager_global_network", true],
    ["aws_route53recoverycontrolconfig_cluster", true],
    ["aws_wafv2_web_acl", false],
    ["aws_s3_bucket", false],
  ])("%s is global: %s", (type, isGlobal) => {
    expect(isGlobalType(type)).toBe(isGlobal);
  });

  it("give a type one service in its ARN and in its errors", () => {
    const arn = computedAfterCreate("aws_globalaccelerator_cross_account_attachment", { name: "a" }, [
      "arn",
    ]).arn;
    expect(arn).toMatch(/^arn:aws:globalaccelerator::\d+:/);
    expect(arnSeparator("lambda")).toBe(":");
    for (const type of types) {
      const { displayName, sdkServiceId } = resourceTypeLabel(type);
      expect(displayName, type).toBe(displayName.trim());
      expect(sdkServiceId, type).toMatch(/^[A-Z][A-Za-z0-9 ]*$/);
    }
  });
});
