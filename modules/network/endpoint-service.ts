import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcEndpointService } from "@cdktf/provider-aws/lib/vpc-endpoint-service/index.js";
import { Construct } from "constructs";

/** A network that consumes an endpoint service. */
export interface ConsumerProps {
  /** The consumer's VPC. */
  readonly vpcId: string;
  /** Subnet IDs; the endpoint has an interface in each. */
  readonly subnetIds: readonly string[];
  /** The security group of these interfaces. */
  readonly groupId: string;
}

/** An endpoint service for a load balancer and its consumers. */
export interface EndpointServiceProps {
  /** `Name` tag of the service, and prefix of its endpoints' tags. */
  readonly name: string;
  /** The 12-digit account ID, whose principals alone may connect. */
  readonly account: string;
  /** ARN of the network load balancer behind the service. */
  readonly loadBalancerArn: string;
  /** Consumers by network. */
  readonly consumers: Readonly<Record<string, ConsumerProps>>;
}

/**
 * PrivateLink: an endpoint service on a network load balancer, and an interface endpoint in each
 * consumer VPC. The VPCs are not routed to each other. Only this account may create endpoints,
 * which are accepted automatically.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
export class EndpointService extends Construct {
  /** AWS's name of the service: `com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0`. */
  readonly serviceName: string;
  /** DNS names of the interface endpoints by network. */
  readonly dnsNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: EndpointServiceProps) {
    super(scope, id);
    const service = new VpcEndpointService(this, "service", {
      networkLoadBalancerArns: [props.loadBalancerArn],
      allowedPrincipals: [`arn:aws:iam::${props.account}:root`],
      acceptanceRequired: false,
      tags: { Name: props.name },
    });
    this.serviceName = service.serviceName;
    this.dnsNames = Object.fromEntries(
      Object.entries(props.consumers).map(([network, consumer]) => {
        const endpoint = new VpcEndpoint(this, `endpoint-${network}`, {
          vpcId: consumer.vpcId,
          vpcEndpointType: "Interface",
          serviceName: service.serviceName,
          subnetIds: [...consumer.subnetIds],
          securityGroupIds: [consumer.groupId],
          tags: { Name: `${props.name}-${network}` },
        });
        return [network, endpoint.dnsEntry.get(0).dnsName];
      }),
    );
  }
}
