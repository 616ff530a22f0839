import type { Resource } from "../../input/inventory.ts";
import { NO_ADDRESS } from "../../packets/addresses.ts";
import type { Interface } from "../fabric.ts";
import { WIDE_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, type Placing, whyNotPlaced } from "./interfaces.ts";
import { classicListeners, heard, taken } from "./listeners.ts";
import { type Reader, type Readers, shaped } from "./shape.ts";
import type { Site } from "./site.ts";
import { type Attributes, blocksOf, flagOf, joined, listing, textOf } from "./values.ts";

/**
 * The nodes of an application or network load balancer, one in each subnet.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb
 */
const loadBalancer: Reader = (resource, site) => {
  const { values } = resource;
  const mappings = blocksOf(values, "subnet_mapping");
  const mapped = joined(...mappings.found.map((mapping) => site.subnets(mapping.subnet_id)));
  const subnets =
    mappings.found.length > 0
      ? mapped
      : joined(site.subnets(values.subnets), listing<string>([], mappings.unknown));
  const placing = nodes(resource, site);
  const interfaces =
    mappings.found.length > 0
      ? mappings.found.flatMap((mapping) => mappedNodes(resource, mapping, placing, site))
      : interfacesOf(site, { ...placing, subnets });
  const isGateway = textOf(values.load_balancer_type) === "gateway";
  return endpointOf(resource, {
    kind: "load balancer",
    interfaces,
    ...heardBy(resource, site),
    ephemeralPorts: WIDE_PORTS,
    unknown: isGateway ? "gateway load balancers are not modelled" : whyNotPlaced(subnets),
  });
};

/** What its listeners take. */
function heardBy({ address }: Resource, { listeners }: Site) {
  return heard((listeners.byBalancer.get(address) ?? []).map(taken), listeners.unknown);
}

/**
 * What all nodes have. A network load balancer without groups is filtered by nothing.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function nodes({ values }: Resource, site: Site): Omit<Placing, "subnets"> {
  const family = textOf(values.ip_address_type) ?? "ipv4";
  const type = textOf(values.load_balancer_type) ?? "application";
  return {
    groups: site.groups(values.security_groups),
    isOpenWithoutGroups: type !== "application",
    publicIPv4: family === "dualstack-without-public-ipv4" ? false : isPublic(values),
    ipv6: family.startsWith("dualstack"),
  };
}

function isPublic({ internal }: Attributes): Interface["publicIPv4"] {
  const isInternal = flagOf(internal, false);
  return isInternal === "unknown" ? "unknown" : !isInternal;
}

/** The node of one subnet mapping: with an address of its own, or an elastic one. */
function mappedNodes(
  resource: Resource,
  mapping: Attributes,
  placing: Omit<Placing, "subnets">,
  site: Site,
): readonly Interface[] {
  const elastic = site.resource(resource, mapping.allocation_id, "aws_eip");
  return interfacesOf(site, {
    ...placing,
    subnets: site.subnets(mapping.subnet_id),
    publicAddresses: site.addresses(elastic?.values.public_ip) ?? NO_ADDRESS,
    exact: site.addresses(mapping.private_ipv4_address),
  });
}

/** Load balancers. */
export const BALANCERS: Readers = {
  aws_lb: loadBalancer,
  aws_alb: loadBalancer,
  aws_elb: shaped({
    kind: "load balancer",
    subnets: "subnets",
    groups: "security_groups",
    publicIPv4: isPublic,
    heard: (resource) => {
      const { listeners, unknown } = classicListeners(resource);
      return heard(
        listeners.map(({ takes }) => takes),
        unknown,
      );
    },
  }),
};
