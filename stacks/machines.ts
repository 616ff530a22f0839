import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { Fleet } from "../modules/compute/fleet.ts";
import { InstanceProfile } from "../modules/compute/instance-profile.ts";
import { planSecretTags } from "../modules/compute/machine-plan.ts";
import { isManaged, SESSION_STATEMENTS } from "../modules/compute/management-plan.ts";
import { Server } from "../modules/compute/server.ts";
import type { PublishedTargets } from "../modules/compute/target-group.ts";
import { type BucketGrant, bucketStatements } from "../modules/data/bucket-access.ts";
import { secretStatements } from "../modules/data/secret-access.ts";
import { nameOf } from "../modules/names.ts";
import { networkOf } from "../spec/endpoints.ts";
import type { Platform } from "../spec/platform.ts";
import type { Fleet as FleetSpec, Server as ServerSpec } from "../spec/workloads.ts";
import { type DataOutputs, type NetworkOutputs, subnetsKey } from "./outputs.ts";
import { defaultTags } from "./platform-stack.ts";

/** What servers and fleets stand on. */
export interface MachinesProps {
  readonly platform: Platform;
  readonly network: NetworkOutputs;
  readonly data: DataOutputs;
}

/** Makes a platform's servers and fleets out of what other stacks publish. */
export class Machines {
  private readonly scope: Construct;
  private readonly props: MachinesProps;

  constructor(scope: Construct, props: MachinesProps) {
    this.scope = scope;
    this.props = props;
  }

  /** A server in its tier's subnet of its zone, registered where it is published. */
  createServer(name: string, server: ServerSpec, targets: readonly PublishedTargets[]): Server {
    const { platform, network, data } = this.props;
    const { zones } = platform.networks[this.networkOf(server)]!;
    const made = new Server(this.scope, `${name}-server`, {
      name: nameOf(platform, name),
      server,
      subnetId: elementOf(this.subnetIds(server), zones.indexOf(server.zone ?? zones[0]!)),
      securityGroupId: network.securityGroupIds[name]!,
      dataKeyArn: data.dataKeyArn,
      profileName: this.createProfile(name, server),
      secretTags: planSecretTags(server, data.databaseSecretArns),
      holdsInterface: Object.values(platform.interfaces).some(({ attachTo }) => attachTo === name),
      protected: platform.protected,
    });
    for (const each of targets) each.register(made.id);
    return made;
  }

  /** A fleet over its tier's subnets. */
  createFleet(name: string, fleet: FleetSpec, targets: readonly PublishedTargets[]): Fleet {
    const { platform, network, data } = this.props;
    return new Fleet(this.scope, `${name}-fleet`, {
      name: nameOf(platform, name),
      fleet,
      subnetIds: this.subnetIds(fleet),
      securityGroupId: network.securityGroupIds[name]!,
      publicAddress: platform.networks[this.networkOf(fleet)]!.tiers[fleet.tier]!.access === "public",
      dataKeyArn: data.dataKeyArn,
      profileName: this.createProfile(name, fleet),
      secretTags: planSecretTags(fleet, data.databaseSecretArns),
      targets,
      tags: defaultTags(platform),
    });
  }

  private networkOf(machine: ServerSpec | FleetSpec): string {
    return networkOf(this.props.platform, machine)!;
  }

  private subnetIds(machine: ServerSpec | FleetSpec): readonly string[] {
    return this.props.network.subnetIds[subnetsKey(this.networkOf(machine), machine.tier)]!;
  }

  /** The instance profile of a server that may do something in AWS; one that may do nothing has none. */
  private createProfile(name: string, { buckets, secrets }: ServerSpec | FleetSpec): string | undefined {
    const { platform, data } = this.props;
    const grants = buckets.map(
      (grant): BucketGrant => ({ ...grant, bucketArn: data.bucketArns[grant.bucket]! }),
    );
    const secretArns = secrets.map((store) => data.databaseSecretArns[store]!);
    const statements = [
      ...bucketStatements(grants, platform.region, data.dataKeyArn),
      ...secretStatements(secretArns, platform.region, data.dataKeyArn),
      ...(isManaged(platform, name) ? SESSION_STATEMENTS : []),
    ];
    if (statements.length === 0) return undefined;
    return new InstanceProfile(this.scope, `${name}-profile`, { name: nameOf(platform, name), statements })
      .name;
  }
}

/** One of a list that only the deployment knows. */
export function elementOf(list: readonly string[], index: number): string {
  return Fn.element([...list], index) as string;
}
