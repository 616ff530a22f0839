/** The facts that AWS publishes about a region. */
export interface RegionFacts {
  /** The region's name: `US East (N. Virginia)`. */
  readonly name: string;
  /** The letters that AWS gives to Availability Zones there. */
  readonly zoneLetters: string;
  /** The prefix of Availability Zone IDs: `use1` in `use1-az4`. */
  readonly zoneIdPrefix: string;
  /**
   * The numbers of the zone IDs of new accounts, by position.
   * @default 1, 2, 3 and so on
   */
  readonly zoneNumbers?: readonly number[];
  /**
   * The most zones that one account has, where that is fewer than the region has letters.
   * @default the number of letters
   */
  readonly zonesPerAccount?: number;
  /**
   * The region must be enabled in an account before anything can be created there.
   * @default false: launched before 2019-03-20, so enabled in every account
   */
  readonly isOptIn?: true;
}

/**
 * AWS's commercial regions with their Availability Zones. Each account has its own mapping of
 * letters to zones, unless it was created since November 2025.
 *
 * us-west-1 has three zones, but an account only two of them, under any two of the letters a, b and
 * c: usw1-az2 is closed to new customers. So are cac1-az3 and apne1-az3. AWS also lists euw2-az4,
 * whose letter it does not publish.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.regions.html
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * (read 2026-11-30, the opt-in regions 2026-12-01, also in botocore 1.43.107's partitions.json)
 */
export const REGION_FACTS = {
  "us-east-1": { name: "US East (N. Virginia)", zoneLetters: "abcdef", zoneIdPrefix: "use1" },
  "us-east-2": { name: "US East (Ohio)", zoneLetters: "abc", zoneIdPrefix: "use2" },
  "us-west-1": {
    name: "US West (N. California)",
    zoneLetters: "abc",
    zoneIdPrefix: "usw1",
    zoneNumbers: [1, 3],
    zonesPerAccount: 2,
  },
  "us-west-2": { name: "US West (Oregon)", zoneLetters: "abcd", zoneIdPrefix: "usw2" },
  "ca-central-1": {
    name: "Canada (Central)",
    zoneLetters: "abd",
    zoneIdPrefix: "cac1",
    zoneNumbers: [1, 2, 4],
  },
  "sa-east-1": { name: "South America (Sao Paulo)", zoneLetters: "abc", zoneIdPrefix: "sae1" },
  "eu-west-1": { name: "Europe (Ireland)", zoneLetters: "abc", zoneIdPrefix: "euw1" },
  "eu-west-2": { name: "Europe (London)", zoneLetters: "abc", zoneIdPrefix: "euw2" },
  "eu-west-3": { name: "Europe (Paris)", zoneLetters: "abc", zoneIdPrefix: "euw3" },
  "eu-central-1": { name: "Europe (Frankfurt)", zoneLetters: "abc", zoneIdPrefix: "euc1" },
  "eu-central-2": { name: "Europe (Zurich)", zoneLetters: "abc", zoneIdPrefix: "euc2", isOptIn: true },
  "eu-north-1": { name: "Europe (Stockholm)", zoneLetters: "abc", zoneIdPrefix: "eun1" },
  "eu-south-1": { name: "Europe (Milan)", zoneLetters: "abc", zoneIdPrefix: "eus1", isOptIn: true },
  "eu-south-2": { name: "Europe (Spain)", zoneLetters: "abc", zoneIdPrefix: "eus2", isOptIn: true },
  "ap-south-1": { name: "Asia Pacific (Mumbai)", zoneLetters: "abc", zoneIdPrefix: "aps1" },
  "ap-south-2": { name: "Asia Pacific (Hyderabad)", zoneLetters: "abc", zoneIdPrefix: "aps2", isOptIn: true },
  "ap-southeast-1": { name: "Asia Pacific (Singapore)", zoneLetters: "abc", zoneIdPrefix: "apse1" },
  "ap-southeast-2": { name: "Asia Pacific (Sydney)", zoneLetters: "abc", zoneIdPrefix: "apse2" },
  "ap-southeast-3": {
    name: "Asia Pacific (Jakarta)",
    zoneLetters: "abc",
    zoneIdPrefix: "apse3",
    isOptIn: true,
  },
  "ap-southeast-4": {
    name: "Asia Pacific (Melbourne)",
    zoneLetters: "abc",
    zoneIdPrefix: "apse4",
    isOptIn: true,
  },
  "ap-southeast-5": {
    name: "Asia Pacific (Malaysia)",
    zoneLetters: "abc",
    zoneIdPrefix: "apse5",
    isOptIn: true,
  },
  "ap-southeast-6": {
    name: "Asia Pacific (New Zealand)",
    zoneLetters: "abc",
    zoneIdPrefix: "apse6",
    isOptIn: true,
  },
  "ap-southeast-7": {
    name: "Asia Pacific (Thailand)",
    zoneLetters: "abc",
    zoneIdPrefix: "apse7",
    isOptIn: true,
  },
  "ap-northeast-1": {
    name: "Asia Pacific (Tokyo)",
    zoneLetters: "acd",
    zoneIdPrefix: "apne1",
    zoneNumbers: [1, 2, 4],
  },
  "ap-northeast-2": { name: "Asia Pacific (Seoul)", zoneLetters: "abcd", zoneIdPrefix: "apne2" },
  "ap-northeast-3": { name: "Asia Pacific (Osaka)", zoneLetters: "abc", zoneIdPrefix: "apne3" },
  "ap-east-1": { name: "Asia Pacific (Hong Kong)", zoneLetters: "abc", zoneIdPrefix: "ape1", isOptIn: true },
  "ap-east-2": { name: "Asia Pacific (Taipei)", zoneLetters: "abc", zoneIdPrefix: "ape2", isOptIn: true },
  "me-south-1": { name: "Middle East (Bahrain)", zoneLetters: "abc", zoneIdPrefix: "mes1", isOptIn: true },
  "me-central-1": { name: "Middle East (UAE)", zoneLetters: "abc", zoneIdPrefix: "mec1", isOptIn: true },
  "il-central-1": { name: "Israel (Tel Aviv)", zoneLetters: "abc", zoneIdPrefix: "ilc1", isOptIn: true },
  "af-south-1": { name: "Africa (Cape Town)", zoneLetters: "abc", zoneIdPrefix: "afs1", isOptIn: true },
  "ca-west-1": { name: "Canada West (Calgary)", zoneLetters: "abc", zoneIdPrefix: "caw1", isOptIn: true },
  "mx-central-1": { name: "Mexico (Central)", zoneLetters: "abc", zoneIdPrefix: "mxc1", isOptIn: true },
} as const satisfies Readonly<Record<string, RegionFacts>>;

