import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import { NetworkInterfaceAttachmentA } from "@cdktf/provider-aws/lib/network-interface-attachment/index.js";
import { Construct } from "constructs";

/** Inputs of {@link StandaloneInterface}. */
export interface StandaloneInterfaceProps {
  /** Its Name tag. */
  readonly name: string;
  /** The subnet of its tier in its zone; it can never change. */
  readonly subnetId: string;
  /** The interface's security group. */
  readonly securityGroupId: string;
  /** Its primary address. */
  readonly address: string;
  /** Further private IPv4 addresses, in order; may be empty. */
  readonly secondaryAddresses: readonly string[];
  /** Makes Terraform refuse to destroy it. */
  readonly protected: boolean;
}

/** The device index after a server's own interface, which is 0. */
const DEVICE_INDEX = 1;

/**
 * A network interface that outlives the servers it is attached to. It keeps its addresses, security
 * group and MAC address; moving it to another server of its zone changes only the attachment.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
 */
export class StandaloneInterface extends Construct {
  /** Its primary address, available once it exists. */
  readonly address: string;
  readonly #interfaceId: string;

  constructor(scope: Construct, id: string, props: StandaloneInterfaceProps) {
    super(scope, id);
    const made = new NetworkInterface(this, "interface", {
      subnetId: props.subnetId,
      securityGroups: [props.securityGroupId],
      description: `${props.name}: keeps its addresses when it moves from server to server`,
      // As a list, not a set: the first entry is the primary address.
      privateIpListEnabled: true,
      privateIpList: [props.address, ...props.secondaryAddresses],
      tags: { Name: props.name },
      lifecycle: { preventDestroy: props.protected },
    });
    this.#interfaceId = made.id;
    this.address = made.privateIp;
  }

  /** Attaches it to a server. */
  attachTo(instanceId: string): void {
    new NetworkInterfaceAttachmentA(this, "attachment", {
      instanceId,
      networkInterfaceId: this.#interfaceId,
      deviceIndex: DEVICE_INDEX,
    });
  }
}
