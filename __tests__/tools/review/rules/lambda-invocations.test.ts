import { lambdaInvocationRules } from "../../../../tools/review/rules/lambda-invocations.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on invocations of Lambda functions", () => {
  describeRules(lambdaInvocationRules, {
    "function-alias-removed": [removalExample({ name: "live" }, [["outage", "ask"]])],
    "function-alias-moves": [
      updateExample({ function_version: "1" }, { function_version: "2" }, [["outage", "note"]]),
    ],
    "function-trigger-removed": [removalExample({ event_source_arn: "arn:q" }, [["outage", "ask"]])],
    "function-trigger-off": [updateExample({ enabled: true }, { enabled: false }, [["outage", "ask"]])],
    "function-trigger-loses-events": [
      updateExample({ maximum_retry_attempts: 10 }, { maximum_retry_attempts: 1 }, [["disarmed", "ask"]], {
        maximum_retry_attempts: 20,
      }),
      updateExample({ maximum_record_age_in_seconds: -1 }, { maximum_record_age_in_seconds: 60 }, [
        ["disarmed", "ask"],
      ]),
      updateExample(
        { destination_config: [{ on_failure: [{ destination_arn: "arn:q" }] }] },
        { destination_config: [] },
        [["disarmed", "ask"]],
      ),
    ],
    "function-trigger-filter-changes": [
      updateExample({ filter_criteria: [{ filter: [{ pattern: "{}" }] }] }, { filter_criteria: [] }, [
        ["outage", "ask"],
      ]),
    ],
    "function-trigger-slower": [
      updateExample({ batch_size: 100 }, { batch_size: 10 }, [["thinner", "note"]], { batch_size: 200 }),
    ],
    "function-provisioned-concurrency-removed": [
      removalExample({ qualifier: "live" }, [["thinner", "note"]]),
    ],
    "function-url-removed": [removalExample({ function_name: "f" }, [["name", "ask"]])],
    "function-url-public": [
      updateExample({ authorization_type: "AWS_IAM" }, { authorization_type: "NONE" }, [["public", "block"]]),
      {
        dangerous: { actions: ["create"], after: { authorization_type: "NONE" } },
        risks: [["public", "block"]],
        harmless: { actions: ["create"], after: { authorization_type: "AWS_IAM" } },
      },
    ],
    "function-url-signed": [
      updateExample({ authorization_type: "NONE" }, { authorization_type: "AWS_IAM" }, [["cut", "note"]]),
    ],
    "function-permission-removed": [
      {
        dangerous: { actions: ["delete"], before: { principal: "s3.amazonaws.com" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["create", "delete"], before: { principal: "s3.amazonaws.com" } },
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "function-permission-replaced": [
      {
        dangerous: { actions: ["delete", "create"], before: { principal: "s3.amazonaws.com" } },
        risks: [["outage", "note"]],
        harmless: { actions: ["create", "delete"], before: { principal: "s3.amazonaws.com" } },
      },
    ],
    "function-failure-handling-removed": [removalExample({ function_name: "f" }, [["disarmed", "ask"]])],
  });
});
