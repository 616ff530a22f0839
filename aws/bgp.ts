/**
 * The private autonomous system numbers of BGP, of 16 and of 32 bits; both ends belong to them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html
 * (read 2026-11-30)
 */
export const PRIVATE_ASN_RANGES = [
  [64_512, 65_534],
  [4_200_000_000, 4_294_967_294],
] as const;

/**
 * The autonomous system number of gateways on AWS's side that are created without one: virtual
 * private gateways and transit gateways.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const DEFAULT_AMAZON_ASN = 64_512;

/** The highest autonomous system number; the next one is reserved. */
export const ASN_MAX = PRIVATE_ASN_RANGES[1][1];

/**
 * The resource types whose other side knows the autonomous system number of a transit gateway: it
 * cannot be changed while one of them is attached.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGatewayOptions.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const ASN_BOUND_ATTACHMENTS: readonly string[] = [
  "aws_vpn_connection",
  "aws_dx_gateway_association",
  "aws_ec2_transit_gateway_connect",
];

/** Reports that an autonomous system number is private. */
export function isPrivateAsn(asn: number): boolean {
  return PRIVATE_ASN_RANGES.some(([first, last]) => asn >= first && asn <= last);
}
