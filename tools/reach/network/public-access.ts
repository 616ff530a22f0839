import { attributeText } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import type { ModelContext } from "./model-context.ts";
import type { PublicAccessBlock } from "./network-model.ts";
import type { SubnetDraft } from "./subnets.ts";

const OPTIONS = "aws_vpc_block_public_access_options";
const EXCLUSION = "aws_vpc_block_public_access_exclusion";

/**
 * Returns the traffic that the region's Block Public Access setting, if any, denies a subnet: all
 * of it, or ingress only. An exclusion for the subnet or its VPC lifts the block, or allows egress.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export function publicAccessBlockOf(
  context: ModelContext,
  subnet: SubnetDraft,
): PublicAccessBlock | undefined {
  const { region } = subnet.resource;
  const options = context.managed(OPTIONS).find((one) => one.region === region);
  if (options === undefined) return undefined;
  const mode = attributeText(options.values.internet_gateway_block_mode);
  if (mode === "off") return undefined;
  const exclusion = exclusionOf(context, subnet);
  const lifts = attributeText(exclusion?.values.internet_gateway_exclusion_mode);
  if (lifts === "allow-bidirectional") return undefined;
  const isIngressOnly = mode === "block-ingress" || lifts === "allow-egress";
  return { direction: isIngressOnly ? "ingress" : "both", origin: options.address };
}

/** The subnet's exclusion, or its VPC's. */
function exclusionOf(context: ModelContext, { address, vpc }: SubnetDraft): Resource | undefined {
  const all = context.managed(EXCLUSION);
  return (
    all.find(({ values }) => context.resolver.subnet(values.subnet_id) === address) ??
    all.find(({ values }) => context.resolver.vpc(values.vpc_id) === vpc)
  );
}
