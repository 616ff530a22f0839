import { Cidr } from "../../../../../aws/cidr.ts";
import { dxGatewayAttachmentId } from "../../data-sources/dx-gateway-attachment.ts";
import type { SimulatedResource } from "../../simulator-types.ts";
import { stringAttribute } from "../attribute-reader.ts";
import { deterministicToken } from "../deterministic-values.ts";
import { existingAccountResources, findExistingResource } from "../existing-resources.ts";
import { allocatePublicAddress } from "../ip-addresses.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** One of a VPN connection's two tunnels: its outside address, inside /30 and defaults. */
function vpnTunnel(number: 1 | 2): ResourceDefinitions[string] {
  const name = `tunnel${number}`;
  const inside = (context: ValueContext, offset: number) => {
    const block = Cidr.withoutHostBits(resolveString(context, `${name}_inside_cidr`));
    return block?.addressAt(offset) ?? "";
  };
  return {
    [`${name}_address`]: (context) => allocatePublicAddress(context, name),
    [`${name}_bgp_asn`]: "64512",
    [`${name}_bgp_holdtime`]: 30,
    [`${name}_inside_cidr`]: (context) =>
      `169.254.${number === 1 ? 10 : 11}.${(Number.parseInt(deterministicToken(context.seed, "hex", 4), 16) % 60) * 4 + 8}/30`,
    [`${name}_cgw_inside_address`]: (context) => inside(context, 2),
    [`${name}_vgw_inside_address`]: (context) => inside(context, 1),
    // A key stored in Secrets Manager is not part of EC2's response.
    [`${name}_preshared_key`]: (context) =>
      storesKeysInSecretsManager(context) ? "" : renderTemplate(`{mixed:32/${name}}`, context),
    [`${name}_inside_ipv6_cidr`]: "",
  };
}

/**
 * True if the VPN connection stores its keys in Secrets Manager.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html
 */
function storesKeysInSecretsManager(context: ValueContext): boolean {
  return context.resolve("preshared_key_storage") === "SecretsManager";
}

const transitGatewayAttachment: ResourceDefinitions[string] = {
  id: "tgw-attach-0{hex:16}",
  arn: arnTemplate("ec2:{region}:{account}:transit-gateway-attachment/{id}"),
  vpc_owner_id: "{account}",
  security_group_referencing_support: "disable",
  transit_gateway_default_route_table_association: true,
  transit_gateway_default_route_table_propagation: true,
  state: "available",
};

