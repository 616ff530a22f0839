import { DEFAULT_AMAZON_ASN } from "../../../../../aws/bgp.ts";
import { Cidr } from "../../../../../aws/cidr.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { allocatePublicAddress } from "../../computed-values/ip-addresses.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

/** One of a VPN connection's two tunnels: its outside address, inside /30 and defaults. */
function vpnTunnel(number: 1 | 2): ValueGenerators {
  const name = `tunnel${number}`;
  const inside = (context: ValueContext, offset: number) => {
    const block = Cidr.withoutHostBits(resolveString(context, `${name}_inside_cidr`));
    return block?.addressAt(offset) ?? "";
  };
  return {
    [`${name}_address`]: (context) => allocatePublicAddress(context, name),
    [`${name}_bgp_asn`]: `${DEFAULT_AMAZON_ASN}`,
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

/** Site-to-Site VPN connections and their gateways. */
export const vpnVpnConnectionResources: ServiceResources = {
  types: {
    aws_customer_gateway: {
      values: {
        id: "cgw-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:customer-gateway/{id}"),
      },
    },
    aws_vpn_gateway: {
      dependentOf: ["aws_vpc"],
      values: {
        id: "vgw-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:vpn-gateway/{id}"),
        amazon_side_asn: `${DEFAULT_AMAZON_ASN}`,
        vpc_id: "",
      },
    },
    aws_vpn_gateway_attachment: { values: { id: "vpn-attachment-{hex:8}" } },
    aws_vpn_gateway_route_propagation: { values: { id: "{vpn_gateway_id}_{route_table_id}" } },
    aws_vpn_connection_route: { values: { id: "{destination_cidr_block}:{vpn_connection_id}" } },
    aws_vpn_connection: {
      values: {
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
    },
  },
};
