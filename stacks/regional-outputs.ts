import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { TerraformDataSource, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Region } from "../aws/regions.ts";
import type { Platform } from "../language/platform.ts";
import { regionOfConnection, regionOfNetwork } from "../language/regional-view.ts";
import { defined, required } from "../language/required.ts";
import { type NetworkOutputs, subnetKey, tierSubnetIds } from "./output-schemas.ts";

/** The network outputs of all regions, and the provider of each region. */
export class RegionalOutputs {
  readonly #platform: Platform;
  readonly #outputs: ReadonlyMap<Region, NetworkOutputs>;
  readonly #constructs: (readonly [Construct, Region])[] = [];

  /** @param outputs the network stacks' outputs by region */
  constructor(platform: Platform, outputs: ReadonlyMap<Region, NetworkOutputs>) {
    this.#platform = platform;
    this.#outputs = outputs;
  }

  /** The region of a network. */
  regionOf(network: string): Region {
    return regionOfNetwork(this.#platform, required(this.#platform.networks, network));
  }

  /** The region of a connection, by its name. */
  regionOfConnection(name: string): Region {
    return regionOfConnection(this.#platform, required(this.#platform.connections, name));
  }

  /** ARN of the KMS key for a region's logs. */
  logsKeyArn(region: Region): string {
    return required(this.#outputs, region).logsKeyArn;
  }

  /** The VPC ID of a network. */
  vpcId(network: string): string {
    return required(this.#outputsOf(network).vpcIds, network);
  }

  /** The ID of a network's private hosted zone. */
  privateZoneId(network: string): string {
    return required(this.#outputsOf(network).privateZoneIds, network);
  }

  /** The subnet IDs of a tier, in zone order. */
  subnetIds(network: string, tier: string): readonly string[] {
    return tierSubnetIds(this.#platform, this.#outputsOf(network), network, tier);
  }

  /** The subnet IDs of a tier, by zone. */
  subnetsByZone(network: string, tier: string): Record<string, string> {
    const { subnetIds } = this.#outputsOf(network);
    return this.#byZone(network, (zone) => required(subnetIds, subnetKey(network, tier, zone)));
  }

  /** The route table IDs of a tier, by zone. */
  tablesByZone(network: string, tier: string): Record<string, string> {
    const tables = defined(this.#outputsOf(network).routeTableIds, "the route tables");
    return this.#byZone(network, (zone) => required(tables, subnetKey(network, tier, zone)));
  }

  /** The security group ID of an endpoint in a network. */
  groupId(network: string, end: string): string {
    return required(this.#outputsOf(network).securityGroupIds, end);
  }

  /** Assigns a construct to a region: that region's provider creates all resources in it. */
  put<T extends Construct>(region: Region, construct: T): T {
    this.#constructs.push([construct, region]);
    return construct;
  }

  /** Sets the provider of every construct assigned to another region than the stack's. */
  useProviders(providerIn: (region: Region) => AwsProvider): void {
    for (const [construct, region] of this.#constructs) {
      if (region === this.#platform.region) continue;
      for (const node of construct.node.findAll()) {
        const isMade = TerraformResource.isTerraformResource(node);
        if (isMade || TerraformDataSource.isTerraformDataSource(node)) node.provider = providerIn(region);
      }
    }
  }

  #outputsOf(network: string): NetworkOutputs {
    return required(this.#outputs, this.regionOf(network));
  }

  #byZone(network: string, pick: (zone: string) => string): Record<string, string> {
    const { zones } = required(this.#platform.networks, network);
    return Object.fromEntries(zones.map((zone) => [zone, pick(zone)]));
  }
}
