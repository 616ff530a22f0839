import { attributeElements, attributeText } from "../../../terraform/attributes.ts";
import type { Resource } from "../../../terraform/inventory.ts";
import type { Value } from "../../../terraform/value.ts";
import type { NetworkAnalysis } from "../../network-analysis.ts";
import type { LintRule, RuleFinding } from "../finding.ts";
import { fixFor, formatMissing, missingDependencies } from "./missing-dependencies.ts";
import type { StartDependency } from "./start-dependencies.ts";

/**
 * The services that the Systems Manager agent calls. Newer agents do without `ec2messages`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
const DEPENDENCIES: readonly StartDependency[] = ["ssm", "ssmmessages"].map((service) => ({
  service,
  reason: "Systems Manager, for which its instance profile has permissions",
}));

/**
 * Policies that allow Systems Manager to manage an instance.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
const POLICY =
  /policy\/(AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy|service-role\/AmazonEC2RoleforSSM)$/;

/** Finds instances that Systems Manager is to manage but that cannot reach it. */
export const serversWithoutSystemsManager: LintRule = {
  code: "SYSTEMS_MANAGER_UNREACHABLE",
  checks: "instances with a profile for Systems Manager that cannot reach it",
  documentation: ["https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html"],
  find(analysis) {
    return analysis.context
      .managed("aws_instance")
      .filter((server) => isManaged(analysis, server))
      .flatMap((server) => check(analysis, server));
  },
};

function check(analysis: NetworkAnalysis, server: Resource): RuleFinding[] {
  const missing = missingDependencies(analysis, server.address, DEPENDENCIES);
  if (missing.length === 0) return [];
  const text = `it cannot reach ${formatMissing(missing)}: sessions, commands and patches do not work`;
  return [{ severity: "error", address: server.address, text, fix: fixFor(analysis, missing) }];
}

function isManaged(analysis: NetworkAnalysis, server: Resource): boolean {
  const profile = analysis.context.resolver.namedResource(
    server,
    server.values.iam_instance_profile,
    "aws_iam_instance_profile",
  );
  const role =
    profile && analysis.context.resolver.namedResource(profile, profile.values.role, "aws_iam_role");
  if (role === undefined) return false;
  const attached = analysis.context
    .managed("aws_iam_role_policy_attachment")
    .filter(
      (link) => analysis.context.resolver.namedResource(link, link.values.role, "aws_iam_role") === role,
    )
    .map(({ values }) => values.policy_arn);
  return [...attributeElements(role.values.managed_policy_arns), ...attached].some(isPolicy);
}

function isPolicy(value: Value | undefined): boolean {
  return POLICY.test(attributeText(value) ?? "");
}
