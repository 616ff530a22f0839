/**
 * The supported regions, with the letters of their Availability Zones. Each account has its own
 * mapping of letters to zones; these are the letters that AWS gives to accounts.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
export const REGION_ZONES = {
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-west-1": "abc",
  "us-west-2": "abcd",
  "ca-central-1": "abd",
  "sa-east-1": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
  "eu-west-3": "abc",
  "eu-central-1": "abc",
  "eu-central-2": "abc",
  "eu-north-1": "abc",
  "eu-south-1": "abc",
  "eu-south-2": "abc",
  "ap-south-1": "abc",
  "ap-south-2": "abc",
  "ap-southeast-1": "abc",
  "ap-southeast-2": "abc",
  "ap-southeast-3": "abc",
  "ap-southeast-4": "abc",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
  "ap-northeast-3": "abc",
  "ap-east-1": "abc",
  "me-south-1": "abc",
  "me-central-1": "abc",
  "il-central-1": "abc",
  "af-south-1": "abc",
} as const satisfies Record<string, string>;

/** An AWS region: `us-east-1`. */
export type Region = keyof typeof REGION_ZONES;

/** The supported regions, sorted. */
export const REGIONS = Object.keys(REGION_ZONES).sort() as Region[];

/** Returns the full names of a region's zones: `us-east-1a`. */
export function zonesOfRegion(region: Region): string[] {
  return [...REGION_ZONES[region]].map((letter) => `${region}${letter}`);
}

/** Returns the letter of a zone: `a` of `us-east-1a`. */
export function zoneLetter(zone: string): string {
  return zone.slice(-1);
}
