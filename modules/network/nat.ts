import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { amazonLinuxParameter } from "../../aws/instance-types.ts";
import type { NetworkSettings } from "../../language/network.ts";
import { defined, required } from "../../language/required.ts";
import { type NatRoutePlan, natGatewayZones } from "./nat-plan.ts";
import { afterReservations, type PlacedSubnet, type Vpc } from "./vpc.ts";

/** Inputs of {@link Nat}. */
export interface NatProps {
  /** Prefix of `Name` tags: `cybershield-prod`. */
  readonly name: string;
  /** The network's settings, with the kind of NAT. */
  readonly network: NetworkSettings;
  /** The VPC with the subnets of gateways and private tiers. */
  readonly vpc: Vpc;
  /** The security group of a NAT instance. @default none: another kind of NAT */
  readonly instanceGroupId?: string;
  /** Routes through private NAT gateways; used by that kind only. */
  readonly privateRoutes: readonly NatRoutePlan[];
}

/** NAT for a network's private tiers, to the internet or over connections, with its routes. */
export class Nat extends Construct {
  /** NAT gateway IDs by zone; empty for other kinds. */
  readonly gatewayIds: ReadonlyMap<string, string>;
  /** The NAT instance ID; undefined for other kinds. */
  readonly instanceId: string | undefined;

  constructor(scope: Construct, id: string, props: NatProps) {
    super(scope, id);
    const { nat, zones } = props.network;
    this.gatewayIds = new Map(
      natGatewayZones(props.network).map((zone) => [
        zone,
        nat.kind === "private-gateway"
          ? this.#createPrivateGateway(zone, nat.tier, props)
          : this.#createGateway(zone, props, nat.kind === "gateway" ? nat.allocationIds?.[zone] : undefined),
      ]),
    );
    if (nat.kind === "gateway") {
      const shared = required(this.gatewayIds, required(zones, 0));
      this.#routeOut(props, (subnet) => ({ natGatewayId: this.gatewayIds.get(subnet.zone) ?? shared }));
    } else if (nat.kind === "private-gateway") {
      this.#routeToGateways(props);
    } else if (nat.kind === "instance") {
      const instance = this.#createInstance(nat.instanceType, props);
      this.instanceId = instance.id;
      this.#routeOut(props, () => ({ networkInterfaceId: instance.primaryNetworkInterfaceId }));
    }
  }

