import { tlsPolicyRisks } from "../../../../tools/review/rules/tls-policies.ts";
import { examplePlan } from "../../../support/review-rules.ts";

const LOWEST = "ELBSecurityPolicy-2016-08";

it.each([
  ["SSLv3", "disarmed"],
  ["TLSv1", "note"],
  ["TLSv1_2016", "note"],
  ["TLSv1.1_2016", "stricter"],
  ["TLSv1.2_2021", "stricter"],
  ["TLS_1_0", "note"],
  ["TLS_1_2", "stricter"],
  ["ELBSecurityPolicy-TLS13-1-3-2021-06", "stricter"],
  ["ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "stricter"],
  ["ELBSecurityPolicy-TLS13-1-0-2021-06", "note"],
  ["ELBSecurityPolicy-TLS-1-2-Ext-2018-06", "stricter"],
  ["ELBSecurityPolicy-FS-1-1-2019-08", "stricter"],
  ["ELBSecurityPolicy-FS-2018-06", "note"],
  ["ELBSecurityPolicy-9999", "unknown"],
])("tlsPolicyRisks compares %s with TLS 1.0: %s", (policy, expected) => {
  const plan = examplePlan({ before: { p: LOWEST }, after: { p: policy } });
  const risks = tlsPolicyRisks(plan.changes[0]!, "p");
  const found = risks.map(({ class: kind, level, text }) => {
    if (kind === "disarmed") return "disarmed";
    if (level === "ask") return "unknown";
    return text.startsWith("Clients need TLS") ? "stricter" : "note";
  });
  expect(found).toEqual([expected]);
});

it("tlsPolicyRisks says nothing of a policy that stays", () => {
  const plan = examplePlan({ before: { p: LOWEST }, after: { p: LOWEST } });
  expect(tlsPolicyRisks(plan.changes[0]!, "p")).toEqual([]);
});
