import { lambdaRules } from "../../../../tools/review/rules/lambda.ts";
import { describeRules, examplePlan } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Lambda functions", () => {
  describeRules(lambdaRules, {
    "function-removed": [
      removalExample({ function_name: "f" }, [
        ["outage", "ask"],
        ["name", "ask"],
      ]),
    ],
    "function-concurrency-lower": [
      updateExample(
        { reserved_concurrent_executions: 10 },
        { reserved_concurrent_executions: 0 },
        [["outage", "ask"]],
        {
          reserved_concurrent_executions: 20,
        },
      ),
      updateExample({ reserved_concurrent_executions: -1 }, { reserved_concurrent_executions: 5 }, [
        ["thinner", "note"],
      ]),
      updateExample({ reserved_concurrent_executions: 5 }, { reserved_concurrent_executions: -1 }, [
        ["thinner", "note"],
      ]),
    ],
    "function-environment-changes": [
      updateExample(
        { environment: [{ variables: { HOST: "a", PORT: "1" } }] },
        { environment: [{ variables: { HOST: "b" } }] },
        [["outage", "note"]],
      ),
    ],
    "function-code-changes": [
      updateExample({ runtime: "nodejs18.x" }, { runtime: "nodejs22.x" }, [["outage", "note"]]),
    ],
    "function-role-changes": [updateExample({ role: "arn:a" }, { role: "arn:b" }, [["outage", "note"]])],
    "function-leaves-vpc": [
      updateExample({ vpc_config: [{ subnet_ids: ["subnet-1"] }] }, { vpc_config: [] }, [["cut", "ask"]], {
        vpc_config: [{ subnet_ids: ["subnet-2"] }],
      }),
    ],
    "function-network-changes": [
      updateExample(
        { vpc_config: [{ subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] }] },
        { vpc_config: [{ subnet_ids: ["subnet-1"], security_group_ids: ["sg-2"] }] },
        [["cut", "note"]],
      ),
    ],
    "function-size-lower": [
      updateExample({ memory_size: 1024 }, { memory_size: 128 }, [["thinner", "note"]], {
        memory_size: 2048,
      }),
    ],
    "function-failures-lost": [
      updateExample(
        { dead_letter_config: [{ target_arn: "arn:q" }] },
        { dead_letter_config: [] },
        [["disarmed", "ask"]],
        {
          dead_letter_config: [{ target_arn: "arn:r" }],
        },
      ),
    ],
    "function-code-signing-off": [
      updateExample({ code_signing_config_arn: "arn:c" }, { code_signing_config_arn: null }, [
        ["disarmed", "ask"],
      ]),
    ],
    "function-key-changes": [
      updateExample({ kms_key_arn: "arn:k" }, { kms_key_arn: "arn:l" }, [["outage", "note"]]),
    ],
    "function-file-system-removed": [
      updateExample({ file_system_config: [{ arn: "arn:fs" }] }, { file_system_config: [] }, [
        ["outage", "ask"],
      ]),
    ],
    "function-traces-off": [
      updateExample({ tracing_config: [{ mode: "Active" }] }, { tracing_config: [{ mode: "PassThrough" }] }, [
        ["blind", "note"],
      ]),
    ],
    "function-logs-less": [
      updateExample(
        { logging_config: [{ application_log_level: "INFO" }] },
        { logging_config: [{ application_log_level: "ERROR" }] },
        [["blind", "note"]],
        { logging_config: [{ application_log_level: "DEBUG" }] },
      ),
    ],
    "layer-version-removed": [removalExample({ layer_name: "l" }, [["later", "note"]])],
  });

  it("names environment variables, and tells no value of them", () => {
    const plan = examplePlan(
      {
        before: { environment: [{ variables: { TOKEN: "hunter2", OLD: "1", SAME: "x" } }] },
        after: { environment: [{ variables: { TOKEN: "hunter3", NEW: "2", SAME: "x" } }] },
      },
      "aws_lambda_function",
    );
    const rule = lambdaRules.find(({ id }) => id === "function-environment-changes")!;
    const [risk] = rule.judge(plan.changes[0]!, { plan, changes: plan.changes, ofType: () => [] });
    expect(risk?.text).toBe("Environment variables change: NEW (new), OLD (removed) and TOKEN.");
  });
});
