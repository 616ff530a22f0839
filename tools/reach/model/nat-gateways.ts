import type { NatGateway } from "./fabric.ts";
import type { Survey } from "./survey.ts";

/**
 * NAT gateways that stand in a known subnet; public without a word.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export function readNatGateways(survey: Survey): ReadonlyMap<string, NatGateway> {
  const gateways = new Map<string, NatGateway>();
  for (const { address, values } of survey.known("aws_nat_gateway")) {
    const subnet = survey.keys.subnet(values.subnet_id);
    if (subnet === undefined) {
      survey.gap(address, "its subnet is not known: where its routes lead is unknown");
      continue;
    }
    const connectivity = survey.word(values.connectivity_type) === "private" ? "private" : "public";
    gateways.set(address, { address, subnet, connectivity });
  }
  return gateways;
}