  #createGateway(zone: string, props: NatProps, allocationId: string | undefined): string {
    const tags = { Name: `${props.name}-nat-${zone}` };
    const allocation =
      allocationId ?? new Eip(this, `address-${zone}`, { domain: "vpc", tags, ...afterGateway(props) }).id;
    const subnet = publicSubnet(props, zone);
    return new NatGateway(this, `gateway-${zone}`, {
      allocationId: allocation,
      subnetId: subnet.subnetId,
      tags,
      ...afterGateway(props, subnet.reservations),
    }).id;
  }

  #createPrivateGateway(zone: string, tier: string, props: NatProps): string {
    const subnets = props.vpc.subnetsOf(tier);
    const subnet = defined(
      subnets.find((subnet) => subnet.zone === zone),
      `a subnet of tier ${tier} in ${zone}`,
    );
    // An ID of its own: the connectivity of a gateway cannot be changed.
    return new NatGateway(this, `private-gateway-${zone}`, {
      connectivityType: "private",
      subnetId: subnet.subnetId,
      tags: { Name: `${props.name}-private-nat-${zone}` },
      ...afterReservations([subnet]),
    }).id;
  }

  /** Adds routes over connections through the private NAT gateway of each zone. */
  #routeToGateways({ vpc, privateRoutes }: NatProps): void {
    for (const { tier, cidr } of privateRoutes) {
      for (const subnet of vpc.subnetsOf(tier)) {
        new Route(this, `route-${subnet.id}-to-${cidr.replace("/", "-")}`, {
          routeTableId: subnet.routeTableId,
          destinationCidrBlock: cidr,
          natGatewayId: required(this.gatewayIds, subnet.zone),
        });
      }
    }
  }

  #routeOut(props: NatProps, target: (subnet: PlacedSubnet) => object): void {
    for (const subnet of privateSubnets(props)) {
      new Route(this, `route-${subnet.id}`, {
        routeTableId: subnet.routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        ...target(subnet),
      });
    }
  }

  /**
   * A hardened NAT instance: no key pair, inbound rules only for the private tiers' flows, IMDSv2
   * only, encrypted volume.
   * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
   */
  #createInstance(instanceType: string, props: NatProps): Instance {
    const image = new DataAwsSsmParameter(this, "image", {
      name: amazonLinuxParameter("ARM64"),
    });
    const tags = { Name: `${props.name}-nat` };
    const subnet = publicSubnet(props, required(props.network.zones, 0));
    const instance = new Instance(this, "instance", {
      ami: image.insecureValue,
      instanceType,
      subnetId: subnet.subnetId,
      vpcSecurityGroupIds: [defined(props.instanceGroupId, "the NAT instance's security group")],
      sourceDestCheck: false,
      userData: NAT_USER_DATA,
      metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
      rootBlockDevice: { encrypted: true, volumeType: "gp3" },
      tags,
      ...afterReservations([subnet]),
      // A newer image or another set-up would replace the instance and cut outbound traffic, so
      // both are for the next instance. The provider then plans the disk's missing tags.
      lifecycle: { ignoreChanges: ["ami", "user_data", "root_block_device[0].tags"] },
    });
    const address = new Eip(this, "address", { domain: "vpc", tags, ...afterGateway(props) });
    new EipAssociation(this, "address-association", {
      allocationId: address.id,
      instanceId: instance.id,
      ...afterGateway(props),
    });
    return instance;
  }
}

/**
 * Makes public addresses depend on the internet gateway, which AWS does not detach while any exist.
 * https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
 */
function afterGateway({ vpc }: NatProps, others: readonly ITerraformDependable[] = []) {
  const dependsOn = [...(vpc.internetGateway === undefined ? [] : [vpc.internetGateway]), ...others];
  return dependsOn.length === 0 ? {} : { dependsOn };
}

/**
 * The set-up of a NAT instance, with two provisions:
 *
 * - Swap comes first, since `dnf` alone needs more than the 512 MiB of the smallest instance.
 * - It retries, because the instance starts shortly before its Elastic IP is associated. After ten
 *   minutes, and after any other failure, it says so on the console and powers the instance off:
 *   the status alarm then rings, where a running one that forwards nothing would look healthy.
 */
export const NAT_USER_DATA = `#!/bin/bash
set -euo pipefail
give_up() {
  echo "NAT SET-UP FAILED: $1" | tee /dev/console
  poweroff
}
trap 'give_up "line $LINENO"' ERR
dd if=/dev/zero of=/swapfile bs=1M count=1024
chmod 600 /swapfile
mkswap /swapfile
swapon /swapfile
echo '/swapfile none swap sw 0 0' >> /etc/fstab
for attempt in $(seq 1 60); do
  if dnf install -y nftables; then break; fi
  if [ "$attempt" = 60 ]; then
    give_up 'nftables cannot be installed'
    exit 1
  fi
  sleep 10
done
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat.conf
sysctl --system
cat > /etc/sysconfig/nftables.conf <<'RULES'
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    masquerade
  }
}
RULES
systemctl enable --now nftables
`;

function publicSubnet(props: NatProps, zone: string): PlacedSubnet {
  const subnet = props.vpc.subnets.find(
    (subnet) => subnet.zone === zone && props.network.tiers[subnet.tier]?.access === "public",
  );
  if (subnet === undefined) throw new RangeError(`NAT needs a public subnet in ${zone}`);
  return subnet;
}

function privateSubnets(props: NatProps): PlacedSubnet[] {
  return props.vpc.subnets.filter((subnet) => props.network.tiers[subnet.tier]?.access === "private");
}
