import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcEndpointService } from "@cdktf/provider-aws/lib/vpc-endpoint-service/index.js";
import { Construct } from "constructs";

/** One network that consumes a service. */
export interface ConsumerProps {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupId: string;
}

/** A load balancer, published to other VPCs of the account. */
export interface EndpointServiceProps {
  readonly name: string;
  readonly account: string;
  readonly loadBalancerArn: string;
  /** By network. */
  readonly consumers: Readonly<Record<string, ConsumerProps>>;
}

/**
 * PrivateLink: an endpoint service on a network load balancer, and an interface endpoint in each VPC that
 * consumes it. No route joins the two VPCs: the consumer sees the endpoint's addresses, the service the load
 * balancer's. Only this account may ask for an endpoint, and is let in without asking.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
export class EndpointService extends Construct {
  readonly serviceName: string;
  /** What consumers call, by network. */
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
