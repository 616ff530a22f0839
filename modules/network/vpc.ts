import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { Ec2SubnetCidrReservation } from "@cdktf/provider-aws/lib/ec2-subnet-cidr-reservation/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Cidr } from "../../aws/cidr.ts";
import { compact } from "../../language/compact.ts";
import type { NetworkSettings } from "../../language/network.ts";
import { planSubnets, type SubnetPlan } from "./subnet-plan.ts";

/** Inputs of {@link Vpc}. */
export interface VpcProps {
  /** Its `Name`, and the prefix of its subnets' names. */
  readonly name: string;
  /** The network's settings: CIDR blocks, zones and tiers. */
  readonly network: NetworkSettings;
  /** Fixed addresses of interfaces, reserved so that AWS assigns them to nothing else. */
  readonly fixedAddresses: readonly string[];
}

/** A subnet with its own route table. */
export interface PlacedSubnet extends SubnetPlan {
  /** The subnet's ID: `subnet-0123456789abcdef0`. */
  readonly subnetId: string;
  /** ID of its own route table. */
  readonly routeTableId: string;
  /** CIDR reservations; resources that get an address in the subnet depend on them. */
  readonly reservations: readonly ITerraformDependable[];
}

interface SecondaryCidr {
  readonly block: Cidr;
  readonly association: VpcIpv4CidrBlockAssociation;
}

/**
 * A VPC, its subnets with a route table each, and an internet gateway if a tier is public. The
 * default security group, route table and network ACL are adopted and emptied.
 */
export class Vpc extends Construct {
  /** The VPC's ID: `vpc-0123456789abcdef0`. */
  readonly vpcId: string;
  /** The subnets of all tiers, in zone order within a tier. */
  readonly subnets: readonly PlacedSubnet[];
  /** The internet gateway; undefined without a public tier. */
  readonly internetGateway: InternetGateway | undefined;
  readonly #blocks: readonly SecondaryCidr[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const vpc = new AwsVpc(this, "vpc", {
      cidrBlock: props.network.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: props.name },
    });
    this.vpcId = vpc.id;
    this.#blocks = props.network.secondaryCidrs.map((cidr) => ({
      block: Cidr.parseKnown(cidr),
      association: new VpcIpv4CidrBlockAssociation(this, `cidr-${cidr.replace("/", "-")}`, {
        vpcId: vpc.id,
        cidrBlock: cidr,
      }),
    }));
    this.#closeDefaults(vpc, props.name);
    this.internetGateway = this.#createInternetGateway(props);
    this.subnets = planSubnets(props.network).map((plan) => this.#createSubnet(plan, props));
  }

  /** The subnets of a tier, in zone order. */
  subnetsOf(tier: string): PlacedSubnet[] {
    return this.subnets.filter((subnet) => subnet.tier === tier);
  }

  /** https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
  #closeDefaults(vpc: AwsVpc, name: string): void {
    const tags = { Name: `${name}-default-closed` };
    new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id, tags });
    new DefaultRouteTable(this, "default-route-table", {
      defaultRouteTableId: vpc.defaultRouteTableId,
      tags,
    });
    new DefaultNetworkAcl(this, "default-network-acl", {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      tags,
      // AWS lists every subnet without its own ACL here; that is not a setting.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
    });
  }

  #createInternetGateway(props: VpcProps): InternetGateway | undefined {
    const isPublic = Object.values(props.network.tiers).some((tier) => tier.access === "public");
    if (!isPublic) return undefined;
    return new InternetGateway(this, "internet-gateway", { vpcId: this.vpcId, tags: { Name: props.name } });
  }

  #createSubnet(plan: SubnetPlan, props: VpcProps): PlacedSubnet {
    const tags = { Name: `${props.name}-${plan.id}`, Tier: plan.tier };
    // A subnet in a secondary CIDR block needs that block's association first.
    const added = this.#blocks.find(({ block }) => block.contains(Cidr.parseKnown(plan.cidr)));
    const subnet = new Subnet(this, `subnet-${plan.id}`, {
      vpcId: this.vpcId,
      cidrBlock: plan.cidr,
      availabilityZone: plan.zone,
      // Public addresses are set per workload, never per subnet.
      mapPublicIpOnLaunch: false,
      tags,
      ...compact({ dependsOn: added === undefined ? undefined : [added.association] }),
    });
    const table = new RouteTable(this, `route-table-${plan.id}`, { vpcId: this.vpcId, tags });
    new RouteTableAssociation(this, `route-table-association-${plan.id}`, {
      subnetId: subnet.id,
      routeTableId: table.id,
    });
    if (props.network.tiers[plan.tier]?.access === "public" && this.internetGateway !== undefined) {
      new Route(this, `route-internet-${plan.id}`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: this.internetGateway.id,
      });
    }
    const fixed = props.fixedAddresses.filter((address) => contains(plan.cidr, address));
    const reservations = fixed.map((address) => this.#reserve(address, subnet.id));
    return { ...plan, subnetId: subnet.id, routeTableId: table.id, reservations };
  }

  /** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html */
  #reserve(address: string, subnetId: string): Ec2SubnetCidrReservation {
    return new Ec2SubnetCidrReservation(this, `reserved-${address.replaceAll(".", "-")}`, {
      subnetId,
      cidrBlock: `${address}/32`,
      reservationType: "explicit",
      description: "Given by hand to a network interface",
    });
  }
}

/** Dependencies for resources in these subnets, so that AWS assigns no reserved address. */
export function afterReservations(subnets: readonly PlacedSubnet[]) {
  const dependsOn = subnets.flatMap(({ reservations }) => reservations);
  return dependsOn.length === 0 ? {} : { dependsOn };
}

function contains(block: string, address: string): boolean {
  return Cidr.parseKnown(block).contains(Cidr.parseKnown(`${address}/32`));
}
