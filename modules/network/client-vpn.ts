import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream/index.js";
import { Ec2ClientVpnAuthorizationRule } from "@cdktf/provider-aws/lib/ec2-client-vpn-authorization-rule/index.js";
import { Ec2ClientVpnEndpoint } from "@cdktf/provider-aws/lib/ec2-client-vpn-endpoint/index.js";
import { Ec2ClientVpnNetworkAssociation } from "@cdktf/provider-aws/lib/ec2-client-vpn-network-association/index.js";
import { Ec2ClientVpnRoute } from "@cdktf/provider-aws/lib/ec2-client-vpn-route/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import { LogGroup } from "../observe/log-group.ts";
import type { ClientVpnPlan } from "./client-vpn-plan.ts";

/** A client VPN endpoint in one tier of a network. */
export interface ClientVpnProps {
  /** `Name` tag, and prefix of the log group: `hybrid-prod-staff`. */
  readonly name: string;
  /** Authorized and routed CIDR blocks, and the DNS server. */
  readonly plan: ClientVpnPlan;
  /** CIDR block of client addresses. */
  readonly clientCidr: string;
  /** ARN of the endpoint's server certificate in ACM. */
  readonly serverCertificateArn: string;
  /** ARN of the certificate authority that signs client certificates. */
  readonly clientAuthorityArn: string;
  /** The VPC of the tier. */
  readonly vpcId: string;
  /** The tier's subnet IDs by zone; the endpoint has an interface in each. */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** The security group of its network interfaces. */
  readonly groupId: string;
  /** Days until connection logs are deleted. */
  readonly logRetentionDays: number;
  /** ARN of the KMS key for connection logs. */
  readonly logKeyArn: string;
}

/**
 * A client VPN with mutual certificate authentication and connection logging. A client reaches only
 * authorized CIDR blocks, and only what the endpoint's security group allows.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html
 */
export class ClientVpn extends Construct {
  /** The endpoint's ID: `cvpn-endpoint-0123456789abcdef0`. */
  readonly endpointId: string;
  /** The DNS name that clients connect to. */
  readonly dnsName: string;

  constructor(scope: Construct, id: string, props: ClientVpnProps) {
    super(scope, id);
    const logs = new LogGroup(this, "logs", {
      name: `/${props.name}/connections`,
      retentionDays: props.logRetentionDays,
      keyArn: props.logKeyArn,
    });
    const stream = new CloudwatchLogStream(this, "log-stream", {
      name: "connections",
      logGroupName: logs.name,
    });
    const { dnsServer } = props.plan;
    const endpoint = new Ec2ClientVpnEndpoint(this, "endpoint", {
      description: props.name,
      clientCidrBlock: props.clientCidr,
      serverCertificateArn: props.serverCertificateArn,
      authenticationOptions: [
        { type: "certificate-authentication", rootCertificateChainArn: props.clientAuthorityArn },
      ],
      connectionLogOptions: {
        enabled: true,
        cloudwatchLogGroup: logs.name,
        cloudwatchLogStream: stream.name,
      },
      vpcId: props.vpcId,
      securityGroupIds: [props.groupId],
      splitTunnel: true,
      ...compact({ dnsServers: dnsServer === undefined ? undefined : [dnsServer] }),
      transportProtocol: "udp",
      selfServicePortal: "disabled",
      sessionTimeoutHours: 12,
      tags: { Name: props.name },
    });
    this.endpointId = endpoint.id;
    this.dnsName = endpoint.dnsName;
    for (const [zone, subnetId] of Object.entries(props.subnetIds))
      this.#associate(zone, subnetId, props.plan);
    for (const cidr of props.plan.authorizedCidrs) {
      new Ec2ClientVpnAuthorizationRule(this, `authorization-${cidr.replace("/", "-")}`, {
        clientVpnEndpointId: this.endpointId,
        targetNetworkCidr: cidr,
        authorizeAllGroups: true,
        description: `Clients of ${props.name}`,
      });
    }
  }

  /** Associates a subnet and adds routes beyond the VPC; the VPC's own route is implicit. */
  #associate(zone: string, subnetId: string, plan: ClientVpnPlan): void {
    const association = new Ec2ClientVpnNetworkAssociation(this, `association-${zone}`, {
      clientVpnEndpointId: this.endpointId,
      subnetId,
    });
    for (const cidr of plan.routedCidrs) {
      new Ec2ClientVpnRoute(this, `route-${zone}-${cidr.replace("/", "-")}`, {
        clientVpnEndpointId: this.endpointId,
        targetVpcSubnetId: subnetId,
        destinationCidrBlock: cidr,
        dependsOn: [association],
      });
    }
  }
}
