/**
 * The short name of CloudFront's prefix list: the addresses from which it calls origins.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html#managed-prefix-list
 * (read 2026-11-30)
 */
export const CLOUDFRONT_ORIGIN_FACING = "cloudfront.origin-facing";

/** Returns the name of an endpoint service or prefix list of a region, or of `global`. */
export function regionalServiceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}

/** Returns the service of a name such as `com.amazonaws.us-east-1.s3`; undefined for others. */
export function serviceOfRegionalName(name: string): string | undefined {
  return /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name)?.[1];
}

/**
 * The weights of AWS-managed prefix lists for IPv4: the number of rules or routes that a reference
 * to one counts as. The first ones are global, the others regional.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 * (read 2026-11-30)
 */
export const PREFIX_LIST_WEIGHTS = {
  global: { [CLOUDFRONT_ORIGIN_FACING]: 55, groundstation: 5 },
  regional: {
    s3: 1,
    dynamodb: 1,
    "ec2-instance-connect": 2,
    "route53-healthchecks": 25,
    s3express: 6,
    "vpc-lattice": 10,
  },
} as const;

/**
 * The IDs of CloudFront's prefix list, in regions where they are known. An account reads them by
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html
 * (not read again)
 */
export const CLOUDFRONT_PREFIX_LIST_IDS: Readonly<Record<string, string>> = {
  "us-east-1": "pl-3b927c52",
  "us-east-2": "pl-b6a144df",
  "us-west-2": "pl-82a045eb",
  "eu-west-1": "pl-4fa04526",
  "eu-central-1": "pl-a3a144ca",
  "ap-south-1": "pl-9aa247f3",
};