/** Connections between networks: peering, transit gateways, VPN, Direct Connect. */
export const connectivityResources: ResourceDefinitions = {
  aws_vpc_peering_connection: {
    id: "pcx-0{hex:16}",
    accept_status: (context) => (context.resolve("auto_accept") === true ? "active" : "pending-acceptance"),
    peer_owner_id: "{account}",
    peer_region: "{region}",
  },
  aws_vpc_peering_connection_accepter: {
    id: "{vpc_peering_connection_id}",
    accept_status: "active",
    vpc_id: (context) => peeringAttribute(context, "peer_vpc_id"),
    peer_vpc_id: (context) => peeringAttribute(context, "vpc_id"),
    peer_owner_id: "{account}",
    peer_region: (context) =>
      findExistingResource(
        context.account,
        resolveString(context, "vpc_peering_connection_id"),
        "aws_vpc_peering_connection",
      )?.region ?? context.region,
  },
  aws_vpc_peering_connection_options: { id: "{vpc_peering_connection_id}" },
  aws_ec2_transit_gateway: {
    id: "tgw-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:transit-gateway/{id}"),
    association_default_route_table_id: (context) =>
      context.resolve("default_route_table_association") === "disable"
        ? ""
        : renderTemplate("tgw-rtb-0{hex:16/rtb}", context),
    propagation_default_route_table_id: (context) =>
      context.resolve("default_route_table_propagation") === "disable"
        ? ""
        : renderTemplate("tgw-rtb-0{hex:16/rtb}", context),
  },
  aws_ec2_transit_gateway_vpc_attachment: transitGatewayAttachment,
  aws_ec2_transit_gateway_peering_attachment: {
    ...transitGatewayAttachment,
    peer_account_id: "{account}",
    state: "pendingAcceptance",
  },
  aws_ec2_transit_gateway_peering_attachment_accepter: {
    ...transitGatewayAttachment,
    id: "{transit_gateway_attachment_id}",
    transit_gateway_id: (context) => peerAttachmentAttribute(context, "peer_transit_gateway_id"),
    peer_transit_gateway_id: (context) => peerAttachmentAttribute(context, "transit_gateway_id"),
    peer_region: (context) =>
      findExistingResource(
        context.account,
        resolveString(context, "transit_gateway_attachment_id"),
        "aws_ec2_transit_gateway_peering_attachment",
      )?.region ?? "",
    peer_account_id: "{account}",
  },
  aws_ec2_transit_gateway_vpc_attachment_accepter: {
    ...transitGatewayAttachment,
    id: "{transit_gateway_attachment_id}",
  },
  aws_ec2_transit_gateway_connect: transitGatewayAttachment,
  aws_ec2_transit_gateway_route_table: {
    id: "tgw-rtb-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:transit-gateway-route-table/{id}"),
    default_association_route_table: false,
    default_propagation_route_table: false,
  },
  aws_ec2_transit_gateway_route_table_association: attachmentTarget(),
  aws_ec2_transit_gateway_route_table_propagation: attachmentTarget(),
  aws_ec2_transit_gateway_route: { id: "{transit_gateway_route_table_id}_{destination_cidr_block}" },
  aws_ec2_transit_gateway_policy_table: { id: "tgw-ptb-0{hex:16}", state: "available" },
  aws_ec2_transit_gateway_multicast_domain: { id: "tgw-mcast-domain-0{hex:16}" },
  aws_customer_gateway: {
    id: "cgw-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:customer-gateway/{id}"),
  },
  aws_vpn_gateway: {
    id: "vgw-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:vpn-gateway/{id}"),
    amazon_side_asn: "64512",
    vpc_id: "",
  },
  aws_vpn_gateway_attachment: { id: "vpn-attachment-{hex:8}" },
  aws_vpn_gateway_route_propagation: { id: "{vpn_gateway_id}_{route_table_id}" },
  aws_vpn_connection_route: { id: "{destination_cidr_block}:{vpn_connection_id}" },
  aws_vpn_connection: {
    id: "vpn-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:vpn-connection/{id}"),
    core_network_arn: "",
    core_network_attachment_arn: "",
    customer_gateway_configuration: (context) =>
      `<?xml version="1.0" encoding="UTF-8"?><vpn_connection id="${resolveString(context, "id")}"><customer_gateway_id>${resolveString(context, "customer_gateway_id")}</customer_gateway_id><vpn_connection_type>${resolveString(context, "type")}</vpn_connection_type></vpn_connection>`,
    enable_acceleration: false,
    local_ipv4_network_cidr: "0.0.0.0/0",
    remote_ipv4_network_cidr: "0.0.0.0/0",
    local_ipv6_network_cidr: "",
    remote_ipv6_network_cidr: "",
    outside_ip_address_type: "PublicIpv4",
    preshared_key_arn: (context) =>
      storesKeysInSecretsManager(context)
        ? renderTemplate(
            "arn:aws:secretsmanager:{region}:{account}:secret:s2svpn!{id}-{mixed:6/keys}",
            context,
          )
        : "",
    preshared_key_storage: "Standard",
    static_routes_only: false,
    tunnel_inside_ip_version: "ipv4",
    transit_gateway_attachment_id: (context) =>
      resolveString(context, "transit_gateway_id") === ""
        ? ""
        : renderTemplate("tgw-attach-0{hex:16/attach}", context),
    ...vpnTunnel(1),
    ...vpnTunnel(2),
    routes: [],
    vgw_telemetry: (context) =>
      ["tunnel1_address", "tunnel2_address"].map((name) => ({
        accepted_route_count: 0,
        certificate_arn: "",
        last_status_change: new Date(context.nowMs).toISOString().replace(/\.\d+Z$/, "Z"),
        outside_ip_address: resolveString(context, name),
        status: "DOWN",
        status_message: "",
      })),
  },
  aws_ec2_client_vpn_endpoint: {
    id: "cvpn-endpoint-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:client-vpn-endpoint/{id}"),
    dns_name: "*.{id}.prod.clientvpn.{region}.amazonaws.com",
    self_service_portal_url: (context) =>
      resolveString(context, "self_service_portal") === "enabled"
        ? renderTemplate("https://self-service.clientvpn.amazonaws.com/endpoints/{id}", context)
        : "",
    vpc_id: "",
  },
  aws_ec2_client_vpn_network_association: {
    id: "cvpn-assoc-0{hex:16}",
    association_id: "{id}",
    vpc_id: (context) =>
      stringAttribute(
        findExistingResource(context.account, resolveString(context, "subnet_id"), "aws_subnet")?.values,
        "vpc_id",
      ) ?? "",
  },
  aws_ec2_client_vpn_authorization_rule: { id: "{client_vpn_endpoint_id},{target_network_cidr}" },
  aws_ec2_client_vpn_route: {
    id: "{client_vpn_endpoint_id},{target_vpc_subnet_id},{destination_cidr_block}",
    origin: "add-route",
    type: "Nat",
  },
  aws_dx_gateway: { id: "{uuid}", arn: arnTemplate("directconnect::{account}:dx-gateway/{id}") },
  aws_dx_gateway_association: {
    id: (context) => renderTemplate("ga-{dx_gateway_id}{associated_gateway_id}", context),
    dx_gateway_association_id: "{uuid}",
    associated_gateway_owner_account_id: "{account}",
    associated_gateway_type: (context) =>
      resolveString(context, "associated_gateway_id").startsWith("tgw-")
        ? "transitGateway"
        : "virtualPrivateGateway",
    transit_gateway_attachment_id: "tgw-attach-0{hex:16/attach}",
    dx_gateway_owner_account_id: "{account}",
    allowed_prefixes: (context) => dxPrefixes(context),
  },
  aws_dx_connection: {
    id: "dxcon-{lower:8}",
    arn: arnTemplate("directconnect:{region}:{account}:dxcon/{id}"),
    aws_device: "EqDC2-{hex:12/dev}",
    state: "requested",
    has_logical_redundancy: "unknown",
    jumbo_frame_capable: true,
    macsec_capable: false,
    partner_name: "",
    vlan_id: "0",
    port_encryption_status: "",
  },
  aws_dx_lag: { id: "dxlag-{lower:8}", arn: arnTemplate("directconnect:{region}:{account}:dxlag/{id}") },
  aws_dx_private_virtual_interface: {
    id: "dxvif-{lower:8}",
    arn: arnTemplate("directconnect:{region}:{account}:dxvif/{id}"),
  },
  aws_dx_transit_virtual_interface: {
    id: "dxvif-{lower:8}",
    arn: arnTemplate("directconnect:{region}:{account}:dxvif/{id}"),
  },
};

