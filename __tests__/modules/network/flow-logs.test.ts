import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { FlowLogs } from "../../../modules/network/flow-logs.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { parseEmbeddedJson } from "../../support/policies.ts";
import { resourcesOfType } from "../../support/synth.ts";

describe("flow logs", () => {
  const { text, json } = synthesizeConstruct((stack) => {
    new FlowLogs(stack, "logs", {
      name: "shop-main",
      vpcId: "vpc-1",
      account: "111111111111",
      region: "us-east-1",
      retentionDays: 90,
      keyArn: "arn:key",
    });
  });

  it("record all traffic of a VPC each minute, in an encrypted log group", () => {
    expect(text).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/shop-main/flow-logs",
      retention_in_days: 90,
      kms_key_id: "arn:key",
    });
    expect(text).toHaveResourceWithProperties(FlowLog, {
      vpc_id: "vpc-1",
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      log_destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.arn\}$/),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.logs_role_\w+\.arn\}$/),
      max_aggregation_interval: 60,
      tags: { Name: "shop-main" },
    });
  });

  it("use a role that only flow logs of this account may assume, for that log group only", () => {
    expect(text).toHaveResourceWithProperties(IamRole, { name: "shop-main-flow-logs" });
    const [role] = resourcesOfType(json, "aws_iam_role");
    expect(parseEmbeddedJson(role!.assume_role_policy)).toMatchObject({
      Statement: [
        {
          Principal: { Service: ["vpc-flow-logs.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
    expect(text).toHaveResourceWithProperties(IamRolePolicy, {
      name: "write-flow-logs",
      role: expect.stringMatching(/^\$\{aws_iam_role\.logs_role_\w+\.name\}$/),
    });
    const [policy] = resourcesOfType(json, "aws_iam_role_policy");
    expect(parseEmbeddedJson(policy!.policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteFlowLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/),
        },
        {
          Sid: "FindLogGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: "arn:aws:logs:us-east-1:111111111111:log-group:*",
        },
      ],
    });
  });
});
