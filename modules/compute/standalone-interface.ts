import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import { NetworkInterfaceAttachmentA } from "@cdktf/provider-aws/lib/network-interface-attachment/index.js";
import { Construct } from "constructs";

/** What a standalone interface is, and where it stands. */
export interface StandaloneInterfaceProps {
  /** Its Name tag. */
  readonly name: string;
  /** The subnet of its tier in its zone: for its whole life. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** Its first address. */
  readonly address: string;
  readonly secondaryAddresses: readonly string[];
  /** Whether it refuses to be destroyed. */
  readonly protected: boolean;
}

/** Beside a server's own interface, which is device 0. */
const DEVICE_INDEX = 1;

/**
 * A network interface that outlives the servers that hold it. It keeps its addresses, its security group and its
 * MAC address; moving it to another server of its zone is a new attachment, and nothing else.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
 */
export class StandaloneInterface extends Construct {
  /** Its first address, once it is there. */
  readonly address: string;
  private readonly interfaceId: string;

  constructor(scope: Construct, id: string, props: StandaloneInterfaceProps) {
    super(scope, id);
    const made = new NetworkInterface(this, "interface", {
      subnetId: props.subnetId,
      securityGroups: [props.securityGroupId],
      description: `${props.name}: keeps its addresses when it moves from server to server`,
      // As a list, not a set: its first is the interface's first address.
      privateIpListEnabled: true,
      privateIpList: [props.address, ...props.secondaryAddresses],
      tags: { Name: props.name },
      lifecycle: { preventDestroy: props.protected },
    });
    this.interfaceId = made.id;
    this.address = made.privateIp;
  }

  /** Puts it into a server. */
  attachTo(instanceId: string): void {
    new NetworkInterfaceAttachmentA(this, "attachment", {
      instanceId,
      networkInterfaceId: this.interfaceId,
      deviceIndex: DEVICE_INDEX,
    });
  }
}
