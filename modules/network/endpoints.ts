import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { Construct } from "constructs";
import { regionalServiceName } from "../../aws/prefix-lists.ts";
import type { NetworkSettings } from "../../language/network.ts";
import { required } from "../../language/required.ts";
import { renderPolicy, type Statement } from "../policy.ts";
import { afterReservations, type Vpc } from "./vpc.ts";

/** Inputs of one VPC's endpoints. */
export interface EndpointsProps {
  /** Prefix of the endpoints' `Name` tags: `cybershield-prod`. */
  readonly name: string;
  /** The network's settings, which list the services. */
  readonly network: NetworkSettings;
  /** The region in the services' names: `com.amazonaws.us-east-1.s3`. */
  readonly region: string;
  /** The 12-digit account ID, whose identities alone the endpoint policies admit. */
  readonly account: string;
  /** The VPC that gets the endpoints. */
  readonly vpc: Vpc;
  /** Tiers whose route tables get routes to the gateway endpoints. */
  readonly gatewayTiers: readonly string[];
}

/** Gateway endpoints: routes to S3 and DynamoDB. */
export class GatewayEndpoints extends Construct {
  readonly #prefixListIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const routeTableIds = props.vpc.subnets
      .filter((subnet) => props.gatewayTiers.includes(subnet.tier))
      .map((subnet) => subnet.routeTableId);
    this.#prefixListIds = Object.fromEntries(
      props.network.endpoints.gateway.map((service) => {
        const endpoint = new VpcEndpoint(this, service, {
          vpcId: props.vpc.vpcId,
          vpcEndpointType: "Gateway",
          serviceName: regionalServiceName(props.region, service),
          routeTableIds,
          policy: endpointPolicy(props, service),
          tags: { Name: `${props.name}-${service}` },
        });
        return [service, endpoint.prefixListId];
      }),
    );
  }

  /** The prefix list ID of a service with a gateway endpoint here. */
  prefixListId(service: string): string {
    return required(this.#prefixListIds, service);
  }
}

/** Interface endpoints, with a network interface in each zone. */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps & { tier: string; groupId: string }) {
    super(scope, id);
    const subnets = props.vpc.subnetsOf(props.tier);
    for (const service of props.network.endpoints.interface) {
      new VpcEndpoint(this, service.replaceAll(".", "-"), {
        vpcId: props.vpc.vpcId,
        vpcEndpointType: "Interface",
        serviceName: regionalServiceName(props.region, service),
        subnetIds: subnets.map((subnet) => subnet.subnetId),
        securityGroupIds: [props.groupId],
        privateDnsEnabled: true,
        policy: endpointPolicy(props, service),
        tags: { Name: `${props.name}-${service}` },
        ...afterReservations(subnets),
      });
    }
  }
}

/**
 * An endpoint policy that admits only this account's identities, to prevent exfiltration with other
 * accounts' keys. S3 additionally allows downloads of ECR image layers and Amazon Linux packages,
 * which use AWS's identities.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
function endpointPolicy(props: EndpointsProps, service: string): string {
  const ownAccount: Statement = {
    sid: "OwnAccount",
    principal: "*",
    actions: ["*"],
    resources: ["*"],
    conditions: { StringEquals: { "aws:PrincipalAccount": props.account } },
  };
  if (service !== "s3") return renderPolicy(ownAccount);
  const shared: Statement = {
    sid: "ImageLayersAndPackages",
    principal: "*",
    actions: ["s3:GetObject"],
    resources: [
      `arn:aws:s3:::prod-${props.region}-starport-layer-bucket/*`,
      `arn:aws:s3:::al2023-repos-${props.region}-de612dc2/*`,
    ],
  };
  return renderPolicy(ownAccount, shared);
}
