import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import type { ServerSettings as ServerSpec } from "../../language/workloads.ts";
import { metadataOptions, planInstance } from "./instance-plan.ts";

/** Inputs of {@link Ec2Server}. */
export interface Ec2ServerProps {
  /** Its Name tag: `roboshop-lab-frontend`. */
  readonly name: string;
  /** Its settings in the spec. */
  readonly server: ServerSpec;
  /** The subnet of its tier in its zone. */
  readonly subnetId: string;
  /** The security group of its network interface. */
  readonly securityGroupId: string;
  /** ARN of the KMS key for its volume. */
  readonly dataKeyArn: string;
  /** The instance profile's name; undefined without AWS permissions. */
  readonly profileName: string | undefined;
  /** The values of its environment variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Tags with the ARNs of database credentials. */
  readonly secretTags: Readonly<Record<string, string>>;
  /** True if a standalone interface is attached besides its own. */
  readonly hasStandaloneInterface: boolean;
  /** Makes AWS and Terraform refuse to destroy a server that stores data. */
  readonly protected: boolean;
}

/**
 * A hardened EC2 server on Amazon Linux 2023: IMDSv2 only, encrypted volume, no key pair.
 *
 * Neither a newer image nor changed user data replaces it. EC2 stops and starts the server to store
 * changed user data, which runs at a first start only. To renew a server, replace it by hand
 * (docs/operations.md, "Renew a server").
 */
export class Ec2Server extends Construct {
  /** The instance ID. */
  readonly id: string;
  /** The instance's ARN, which the backup plan selects. */
  readonly arn: string;
  /** The primary private IPv4 address. */
  readonly privateAddress: string;

  constructor(scope: Construct, id: string, props: Ec2ServerProps) {
    super(scope, id);
    const instance = this.#createInstance(props);
    if (props.server.publicAddress) this.#createAddress(instance, props);
    this.id = instance.id;
    this.arn = instance.arn;
    this.privateAddress = instance.privateIp;
  }

  #createInstance(props: Ec2ServerProps): Instance {
    const { server, name, profileName } = props;
    const plan = planInstance(server, props.environment);
    const image = new DataAwsSsmParameter(this, "image", { name: plan.imageParameter });
    const isKept = server.keepsData && props.protected;
    return new Instance(this, "instance", {
      ami: image.insecureValue,
      instanceType: plan.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      ...compact({ iamInstanceProfile: profileName, userData: plan.userData }),
      userDataReplaceOnChange: false,
      monitoring: server.detailedMonitoring,
      metadataOptions: metadataOptions(props.secretTags),
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: server.diskGiB,
        encrypted: true,
        kmsKeyId: props.dataKeyArn,
        tags: { Name: name },
      },
      disableApiTermination: isKept,
      tags: { ...props.secretTags, Name: name },
      lifecycle: { ignoreChanges: ["ami"], preventDestroy: isKept },
    });
  }

  /** An Elastic IP, which outlives a stopped or replaced server. */
  #createAddress(instance: Instance, { name, hasStandaloneInterface: holdsInterface }: Ec2ServerProps): void {
    const address = new Eip(this, "address", { domain: "vpc", tags: { Name: name } });
    new EipAssociation(this, "address-association", {
      allocationId: address.id,
      // With two interfaces, EC2 requires an explicit one.
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
      ...(holdsInterface
        ? { networkInterfaceId: instance.primaryNetworkInterfaceId }
        : { instanceId: instance.id }),
    });
  }
}
