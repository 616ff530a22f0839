import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { NO_ADDRESS } from "../../packets/addresses.ts";
import {
  type Attributes,
  attributeBlocks,
  attributeFlag,
  attributeText,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { joinLists, partialList } from "../../terraform/partial-list.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import type { NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { descriptorReader, type EndpointReader, type EndpointReaders } from "./endpoint-descriptor.ts";
import { buildEndpoint, type InterfacePlacement, placeInterfaces, whyUnplaced } from "./interfaces.ts";
import { classicListeners, listenersByBalancer, listenerTransport, listeningOn } from "./listeners.ts";

/**
 * The nodes of an application or network load balancer, one in each subnet.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb
 */
const loadBalancer: EndpointReader = (resource, context) => {
  const { values } = resource;
  const mappings = attributeBlocks(values, "subnet_mapping");
  const mapped = joinLists(...mappings.items.map((mapping) => context.resolver.subnets(mapping.subnet_id)));
  const subnets =
    mappings.items.length > 0
      ? mapped
      : joinLists(context.resolver.subnets(values.subnets), partialList<string>([], mappings.unknown));
  const placement = nodes(resource, context);
  const interfaces =
    mappings.items.length > 0
      ? mappings.items.flatMap((mapping) => mappedNodes(resource, mapping, placement, context))
      : placeInterfaces(context, { ...placement, subnets });
  const isGateway = attributeText(values.load_balancer_type) === "gateway";
  return buildEndpoint(resource, {
    kind: "load balancer",
    interfaces,
    ...heardBy(resource, context),
    ephemeralPorts: WIDE_PORTS,
    unknown: isGateway ? "Gateway Load Balancers are not modelled" : whyUnplaced(subnets),
  });
};

/** The transport that its listeners accept. */
function heardBy({ address }: Resource, context: ModelContext) {
  const listeners = listenersByBalancer(context);
  return listeningOn((listeners.byBalancer.get(address) ?? []).map(listenerTransport), listeners.unknown);
}

/**
 * Properties common to all nodes. A Network Load Balancer without groups is unfiltered.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function nodes({ values }: Resource, context: ModelContext): Omit<InterfacePlacement, "subnets"> {
  const family = attributeText(values.ip_address_type) ?? "ipv4";
  const type = attributeText(values.load_balancer_type) ?? "application";
  return {
    groups: context.resolver.groups(values.security_groups),
    isOpenWithoutGroups: type !== "application",
    publicIPv4: family === "dualstack-without-public-ipv4" ? false : isPublic(values),
    ipv6: family.startsWith("dualstack"),
  };
}

function isPublic({ internal }: Attributes): NetworkInterface["publicIPv4"] {
  const isInternal = attributeFlag(internal, false);
  return isInternal === "unknown" ? "unknown" : !isInternal;
}

/** The node of one subnet mapping, with a fixed private address or an Elastic IP. */
function mappedNodes(
  resource: Resource,
  mapping: Attributes,
  placement: Omit<InterfacePlacement, "subnets">,
  context: ModelContext,
): readonly NetworkInterface[] {
  const elastic = context.resolver.namedResource(resource, mapping.allocation_id, "aws_eip");
  return placeInterfaces(context, {
    ...placement,
    subnets: context.resolver.subnets(mapping.subnet_id),
    publicAddresses: attributeAddresses(elastic?.values.public_ip) ?? NO_ADDRESS,
    fixedAddresses: attributeAddresses(mapping.private_ipv4_address),
  });
}

/** Load balancers. */
export const BALANCERS: EndpointReaders = {
  aws_lb: loadBalancer,
  aws_elb: descriptorReader({
    kind: "load balancer",
    subnets: "subnets",
    groups: "security_groups",
    publicIPv4: isPublic,
    readListening: (resource) => {
      const { listeners, unknown } = classicListeners(resource);
      return listeningOn(
        listeners.map(({ frontend }) => frontend),
        unknown,
      );
    },
  }),
};
