import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { TerraformOutput } from "cdktf";
import { LogGroup } from "../../../modules/observe/log-group.ts";
import { synthesizeConstruct } from "../../support/construct.ts";

describe("a log group", () => {
  const { text, json } = synthesizeConstruct((stack) => {
    const group = new LogGroup(stack, "app", { name: "/shop/app", retentionDays: 90, keyArn: "arn:key" });
    new TerraformOutput(stack, "name", { staticId: true, value: group.name });
    new TerraformOutput(stack, "arn", { staticId: true, value: group.arn });
  });

  it("is encrypted and has a retention", () => {
    expect(text).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/shop/app",
      retention_in_days: 90,
      kms_key_id: "arn:key",
    });
  });

  it("exposes its name and its ARN", () => {
    expect(json.output!.name!.value).toMatch(/^\$\{aws_cloudwatch_log_group\.app_group_\w+\.name\}$/);
    expect(json.output!.arn!.value).toMatch(/^\$\{aws_cloudwatch_log_group\.app_group_\w+\.arn\}$/);
  });
});
