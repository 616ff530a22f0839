import type { TerraformFolder } from "./terraform-folder.ts";
import type { TinyNetwork } from "./tiny-network.ts";

/** Any client on the internet: an address outside all rules and prefix lists. */
export const VISITOR = "198.51.100.7";
/**
 * The suffix of the name of AWS's prefix list with CloudFront's origin-facing addresses. Here the
 * list has one address.
 */
export const CLOUDFRONT = "cloudfront.origin-facing";
const CLOUDFRONT_ADDRESS = "203.0.113.9";

/**
 * Hosts on the internet: a visitor, CloudFront if stacks reference its prefix list, and each /32
 * block in security group rules.
 */
export function internetHostsOf(folder: TerraformFolder): TinyNetwork["internetHosts"] {
  const named = folder
    .ofType("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
    .map(({ values }) => /^([\d.]+)\/32$/.exec(String(values.cidr_ipv4))?.[1])
    .filter((address) => address !== undefined);
  const hasCloudFront = folder
    .ofType("aws_ec2_managed_prefix_list")
    .some(({ address }) => isCloudFrontList(folder, address));
  return [
    ...[...new Set([VISITOR, ...named])].map((address) => ({ name: address, addresses: [address] })),
    ...(hasCloudFront ? [{ name: CLOUDFRONT, addresses: [CLOUDFRONT_ADDRESS] }] : []),
  ];
}

/**
 * Returns the CIDR block of a prefix list; undefined for lists of gateway endpoints, such as S3's.
 */
export function blockOfPrefixList(folder: TerraformFolder, list: unknown): string | undefined {
  return isCloudFrontList(folder, list) ? `${CLOUDFRONT_ADDRESS}/32` : undefined;
}

function isCloudFrontList(folder: TerraformFolder, list: unknown): boolean {
  const { type, values } = folder.at(list);
  return type === "aws_ec2_managed_prefix_list" && String(values.name).endsWith(`.${CLOUDFRONT}`);
}
