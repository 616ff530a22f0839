import { LOG_RETENTION_DAYS } from "../../aws/log-retention.ts";
import { logRetentionField } from "../../language/fields.ts";
import { refusalsOf } from "./support/both-sides.ts";

describe("log retention periods", () => {
  it("are the same at synth and at apply", () => {
    for (let days = 1; days <= 4000; days++) {
      const isOffered = LOG_RETENTION_DAYS.includes(days);
      const after = { retention_in_days: days };
      const refusals = refusalsOf({ constraint: "log-retention", type: "aws_cloudwatch_log_group", after });
      expect(logRetentionField.safeParse(days).success, `${days}`).toBe(isOffered);
      expect(refusals.length === 0, `${days}`).toBe(isOffered);
    }
  });

  it("can be unset in Terraform by 0, which a spec does not allow", () => {
    const after = { retention_in_days: 0 };
    expect(refusalsOf({ constraint: "log-retention", type: "aws_cloudwatch_log_group", after })).toEqual([]);
    expect(logRetentionField.safeParse(0).success).toBe(false);
  });
});
