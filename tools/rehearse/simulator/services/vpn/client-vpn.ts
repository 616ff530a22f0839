import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { arnTemplate, renderTemplate, resolveString } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Client VPN endpoints. */
export const vpnClientVpnResources: ServiceResources = {
  types: {
    aws_ec2_client_vpn_endpoint: {
      values: {
        id: "cvpn-endpoint-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:client-vpn-endpoint/{id}"),
        dns_name: "*.{id}.prod.clientvpn.{region}.amazonaws.com",
        self_service_portal_url: (context) =>
          resolveString(context, "self_service_portal") === "enabled"
            ? renderTemplate("https://self-service.clientvpn.amazonaws.com/endpoints/{id}", context)
            : "",
        vpc_id: "",
      },
    },
    aws_ec2_client_vpn_network_association: {
      values: {
        id: "cvpn-assoc-0{hex:16}",
        association_id: "{id}",
        vpc_id: (context) =>
          stringAttribute(
            findExistingResource(context.account, resolveString(context, "subnet_id"), "aws_subnet")?.values,
            "vpc_id",
          ) ?? "",
      },
    },
    aws_ec2_client_vpn_authorization_rule: {
      values: { id: "{client_vpn_endpoint_id},{target_network_cidr}" },
    },
    aws_ec2_client_vpn_route: {
      values: {
        id: "{client_vpn_endpoint_id},{target_vpc_subnet_id},{destination_cidr_block}",
        origin: "add-route",
        type: "Nat",
      },
    },
  },
};