/** The code of an AWS region: `us-east-1`. */
export type Region = keyof typeof REGION_FACTS;

/** The codes of the regions, sorted. */
export const REGIONS = Object.keys(REGION_FACTS).sort() as Region[];

/** Returns the published facts of a region; undefined for a code that is not in the table. */
export function regionFacts(code: string): RegionFacts | undefined {
  return Object.hasOwn(REGION_FACTS, code) ? REGION_FACTS[code as Region] : undefined;
}

/** Returns the full names of a region's zones, in any account: `us-east-1a`. */
export function zonesOfRegion(region: Region): string[] {
  return [...REGION_FACTS[region].zoneLetters].map((letter) => `${region}${letter}`);
}

/** Returns the most zones that one account has in a region. */
export function zonesPerAccount({ zoneLetters, zonesPerAccount: most }: RegionFacts): number {
  return most ?? zoneLetters.length;
}

/**
 * Reports that a region is disabled in an account until somebody enables it. False for a region
 * that is not in the table.
 */
export function isOptInRegion(code: string): boolean {
  return regionFacts(code)?.isOptIn === true;
}

/** Returns the letter of a zone: `a` of `us-east-1a`. */
export function zoneLetter(zone: string): string {
  return zone.slice(-1);
}

/** A partition of AWS: regions with separate accounts. */
export interface AwsPartition {
  /** The ID in ARNs: `aws`. */
  readonly id: string;
  /** The domain of service endpoints: `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** The start of VPC endpoint service names: `com.amazonaws`. */
  readonly reverseDnsPrefix: string;
}

/**
 * Returns the partition of a region: `aws` unless it is in China, GovCloud, or the European
 * Sovereign Cloud.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (read 2026-11-30, and in
 * botocore's partitions.json of 2026-08-07)
 */
export function partitionOfRegion(region: string): AwsPartition {
  if (region.startsWith("cn-")) {
    return { id: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" };
  }
  if (region.startsWith("eusc-")) {
    return { id: "aws-eusc", dnsSuffix: "amazonaws.eu", reverseDnsPrefix: "eu.amazonaws" };
  }
  const id = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { id, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
}

/**
 * The region of CloudFront's certificates, web ACLs and log deliveries.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html (read 2026-11-30)
 */
export const CLOUDFRONT_REGION = "us-east-1";

/**
 * Returns the domain of EC2's private DNS names in a region.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html
 * (read 2026-11-30)
 */
export function privateDnsDomain(region: string): string {
  return region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
}
