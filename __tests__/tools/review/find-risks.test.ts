import { platforms } from "../../../platforms/index.ts";
import { findRisks } from "../../../tools/review/find-risks.ts";
import { platformOfStack } from "../../../tools/review/platform-of-stack.ts";
import { type StatePlanParts, statePlan } from "../../support/state-plan.ts";

const DATABASE = {
  id: "db-1",
  identifier: "main",
  engine: "postgres",
  allocated_storage: 50,
  skip_final_snapshot: true,
  deletion_protection: false,
};

function levels(plan: ReturnType<typeof statePlan>) {
  const { findings } = findRisks([plan], { platforms, tries: false });
  return findings.map(({ class: kind, level, address }) => [kind, level, address]);
}

describe("an environment that is not protected", () => {
  const deletion = (stack: string) => statePlan({ "aws_db_instance.main": DATABASE }, {}, { stack });
  const policy = (action: string) => ({
    "aws_iam_role_policy.p": {
      id: "app:p",
      name: "p",
      role: "app",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
      }),
    },
  });

  it("is known by the stack's name", () => {
    const platformOf = platformOfStack(platforms);
    const isUnprotected = (stack: string) => platformOf(stack)?.protected === false;
    expect(
      [
        "roboshop-lab-data",
        "roboshop-prod-data",
        "cybershield-dev-data",
        "other-data",
        "roboshop-lab",
      ].filter(isUnprotected),
    ).toEqual(["roboshop-lab-data"]);
  });

  it("lowers a loss by one level, and a plan of another project is protected", () => {
    expect(levels(deletion("data"))).toContainEqual(["loss", "block", "aws_db_instance.main"]);
    expect(levels(deletion("roboshop-prod-data"))).toContainEqual(["loss", "block", "aws_db_instance.main"]);
    expect(levels(deletion("roboshop-lab-data"))).toContainEqual(["loss", "ask", "aws_db_instance.main"]);
  });

  it("does not lower permissions", () => {
    for (const stack of ["data", "roboshop-lab-data"]) {
      expect(levels(statePlan(policy("s3:GetObject"), policy("*"), { stack }))).toEqual([
        ["permission", "block", "aws_iam_role_policy.p"],
      ]);
    }
  });
});

describe("changes that follow from another", () => {
  const lb = { name: "main", load_balancer_type: "application" };
  const listener = { port: 80, protocol: "HTTP" };
  const before = {
    "aws_lb.main": { ...lb, id: "lb", arn: "arn:lb", internal: false },
    "aws_lb_listener.http": { ...listener, id: "l", arn: "arn:l", load_balancer_arn: "arn:lb" },
  };
  const after = { "aws_lb.main": { ...lb, internal: true }, "aws_lb_listener.http": listener };
  const parts: StatePlanParts = {
    actions: { "aws_lb.main": ["delete", "create"], "aws_lb_listener.http": ["delete", "create"] },
    replacePaths: { "aws_lb.main": [["internal"]], "aws_lb_listener.http": [["load_balancer_arn"]] },
    unknown: {
      "aws_lb.main": { id: true, arn: true },
      "aws_lb_listener.http": { id: true, arn: true, load_balancer_arn: true },
    },
    references: { "aws_lb_listener.http": { load_balancer_arn: ["aws_lb.main.arn", "aws_lb.main"] } },
  };

  it("stand beneath the replaced resource, once", () => {
    const { findings } = findRisks([statePlan(before, after, parts)], { platforms: [], tries: false });
    expect(findings.every(({ address }) => address === "aws_lb.main")).toBe(true);
    expect(findings.flatMap(({ cascade = [] }) => cascade)).toEqual(["aws_lb_listener.http"]);
  });
});

describe("a deletion beside a creation of the same arguments", () => {
  it("says which moved block keeps the resource", () => {
    const { id: _, ...created } = DATABASE;
    const plan = statePlan({ "aws_db_instance.a": DATABASE }, { "aws_db_instance.b": created });
    const { findings } = findRisks([plan], { platforms: [], tries: false });
    expect(findings.find(({ class: kind }) => kind === "loss")?.text).toContain(
      "It looks renamed to aws_db_instance.b: a moved block from aws_db_instance.a keeps it.",
    );
  });
});

describe("a plan without changes", () => {
  it("has no findings", () => {
    const same = { "aws_db_instance.main": DATABASE };
    expect(findRisks([statePlan(same, same)], { platforms })).toEqual({
      findings: [],
      connectivity: [],
      permissions: [],
      limits: [],
    });
  });
});
