import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { Construct } from "constructs";
import type { ServerSettings as ServerSpec } from "../../language/workloads.ts";
import { metadataOptions, planInstance } from "./instance-plan.ts";

/** What a server is, and where it stands. */
export interface Ec2ServerProps {
  /** Its Name tag: `roboshop-lab-frontend`. */
  readonly name: string;
  readonly server: ServerSpec;
  /** The subnet of its tier in its zone. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** Encrypts its disk. */
  readonly dataKeyArn: string;
  /** The instance profile's name; undefined: its programs may do nothing in AWS. */
  readonly profileName: string | undefined;
  /** The tags that tell its programs where databases' logins are. */
  readonly secretTags: Readonly<Record<string, string>>;
  /** Whether it holds an interface beside its own. */
  readonly hasStandaloneInterface: boolean;
  /** Whether a server that keeps data refuses to be destroyed. */
  readonly protected: boolean;
}

/**
 * One hardened EC2 server on Amazon Linux 2023: metadata by token only, encrypted disk, no key pair.
 *
 * Neither a newer image nor a changed start-up replaces it. A newer image is left alone. A changed start-up is
 * written beside the server, for which EC2 stops and starts it, but runs at a server's first start only. To
 * renew it, with the newest image and start-up, replace it by hand (docs/operations.md, "Renew a server").
 */
export class Ec2Server extends Construct {
  /** The instance's id. */
  readonly id: string;
  readonly arn: string;
  readonly privateAddress: string;

  constructor(scope: Construct, id: string, props: Ec2ServerProps) {
    super(scope, id);
    const instance = this.createInstance(props);
    if (props.server.publicAddress) this.createAddress(instance, props);
    this.id = instance.id;
    this.arn = instance.arn;
    this.privateAddress = instance.privateIp;
  }

  private createInstance(props: Ec2ServerProps): Instance {
    const { server, name, profileName } = props;
    const plan = planInstance(server);
    const image = new DataAwsSsmParameter(this, "image", { name: plan.imageParameter });
    const isKept = server.keepsData && props.protected;
    return new Instance(this, "instance", {
      ami: image.insecureValue,
      instanceType: plan.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      ...(profileName === undefined ? {} : { iamInstanceProfile: profileName }),
      ...(plan.userData === undefined ? {} : { userData: plan.userData }),
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

  /** An address of its own: it stays when the server is stopped or replaced. */
  private createAddress(
    instance: Instance,
    { name, hasStandaloneInterface: holdsInterface }: Ec2ServerProps,
  ): void {
    const address = new Eip(this, "address", { domain: "vpc", tags: { Name: name } });
    new EipAssociation(this, "address-association", {
      allocationId: address.id,
      // With two interfaces EC2 asks which of them.
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
      ...(holdsInterface
        ? { networkInterfaceId: instance.primaryNetworkInterfaceId }
        : { instanceId: instance.id }),
    });
  }
}
