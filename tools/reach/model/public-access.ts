import type { Resource } from "../input/inventory.ts";
import type { PublicAccessBlock } from "./fabric.ts";
import type { SubnetPlan } from "./subnets.ts";
import type { Survey } from "./survey.ts";

const OPTIONS = "aws_vpc_block_public_access_options";
const EXCLUSION = "aws_vpc_block_public_access_exclusion";

/**
 * What Block Public Access, if the region has it, refuses a subnet: everything, or what comes in by itself;
 * an exclusion of the subnet or its VPC lifts it, or leaves the way out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export function publicAccessBlockOf(survey: Survey, subnet: SubnetPlan): PublicAccessBlock | undefined {
  const { region } = subnet.resource;
  const options = survey.managed(OPTIONS).find((one) => one.region === region);
  if (options === undefined) return undefined;
  const mode = survey.word(options.values.internet_gateway_block_mode);
  if (mode === "off") return undefined;
  const exclusion = exclusionOf(survey, subnet);
  const lifts = survey.word(exclusion?.values.internet_gateway_exclusion_mode);
  if (lifts === "allow-bidirectional") return undefined;
  const isIngressOnly = mode === "block-ingress" || lifts === "allow-egress";
  return { direction: isIngressOnly ? "ingress" : "both", origin: options.address };
}

/** The subnet's own exclusion, else its VPC's. */
function exclusionOf(survey: Survey, { address, vpc }: SubnetPlan): Resource | undefined {
  const all = survey.managed(EXCLUSION);
  return (
    all.find(({ values }) => survey.keys.subnet(values.subnet_id) === address) ??
    all.find(({ values }) => survey.keys.vpc(values.vpc_id) === vpc)
  );
}
