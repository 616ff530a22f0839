import { probableRenames } from "../../../../tools/review/plan/probable-renames.ts";
import { statePlan } from "../../../support/state-plan.ts";

const SECRET = { name: "db", kms_key_id: "k", recovery_window_in_days: 7, description: "x", policy: "p" };

describe("a deletion and a creation", () => {
  it("with the same arguments are a probable rename", () => {
    const plan = statePlan(
      { "aws_secretsmanager_secret.a": { ...SECRET, arn: "arn:1" } },
      { "aws_secretsmanager_secret.b": SECRET },
      { unknown: { "aws_secretsmanager_secret.b": { arn: true } } },
    );
    expect([...probableRenames(plan)]).toEqual([
      ["aws_secretsmanager_secret.a", "aws_secretsmanager_secret.b"],
    ]);
  });

  it("pair each with the most alike, and none twice", () => {
    const plan = statePlan(
      { "aws_secretsmanager_secret.a": SECRET, "aws_secretsmanager_secret.b": { ...SECRET, name: "other" } },
      { "aws_secretsmanager_secret.c": { ...SECRET, name: "other" }, "aws_secretsmanager_secret.d": SECRET },
    );
    expect([...probableRenames(plan)]).toEqual([
      ["aws_secretsmanager_secret.a", "aws_secretsmanager_secret.d"],
      ["aws_secretsmanager_secret.b", "aws_secretsmanager_secret.c"],
    ]);
  });

  it("are a rename of one of two alike, not of both", () => {
    const plan = statePlan(
      { "aws_secretsmanager_secret.a": SECRET, "aws_secretsmanager_secret.b": SECRET },
      { "aws_secretsmanager_secret.c": SECRET },
    );
    expect([...probableRenames(plan)]).toEqual([
      ["aws_secretsmanager_secret.a", "aws_secretsmanager_secret.c"],
    ]);
  });

  it("of other arguments, or of another type, are none", () => {
    const plan = statePlan(
      { "aws_secretsmanager_secret.a": SECRET, "aws_sqs_queue.q": { name: "db" } },
      { "aws_secretsmanager_secret.b": { name: "new", description: "y" }, "aws_sns_topic.q": { name: "db" } },
    );
    expect([...probableRenames(plan)]).toEqual([]);
  });
});