function dxPrefixes(context: ValueContext): string[] {
  const gateway = findExistingResource(
    context.account,
    resolveString(context, "associated_gateway_id"),
    "aws_vpn_gateway",
  );
  const cidr = stringAttribute(
    findExistingResource(context.account, stringAttribute(gateway?.values, "vpc_id"), "aws_vpc")?.values,
    "cidr_block",
  );
  return cidr === undefined ? [] : [cidr];
}

function peeringAttribute(context: ValueContext, name: string): string {
  return (
    stringAttribute(
      findExistingResource(
        context.account,
        resolveString(context, "vpc_peering_connection_id"),
        "aws_vpc_peering_connection",
      )?.values,
      name,
    ) ?? ""
  );
}

function peerAttachmentAttribute(context: ValueContext, name: string): string {
  return (
    stringAttribute(
      findExistingResource(
        context.account,
        resolveString(context, "transit_gateway_attachment_id"),
        "aws_ec2_transit_gateway_peering_attachment",
      )?.values,
      name,
    ) ?? ""
  );
}

/** The resource that a transit gateway attachment attaches, with AWS's ID and type of it. */
function attachmentTarget(): ResourceDefinitions[string] {
  const attachedResource = (context: ValueContext) => {
    const id = resolveString(context, "transit_gateway_attachment_id");
    const attachment = existingAccountResources(context.account, ...Object.keys(ATTACHED_RESOURCES)).find(
      (resource) =>
        [resource.id, stringAttribute(resource.values, "transit_gateway_attachment_id")].includes(id) ||
        (resource.type === "aws_dx_gateway_association" && dxGatewayAttachmentId(resource) === id),
    );
    return attachment === undefined ? { type: "", id: "" } : ATTACHED_RESOURCES[attachment.type]!(attachment);
  };
  return {
    id: "{transit_gateway_route_table_id}_{transit_gateway_attachment_id}",
    resource_id: (context) => attachedResource(context).id,
    resource_type: (context) => attachedResource(context).type,
  };
}

type AttachedResource = (resource: SimulatedResource) => { readonly type: string; readonly id: string };

/**
 * The attached resource of each attachment type.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html
 */
const ATTACHED_RESOURCES: Readonly<Record<string, AttachedResource>> = {
  aws_ec2_transit_gateway_vpc_attachment: ({ values }) => ({
    type: "vpc",
    id: stringAttribute(values, "vpc_id") ?? "",
  }),
  aws_ec2_transit_gateway_peering_attachment: ({ values }) => ({
    type: "peering",
    id: stringAttribute(values, "peer_transit_gateway_id") ?? "",
  }),
  aws_ec2_transit_gateway_connect: ({ id }) => ({ type: "connect", id }),
  aws_vpn_connection: ({ id }) => ({ type: "vpn", id }),
  aws_dx_gateway_association: ({ values }) => ({
    type: "direct-connect-gateway",
    id: stringAttribute(values, "dx_gateway_id") ?? "",
  }),
};
