import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { type Attributes, attributeElements, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { isMap } from "../../terraform/value.ts";
import type { NetworkEndpoint } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { buildEndpoint, placeInterfaces } from "./interfaces.ts";

const SUBNETS = /(^|_)subnet(s|_ids?|_identifiers?)$|^vpc_zone_identifier$/;
const GROUPS = /(^|_)security_groups?$|security_group(_ids?|_id_list|s)$/;

/**
 * Types with subnets and security groups that are read as part of other types or have no interface:
 * templates, client VPN endpoints, desktop directories and mere access lists.
 */
const PARTS = new Set([
  "aws_launch_template",
  "aws_launch_configuration",
  "aws_workspaces_directory",
  "aws_ec2_client_vpn_endpoint",
  "aws_network_interface_sg_attachment",
  "aws_vpc_endpoint_security_group_association",
]);

/** Types with interfaces in a VPC that are defined in settings or templates of their own. */
const HIDDEN = new Set(["aws_elastic_beanstalk_environment", "aws_ec2_fleet", "aws_spot_fleet_request"]);

/**
 * Returns the endpoint of a type that is not modelled, if it names subnets and security groups;
 * otherwise undefined.
 */
export function unmodelledEndpoint(resource: Resource, context: ModelContext): NetworkEndpoint | undefined {
  if (PARTS.has(resource.type)) return undefined;
  const blocks = allBlocks(resource.values);
  const subnets = valuesNamed(blocks, SUBNETS);
  const groups = valuesNamed(blocks, GROUPS);
  if ((subnets.length === 0 || groups.length === 0) && !HIDDEN.has(resource.type)) return undefined;
  return buildEndpoint(resource, {
    kind: readableKind(resource.type),
    interfaces: placeInterfaces(context, {
      subnets: context.resolver.subnets(subnets),
      groups: context.resolver.groups(groups),
      publicIPv4: "unknown",
      ipv6: "dual",
    }),
    listening: undefined,
    ephemeralPorts: WIDE_PORTS,
    unknown: `resources of type ${resource.type} are not modelled`,
  });
}

/** Derives a readable kind from a type: `aws_emr_cluster` is an `emr cluster`. */
export function readableKind(type: string): string {
  return type.replace(/^aws_/, "").replaceAll("_", " ");
}

/** The attributes of a resource and of every block within it. */
function allBlocks(values: Attributes): readonly Attributes[] {
  const inner = Object.values(values).flatMap((value) => attributeElements(value).filter(isMap));
  return [values, ...inner.flatMap((block) => allBlocks(block))];
}

function valuesNamed(blocks: readonly Attributes[], pattern: RegExp) {
  return blocks.flatMap((block) =>
    Object.entries(block).flatMap(([name, value]) => (pattern.test(name) && isGiven(value) ? [value] : [])),
  );
}
