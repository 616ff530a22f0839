import type { Resource } from "../terraform/inventory.ts";
import type { PublicAccessBlock } from "./network-model.ts";
import type { SubnetDraft } from "./subnets.ts";
import type { TopologyContext } from "./topology-context.ts";

const OPTIONS = "aws_vpc_block_public_access_options";
const EXCLUSION = "aws_vpc_block_public_access_exclusion";

/**
 * Returns the traffic that the region's Block Public Access setting, if any, denies a subnet: all
 * of it, or ingress only. An exclusion for the subnet or its VPC lifts the block, or allows egress.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export function publicAccessBlockOf(
  context: TopologyContext,
  subnet: SubnetDraft,
): PublicAccessBlock | undefined {
  const { region } = subnet.resource;
  const options = context.managed(OPTIONS).find((one) => one.region === region);
  if (options === undefined) return undefined;
  const mode = context.knownText(options.values.internet_gateway_block_mode);
  if (mode === "off") return undefined;
  const exclusion = exclusionOf(context, subnet);
  const lifts = context.knownText(exclusion?.values.internet_gateway_exclusion_mode);
  if (lifts === "allow-bidirectional") return undefined;
  const isIngressOnly = mode === "block-ingress" || lifts === "allow-egress";
  return { direction: isIngressOnly ? "ingress" : "both", origin: options.address };
}

/** The subnet's exclusion, or its VPC's. */
function exclusionOf(context: TopologyContext, { address, vpc }: SubnetDraft): Resource | undefined {
  const all = context.managed(EXCLUSION);
  return (
    all.find(({ values }) => context.keys.subnet(values.subnet_id) === address) ??
    all.find(({ values }) => context.keys.vpc(values.vpc_id) === vpc)
  );
}
