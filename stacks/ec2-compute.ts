import type { Construct } from "constructs";
import { networkNameOf, sessionManagerName } from "../language/endpoints.ts";
import type { Platform } from "../language/platform.ts";
import { defined, required } from "../language/required.ts";
import type { FleetSettings as FleetSpec, ServerSettings as ServerSpec } from "../language/workloads.ts";
import { DataDisk } from "../modules/compute/data-disk.ts";
import { planEnvironment, planReadableSecrets } from "../modules/compute/environment-plan.ts";
import { Ec2Fleet } from "../modules/compute/fleet.ts";
import { planSecretTags } from "../modules/compute/instance-plan.ts";
import { InstanceProfile } from "../modules/compute/instance-profile.ts";
import {
  isManagedBySystemsManager,
  SESSION_STATEMENTS,
  sessionLogStatements,
} from "../modules/compute/management-plan.ts";
import { Ec2Server } from "../modules/compute/server.ts";
import type { TargetGroup } from "../modules/compute/target-group.ts";
import { type BucketGrant, bucketStatements } from "../modules/data/bucket-access.ts";
import { secretStatements } from "../modules/data/secret-access.ts";
import { pathName, resourceName } from "../modules/names.ts";
import type { Statement } from "../modules/policy.ts";
import { type DataOutputs, type NetworkOutputs, subnetKey, tierSubnetIds } from "./output-schemas.ts";
import { defaultTags } from "./platform-stack.ts";

/** The inputs of {@link Ec2Compute}. */
export interface Ec2ComputeProps {
  /** The platform, as one region sees it. */
  readonly platform: Platform;
  /** Subnets and security groups. */
  readonly network: NetworkOutputs;
  /** Buckets, credentials and the key for volumes. */
  readonly data: DataOutputs;
}

/** Creates a platform's EC2 servers and fleets from the outputs of other stacks. */
export class Ec2Compute {
  readonly #scope: Construct;
  readonly #props: Ec2ComputeProps;

  constructor(scope: Construct, props: Ec2ComputeProps) {
    this.#scope = scope;
    this.#props = props;
  }

  /** Creates a server in its tier's subnet of its zone and registers it with its target groups. */
  createServer(name: string, server: ServerSpec, targets: readonly TargetGroup[]): Ec2Server {
    const { platform, network, data } = this.#props;
    const networkName = this.#networkOf(server);
    const zone = server.zone ?? required(required(platform.networks, networkName).zones, 0);
    const made = new Ec2Server(this.#scope, `${name}-server`, {
      name: resourceName(platform, name),
      server,
      subnetId: required(network.subnetIds, subnetKey(networkName, server.tier, zone)),
      securityGroupId: required(network.securityGroupIds, name),
      dataKeyArn: data.dataKeyArn,
      profileName: this.#createProfile(name, server),
      environment: planEnvironment(server, platform, data),
      secretTags: planSecretTags(server, data.databaseSecretArns),
      hasStandaloneInterface: Object.values(platform.interfaces).some(({ attachTo }) => attachTo === name),
      protected: platform.protected,
    });
    for (const each of targets) each.register(made.id);
    if (server.dataDisk !== undefined) {
      new DataDisk(this.#scope, `${name}-data-disk`, {
        name: resourceName(platform, `${name}-data`),
        disk: server.dataDisk,
        zone,
        serverId: made.id,
        dataKeyArn: data.dataKeyArn,
        protected: platform.protected,
      });
    }
    return made;
  }

  /** Creates a fleet that spans its tier's subnets. */
  createFleet(name: string, fleet: FleetSpec, targets: readonly TargetGroup[]): Ec2Fleet {
    const { platform, network, data } = this.#props;
    return new Ec2Fleet(this.#scope, `${name}-fleet`, {
      name: resourceName(platform, name),
      fleet,
      subnetIds: tierSubnetIds(platform, network, this.#networkOf(fleet), fleet.tier),
      securityGroupId: required(network.securityGroupIds, name),
      publicAddress:
        required(required(platform.networks, this.#networkOf(fleet)).tiers, fleet.tier).access === "public",
      dataKeyArn: data.dataKeyArn,
      profileName: this.#createProfile(name, fleet),
      environment: planEnvironment(fleet, platform, data),
      secretTags: planSecretTags(fleet, data.databaseSecretArns),
      targets,
      tags: defaultTags(platform),
    });
  }

  #networkOf(machine: ServerSpec | FleetSpec): string {
    return defined(networkNameOf(this.#props.platform, machine), "the network of EC2 compute");
  }

  #sessionLogStatements(compute: ServerSpec | FleetSpec): readonly Statement[] {
    const { platform, network } = this.#props;
    const name = this.#networkOf(compute);
    const { sessionManager, region = platform.region } = required(platform.networks, name);
    if (sessionManager === undefined) return [];
    const log = `/${pathName(platform, sessionManagerName(name))}`;
    const logGroupArn = `arn:aws:logs:${region}:${platform.account}:log-group:${log}`;
    return sessionLogStatements({ logGroupArn, keyArn: network.logsKeyArn });
  }

  /** Creates an instance profile for a workload with AWS permissions; undefined without any. */
  #createProfile(name: string, compute: ServerSpec | FleetSpec): string | undefined {
    const { platform, data } = this.#props;
    const { buckets, secrets } = compute;
    const grants = buckets.map(
      (grant): BucketGrant => ({ ...grant, bucketArn: required(data.bucketArns, grant.bucket) }),
    );
    const secretArns = [
      ...secrets.map((store) => required(data.databaseSecretArns, store)),
      ...planReadableSecrets(compute, data),
    ];
    const statements = [
      ...bucketStatements(grants, platform.region, data.dataKeyArn),
      ...secretStatements([...new Set(secretArns)], platform.region, data.dataKeyArn),
      ...(isManagedBySystemsManager(platform, name) ? SESSION_STATEMENTS : []),
      ...this.#sessionLogStatements(compute),
    ];
    if (statements.length === 0) return undefined;
    return new InstanceProfile(this.#scope, `${name}-profile`, {
      name: resourceName(platform, name),
      statements,
    }).name;
  }
}
