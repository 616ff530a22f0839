import { memoize } from "../../../language/memoize.ts";
import { type Addresses, parseAddresses } from "../packets/addresses.ts";
import { attributeText } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { isList } from "../terraform/value.ts";
import type { NatGateway } from "./gateway-model.ts";
import type { ModelContext } from "./model-context.ts";

/**
 * Reads the NAT gateways whose subnet is known. Connectivity defaults to public.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export const readNatGateways = memoize((context: ModelContext): ReadonlyMap<string, NatGateway> => {
  const gateways = new Map<string, NatGateway>();
  for (const { address, values } of context.existing("aws_nat_gateway")) {
    const subnet = context.resolver.subnet(values.subnet_id);
    if (subnet === undefined) {
      context.addGap(address, "its subnet is unknown, so routes to it lead to an unknown target");
      continue;
    }
    const connectivity = attributeText(values.connectivity_type) === "private" ? "private" : "public";
    gateways.set(address, { address, subnet, connectivity, privateAddress: privateAddressOf(values) });
  }
  return gateways;
});

/**
 * The private address, if it is the only one: with secondary addresses, AWS spreads connections
 * over all of them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
function privateAddressOf(values: Resource["values"]): Addresses | undefined {
  const {
    private_ip: first,
    secondary_private_ip_addresses: more,
    secondary_private_ip_address_count: count,
  } = values;
  const isAlone =
    (more === undefined || more === null || (isList(more) && more.length === 0)) && (count ?? 0) === 0;
  return isAlone && typeof first === "string" ? parseAddresses(first) : undefined;
}
