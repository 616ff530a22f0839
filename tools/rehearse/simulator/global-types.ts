/**
 * Prefixes of resource types of global services:
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
const GLOBAL_PREFIXES = [
  "aws_iam_",
  "aws_route53_",
  "aws_cloudfront_",
  "aws_organizations_",
  "aws_account_",
  "aws_globalaccelerator_",
  "aws_shield_",
  "aws_waf_",
  "aws_budgets_",
  "aws_ce_",
];

/** Exceptions to the above that are regional. */
const REGIONAL_PREFIXES = ["aws_route53_resolver_", "aws_route53_profiles_", "aws_route53_recoverycontrol"];

/** True if the type's resources are the same in every region. */
export function isGlobalType(type: string): boolean {
  const starts = (prefix: string) => type.startsWith(prefix);
  return GLOBAL_PREFIXES.some(starts) && !REGIONAL_PREFIXES.some(starts);
}
