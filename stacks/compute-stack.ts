import type { Construct } from "constructs";
import { Cluster } from "../modules/compute/cluster.ts";
import { appContainer, healthCheckOf, placeholderContainer } from "../modules/compute/container.ts";
import { DeploymentRole } from "../modules/compute/deployment-role.ts";
import { FargateService } from "../modules/compute/fargate-service.ts";
import { planAsked, planPorts } from "../modules/compute/port-plan.ts";
import { ServiceScaling } from "../modules/compute/scaling.ts";
import { StandaloneInterface } from "../modules/compute/standalone-interface.ts";
import type { PublishedTargets } from "../modules/compute/target-group.ts";
import {
  planEnvironment,
  planReadableSecrets,
  planSecrets,
  planTask,
  repositoryArnOf,
  type SecretSource,
} from "../modules/compute/task-plan.ts";
import { TaskRoles } from "../modules/compute/task-roles.ts";
import { BackupOfServers } from "../modules/data/backup.ts";
import { type BucketGrant, bucketStatements } from "../modules/data/bucket-access.ts";
import { secretStatements } from "../modules/data/secret-access.ts";
import { nameOf, pathNameOf, prefixOf } from "../modules/names.ts";
import { PrivateNames } from "../modules/network/dns.ts";
import { planPrivateNames } from "../modules/network/private-name-plan.ts";
import { LogGroup } from "../modules/observe/log-group.ts";
import { networkOf } from "../spec/endpoints.ts";
import type { RegionalPlatform } from "../spec/regional.ts";
import type { Service } from "../spec/workloads.ts";
import { publish, read } from "./contract.ts";
import { elementOf, Machines } from "./machines.ts";
import {
  computeShape,
  type DataOutputs,
  dataShape,
  type EdgeOutputs,
  edgeShape,
  type NetworkOutputs,
  networkShape,
  subnetsKey,
} from "./outputs.ts";
import { PlatformStack } from "./platform-stack.ts";
import { PublishedPlaces } from "./published.ts";
import { pinVersions } from "./versions.ts";

/** The stacks that a compute stack reads from. */
export interface ComputeStackProducers {
  readonly network: PlatformStack;
  /** Undefined where the region has no load balancer. */
  readonly edge: PlatformStack | undefined;
  readonly data: PlatformStack | undefined;
}

/** Native ECS blue/green came with AWS provider 6.4: a service that asks for it raises this stack's floor. */
const BLUE_GREEN_PROVIDER = ">= 6.4.0, < 7.0.0";

/** Everything that runs: the cluster and its services, servers and fleets, and how each is reached. */
export class ComputeStack extends PlatformStack {
  private readonly network: NetworkOutputs;
  private readonly edge: EdgeOutputs;
  private readonly data: DataOutputs;
  private readonly places: PublishedPlaces;
  private readonly serviceNames: Record<string, string> = {};
  private readonly serverIds: Record<string, string> = {};
  private readonly serverAddresses: Record<string, string> = {};
  private readonly fleetNames: Record<string, string> = {};

  constructor(scope: Construct, platform: RegionalPlatform, producers: ComputeStackProducers) {
    super(scope, platform, "compute");
    this.network = read(this, producers.network, networkShape(platform));
    this.edge = read(this, producers.edge, edgeShape(platform));
    this.data = read(this, producers.data, dataShape(platform));
    const { network, edge } = this;
    this.places = new PublishedPlaces(this, { platform, network, edge });
    const services = servicesOf(platform);
    if (services.some(([, { deployment }]) => deployment === "blue-green")) {
      pinVersions(this, BLUE_GREEN_PROVIDER);
    }
    const cluster = services.length === 0 ? undefined : this.createCluster(services);
    for (const [name, service] of services) this.createService(name, service, cluster!);
    this.createMachines();
    this.createInterfaces();
    this.createPrivateNames();
    publish(this, computeShape(platform), {
      targetGroupSuffixes: this.places.targetGroupSuffixes,
      serviceNames: this.serviceNames,
      serverIds: this.serverIds,
      fleetNames: this.fleetNames,
      ...(cluster === undefined ? {} : { clusterName: cluster.name }),
    });
  }

  private createCluster(services: readonly [string, Service][]): Cluster {
    const { cluster } = this.platform;
    return new Cluster(this, "cluster", {
      name: cluster.name ?? prefixOf(this.platform),
      containerInsights: cluster.containerInsights,
      execLogName: services.some(([, { exec }]) => exec)
        ? `/${pathNameOf(this.platform, "exec")}`
        : undefined,
      logsKeyArn: this.network.logsKeyArn,
      protected: this.platform.protected,
    });
  }

  private createService(name: string, service: Service, cluster: Cluster): void {
    const targets = this.places.create(name, "ip", service.deployment === "blue-green");
    const logs = new LogGroup(this, `${name}-log`, {
      name: `/${pathNameOf(this.platform, name)}`,
      retentionDays: service.logRetentionDays,
      keyArn: this.network.logsKeyArn,
    });
    const secrets = planSecrets(service, this.data);
    const roles = this.createRoles(name, service, secrets, logs, cluster);
    const network = networkOf(this.platform, service)!;
    const fargate = new FargateService(this, `${name}-service`, {
      name: nameOf(this.platform, name, service.name),
      family: nameOf(this.platform, name, service.taskFamily),
      service,
      plan: planTask(service, this.data.registryUrls),
      clusterName: cluster.name,
      subnetIds: this.network.subnetIds[subnetsKey(network, service.tier)]!,
      securityGroupId: this.network.securityGroupIds[name]!,
      publicAddress: this.platform.networks[network]!.tiers[service.tier]!.access === "public",
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      ...this.containersOf(name, service, secrets, logs),
      targets,
      deploymentRoleArn: this.createDeploymentRole(name, targets),
    });
    if (service.scaling !== undefined) {
      new ServiceScaling(this, `${name}-scaling`, {
        name: nameOf(this.platform, name),
        clusterName: cluster.name,
        serviceName: fargate.serviceName,
        scaling: service.scaling,
      });
    }
    this.serviceNames[name] = fargate.serviceName;
  }

