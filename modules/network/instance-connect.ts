import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { SSH_PORT } from "../../language/endpoints.ts";
import type { LoginPeople } from "../../language/network.ts";
import { renderPolicy, type Statement } from "../policy.ts";
import { loginTrustStatements } from "./login-trust.ts";
import { afterReservations, type PlacedSubnet } from "./vpc.ts";

/** Inputs of {@link InstanceConnect}. */
export interface InstanceConnectProps {
  /** The name of the endpoint and its role: `roboshop-lab-main-login`. */
  readonly name: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** The network's region. */
  readonly region: string;
  /** The subnet of the endpoint's interface. */
  readonly subnet: PlacedSubnet;
  /** The endpoint's security group. */
  readonly securityGroupId: string;
  /** The people who may log in. */
  readonly people: LoginPeople;
  /** Tags that every server of the platform has. */
  readonly serverTags: Readonly<Record<string, string>>;
}

/** The user of Amazon Linux. */
const LOGIN_USER = "ec2-user";

/**
 * An EC2 Instance Connect Endpoint, and the role by which named people use it. Servers see the
 * endpoint's address, so their security groups admit its group only.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-ec2-instance-connect-endpoints.html
 */
export class InstanceConnect extends Construct {
  constructor(scope: Construct, id: string, props: InstanceConnectProps) {
    super(scope, id);
    const { name } = props;
    const endpoint = new Ec2InstanceConnectEndpoint(this, "endpoint", {
      subnetId: props.subnet.subnetId,
      securityGroupIds: [props.securityGroupId],
      preserveClientIp: false,
      tags: { Name: name },
      ...afterReservations([props.subnet]),
    });
    const role = new IamRole(this, "role", {
      name,
      description: `SSH to the servers of ${name.replace(/-login$/, "")}`,
      assumeRolePolicy: renderPolicy(...loginTrustStatements(props.account, props.people)),
    });
    new IamRolePolicy(this, "policy", {
      role: role.name,
      name: "log-in",
      policy: renderPolicy(...loginStatements(endpoint.arn, props)),
    });
  }
}

/**
 * The permissions to log in: a tunnel through this endpoint to port 22, and a key for a minute on
 * servers of this platform.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-ec2-instance-connect-endpoint.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-connect-configure-IAM-role.html
 */
function loginStatements(
  endpointArn: string,
  { account, region, serverTags }: InstanceConnectProps,
): readonly Statement[] {
  const tagConditions = Object.entries(serverTags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return [
    {
      sid: "OpenTunnel",
      actions: ["ec2-instance-connect:OpenTunnel"],
      resources: [endpointArn],
      conditions: { NumericEquals: { "ec2-instance-connect:remotePort": String(SSH_PORT) } },
    },
    {
      sid: "SendKey",
      actions: ["ec2-instance-connect:SendSSHPublicKey"],
      resources: [`arn:aws:ec2:${region}:${account}:instance/*`],
      conditions: { StringEquals: { "ec2:osuser": LOGIN_USER, ...Object.fromEntries(tagConditions) } },
    },
    {
      // The describe actions support no resource restriction.
      sid: "FindServers",
      actions: ["ec2:DescribeInstances", "ec2:DescribeInstanceConnectEndpoints"],
      resources: ["*"],
    },
  ];
}
