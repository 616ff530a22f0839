import type { LoginPeople } from "../../language/network.ts";
import { oneOrMany, type Statement } from "../policy.ts";

/** The length of the suffix that IAM Identity Center gives to a permission set's role. */
const SUFFIX_LENGTH = 16;

/**
 * Returns the trust policy's statements of a role that the named people assume. The role of a
 * permission set has an unpredictable suffix, so a condition matches its ARN.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function loginTrustStatements(
  account: string,
  { principals, permissionSets }: LoginPeople,
): readonly Statement[] {
  const rolesOfSet = (set: string) =>
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${set}_${"?".repeat(SUFFIX_LENGTH)}`;
  const byArn: Statement = {
    sid: "AssumeByPeople",
    principal: { aws: oneOrMany(principals) },
    actions: ["sts:AssumeRole"],
  };
  const byPermissionSet: Statement = {
    sid: "AssumeByPermissionSets",
    principal: { aws: `arn:aws:iam::${account}:root` },
    actions: ["sts:AssumeRole"],
    conditions: { ArnLike: { "aws:PrincipalArn": oneOrMany(permissionSets.map(rolesOfSet)) } },
  };
  return [
    ...(principals.length === 0 ? [] : [byArn]),
    ...(permissionSets.length === 0 ? [] : [byPermissionSet]),
  ];
}
