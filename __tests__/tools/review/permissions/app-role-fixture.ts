import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { judgePermissions } from "../../../../tools/review/permissions/permission-findings.ts";
import { type FixtureResource, type FixtureRest, permissionPlan, policyText } from "./plan-fixture.ts";

/** The ARN of the role that the tests of findings change. */
export const APP_ROLE_ARN = "arn:aws:iam::111122223333:role/app";

/** The role, which stays as it is. */
export const appRole: FixtureResource = { address: "aws_iam_role.app", before: appRoleValues() };

/** Returns the role's values. Those given are added, or replace the usual ones. */
export function appRoleValues(more: JsonObject = {}): JsonObject {
  return {
    id: "app",
    name: "app",
    arn: APP_ROLE_ARN,
    assume_role_policy: policyText({
      Effect: "Allow",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
    ...more,
  };
}

/** Returns the role's inline policy with its statements before and after; null if there is none. */
export function appRolePolicy(
  before: readonly JsonObject[] | null,
  after: readonly JsonObject[] | null,
): FixtureResource {
  return {
    address: "aws_iam_role_policy.app",
    before: before && { role: "app", name: "app", policy: policyText(...before) },
    after: after && { role: "app", name: "app", policy: policyText(...after) },
  };
}

/** Returns the findings of a plan, one line each. */
export function permissionLines(resources: readonly FixtureResource[], rest: FixtureRest = {}): string[] {
  return judgePermissions([permissionPlan(resources, rest)]).findings.map(
    ({ class: riskClass, level, address, text }) => `${level} ${riskClass} ${address}: ${text}`,
  );
}
