import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { TerraformDataSource, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Platform } from "../language/platform.ts";
import { regionOfConnection, regionOfNetwork } from "../language/regional-view.ts";
import type { Region } from "../language/regions.ts";
import { elementOf } from "./ec2-compute.ts";
import { type NetworkOutputs, subnetsKey, tableKey } from "./output-schemas.ts";

/** Where the networks of all regions are, and which region's provider makes what stands in them. */
export class RegionalOutputs {
  private readonly platform: Platform;
  private readonly outputs: ReadonlyMap<Region, NetworkOutputs>;
  private readonly constructs: (readonly [Construct, Region])[] = [];

  /** @param outputs what the network stacks publish, by region */
  constructor(platform: Platform, outputs: ReadonlyMap<Region, NetworkOutputs>) {
    this.platform = platform;
    this.outputs = outputs;
  }

  /** A network's region. */
  regionOf(network: string): Region {
    return regionOfNetwork(this.platform, this.platform.networks[network]!);
  }

  /** The region of a connection, by its name. */
  regionOfConnection(name: string): Region {
    return regionOfConnection(this.platform, this.platform.connections[name]!);
  }

  /** The key that encrypts a region's logs. */
  logsKeyArn(region: Region): string {
    return this.outputs.get(region)!.logsKeyArn;
  }

  /** A network's VPC. */
  vpcId(network: string): string {
    return this.outputsOf(network).vpcIds[network]!;
  }

  /** A tier's subnets, in the order of the zones. */
  subnetIds(network: string, tier: string): readonly string[] {
    return this.outputsOf(network).subnetIds[subnetsKey(network, tier)]!;
  }

  /** A tier's subnets, by zone. */
  subnetsByZone(network: string, tier: string): Record<string, string> {
    const ids = this.subnetIds(network, tier);
    return this.byZone(network, (_zone, index) => elementOf(ids, index));
  }

  /** The route tables of a tier's subnets, by zone. */
  tablesByZone(network: string, tier: string): Record<string, string> {
    const tables = this.outputsOf(network).routeTableIds!;
    return this.byZone(network, (zone) => tables[tableKey(network, tier, zone)]!);
  }

  /** The security group of an end in a network. */
  groupId(network: string, end: string): string {
    return this.outputsOf(network).securityGroupIds[end]!;
  }

  /** Puts a construct into a region: all that it holds in the end is made by that region's provider. */
  put<T extends Construct>(region: Region, construct: T): T {
    this.constructs.push([construct, region]);
    return construct;
  }

  /** Gives everything that was put somewhere its region's provider, unless that is the stack's own. */
  useProviders(providerIn: (region: Region) => AwsProvider): void {
    for (const [construct, region] of this.constructs) {
      if (region === this.platform.region) continue;
      for (const node of construct.node.findAll()) {
        const isMade = TerraformResource.isTerraformResource(node);
        if (isMade || TerraformDataSource.isTerraformDataSource(node)) node.provider = providerIn(region);
      }
    }
  }

  private outputsOf(network: string): NetworkOutputs {
    return this.outputs.get(this.regionOf(network))!;
  }

  private byZone(network: string, pick: (zone: string, index: number) => string): Record<string, string> {
    const { zones } = this.platform.networks[network]!;
    return Object.fromEntries(zones.map((zone, index) => [zone, pick(zone, index)]));
  }
}