  private createMachines(): void {
    const { platform, network, data } = this;
    const machines = new Machines(this, { platform, network, data });
    const serverArns: Record<string, string> = {};
    for (const [name, workload] of Object.entries(platform.workloads)) {
      if (workload.kind === "service") continue;
      const targets = this.places.create(name, "instance");
      if (workload.kind === "fleet") {
        this.fleetNames[name] = machines.createFleet(name, workload, targets).name;
      } else {
        const server = machines.createServer(name, workload, targets);
        serverArns[name] = server.arn;
        this.serverIds[name] = server.id;
        this.serverAddresses[name] = server.privateAddress;
      }
    }
    this.createBackup(serverArns);
  }

  /** Servers join the plan of the data stack here, where they are. */
  private createBackup(serverArns: Readonly<Record<string, string>>): void {
    const { backupPlanId, backupRoleArn } = this.data;
    if (backupPlanId === undefined || backupRoleArn === undefined) return;
    new BackupOfServers(this, "backup", {
      planId: backupPlanId,
      roleArn: backupRoleArn,
      serverArns: this.platform.backup!.servers.map((name) => serverArns[name]!),
    });
  }

  /** What keeps its addresses when it moves: behind load balancers its first address is the target. */
  private createInterfaces(): void {
    const { platform, network } = this;
    for (const [name, item] of Object.entries(platform.interfaces)) {
      const networkName = networkOf(platform, item)!;
      const { zones } = platform.networks[networkName]!;
      const subnetIds = network.subnetIds[subnetsKey(networkName, item.tier)]!;
      const made = new StandaloneInterface(this, `${name}-interface`, {
        name: nameOf(platform, name),
        subnetId: elementOf(subnetIds, zones.indexOf(item.zone)),
        securityGroupId: network.securityGroupIds[name]!,
        address: item.address,
        secondaryAddresses: item.secondaryAddresses,
        protected: platform.protected,
      });
      if (item.attachTo !== undefined) made.attachTo(this.serverIds[item.attachTo]!);
      for (const targets of this.places.create(name, "ip")) targets.register(made.address);
    }
  }

  private createPrivateNames(): void {
    const plans = planPrivateNames(this.platform);
    if (plans.length === 0) return;
    new PrivateNames(this, "private-names", {
      plans,
      zoneIds: this.network.privateZoneIds,
      addresses: this.serverAddresses,
      loadBalancerDnsNames: this.edge.loadBalancerDnsNames,
      loadBalancerZoneIds: this.edge.loadBalancerZoneIds,
    });
  }

  /** The role of a blue/green deployment, which has one place. */
  private createDeploymentRole(name: string, [targets]: readonly PublishedTargets[]): string | undefined {
    if (targets?.alternate === undefined || targets.rule === undefined) return undefined;
    return new DeploymentRole(this, `${name}-deployment-role`, {
      name: nameOf(this.platform, `${name}-deployment`),
      account: this.platform.account,
      ruleArn: targets.rule.arn,
      targetGroupArns: [targets.group.arn, targets.alternate.arn],
    }).arn;
  }

  private createRoles(
    name: string,
    service: Service,
    secrets: Readonly<Record<string, SecretSource>>,
    logs: LogGroup,
    cluster: Cluster,
  ): TaskRoles {
    const { account, region } = this.platform;
    const { dataKeyArn } = this.data;
    const grants = service.buckets.map(
      (grant): BucketGrant => ({ ...grant, bucketArn: this.data.bucketArns[grant.bucket]! }),
    );
    return new TaskRoles(this, `${name}-roles`, {
      name: nameOf(this.platform, name),
      account,
      region,
      repositoryArn: this.repositoryArn(service),
      logGroupArn: logs.arn,
      secretArns: Object.values(secrets).map(({ arn }) => arn),
      dataKeyArn,
      appStatements: [
        ...bucketStatements(grants, region, dataKeyArn),
        ...secretStatements(planReadableSecrets(service, this.data), region, dataKeyArn),
      ],
      execLogArn: service.exec ? cluster.execLog?.arn : undefined,
    });
  }

  private repositoryArn({ image }: Service): string | undefined {
    return "uri" in image ? repositoryArnOf(image.uri) : this.data.registryArns[image.registry];
  }

  private containersOf(
    name: string,
    service: Service,
    secrets: Readonly<Record<string, SecretSource>>,
    logs: LogGroup,
  ) {
    const common = {
      name,
      ports: planPorts(this.platform, name),
      healthCheck: healthCheckOf(service, planAsked(this.platform, name)),
      logGroupName: logs.name,
      region: this.platform.region,
    };
    const container = appContainer({
      ...common,
      image: planTask(service, this.data.registryUrls).image,
      environment: planEnvironment(service, this.platform.stores, this.data),
      secrets: Object.fromEntries(
        Object.entries(secrets).map(([variable, { valueFrom }]) => [variable, valueFrom]),
      ),
    });
    return { container, placeholder: placeholderContainer(common) };
  }
}

function servicesOf(platform: RegionalPlatform): [string, Service][] {
  return Object.entries(platform.workloads).flatMap(([name, workload]) =>
    workload.kind === "service" ? [[name, workload] as [string, Service]] : [],
  );
}
