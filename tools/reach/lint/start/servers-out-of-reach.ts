import type { Resource } from "../../input/inventory.ts";
import type { Value } from "../../input/value.ts";
import { elementsOf, textOf } from "../../model/endpoints/values.ts";
import type { Found, LintRule } from "../finding.ts";
import type { Subject } from "../subject.ts";
import { fixOf, lacksOf, sayLacks } from "./gaps.ts";
import type { Need } from "./needs.ts";

/**
 * What the agent of Systems Manager calls. Newer agents do without `ec2messages`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
const NEEDS: readonly Need[] = ["ssm", "ssmmessages"].map((service) => ({
  service,
  reason: "Systems Manager, by its instance profile",
}));

/** Policies that let a server be managed. https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html */
const POLICY =
  /policy\/(AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy|service-role\/AmazonEC2RoleforSSM)$/;

/** A server that is to be managed by Systems Manager, and cannot reach it. */
export const serversOutOfReach: LintRule = {
  code: "SERVER_OUT_OF_REACH",
  about: "servers with a profile for Systems Manager that cannot reach it",
  says: ["https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html"],
  find(subject) {
    return subject
      .managed("aws_instance")
      .filter((server) => isManaged(subject, server))
      .flatMap((server) => judge(subject, server));
  },
};

function judge(subject: Subject, server: Resource): Found[] {
  const lacks = lacksOf(subject, server.address, NEEDS);
  if (lacks.length === 0) return [];
  const text = `it does not reach ${sayLacks(lacks)}: no session, no command, no patch gets to it`;
  return [{ severity: "error", address: server.address, text, fix: fixOf(subject, lacks) }];
}

function isManaged(subject: Subject, server: Resource): boolean {
  const { site } = subject;
  const profile = site.resource(server, server.values.iam_instance_profile, "aws_iam_instance_profile");
  const role = profile && site.resource(profile, profile.values.role, "aws_iam_role");
  if (role === undefined) return false;
  const attached = subject
    .managed("aws_iam_role_policy_attachment")
    .filter((link) => site.resource(link, link.values.role, "aws_iam_role") === role)
    .map(({ values }) => values.policy_arn);
  return [...elementsOf(role.values.managed_policy_arns), ...attached].some(isPolicy);
}

function isPolicy(value: Value | undefined): boolean {
  return POLICY.test(textOf(value) ?? "");
}
