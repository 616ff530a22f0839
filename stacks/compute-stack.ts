import type { Construct } from "constructs";
import { githubSubject } from "../language/ci-environments.ts";
import { compact } from "../language/compact.ts";
import { networkNameOf } from "../language/endpoints.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { defined, required } from "../language/required.ts";
import type { ServiceSettings } from "../language/workloads.ts";
import { Cluster } from "../modules/compute/cluster.ts";
import { appContainer, containerHealthCheck, placeholderContainer } from "../modules/compute/container.ts";
import { DeliveryRole } from "../modules/compute/delivery-role.ts";
import { DeploymentRole } from "../modules/compute/deployment-role.ts";
import { planEnvironment, planReadableSecrets } from "../modules/compute/environment-plan.ts";
import { FargateService } from "../modules/compute/fargate-service.ts";
import { iamLoginStatements } from "../modules/compute/iam-login-plan.ts";
import { planHealthCheckTarget, planPorts } from "../modules/compute/port-plan.ts";
import { ServiceScaling } from "../modules/compute/scaling.ts";
import { StandaloneInterface } from "../modules/compute/standalone-interface.ts";
import type { TargetGroup } from "../modules/compute/target-group.ts";
import { planSecrets, planTask, repositoryArnOf, type SecretSource } from "../modules/compute/task-plan.ts";
import { TaskRoles } from "../modules/compute/task-roles.ts";
import { BackupOfServers } from "../modules/data/backup.ts";
import { type BucketGrant, bucketStatements } from "../modules/data/bucket-access.ts";
import { secretStatements } from "../modules/data/secret-access.ts";
import { pathName, platformPrefix, resourceName } from "../modules/names.ts";
import { PrivateNames } from "../modules/network/dns.ts";
import { planPrivateNames } from "../modules/network/private-name-plan.ts";
import { LogGroup } from "../modules/observe/log-group.ts";
import { planLogMetrics } from "../modules/observe/log-metric-plan.ts";
import { LogMetrics } from "../modules/observe/log-metrics.ts";
import { Ec2Compute } from "./ec2-compute.ts";
import {
  computeOutputSchema,
  type DataOutputs,
  dataOutputSchema,
  type EdgeOutputs,
  edgeOutputSchema,
  type NetworkOutputs,
  networkOutputSchema,
  subnetKey,
  tierSubnetIds,
} from "./output-schemas.ts";
import { PlatformStack } from "./platform-stack.ts";
import { PublishedTargets } from "./published-targets.ts";
import { publishStackOutputs, readStackOutputs } from "./stack-outputs.ts";
import { pinVersions } from "./versions.ts";

/** The stacks whose outputs a compute stack reads. */
export interface ComputeStackProducers {
  /** VPCs, subnets and security groups. */
  readonly network: PlatformStack;
  /** Undefined if the region has no load balancer. */
  readonly edge: PlatformStack | undefined;
  /** Undefined if the region stores no data. */
  readonly data: PlatformStack | undefined;
}

/** Native ECS blue/green needs AWS provider 6.4, so such a service raises the required version. */
const BLUE_GREEN_PROVIDER = ">= 6.4.0, < 7.0.0";

/** The workloads: ECS cluster and services, EC2 servers and fleets, and their target groups. */
export class ComputeStack extends PlatformStack {
  readonly #network: NetworkOutputs;
  readonly #edge: EdgeOutputs;
  readonly #data: DataOutputs;
  readonly #publishedTargets: PublishedTargets;
  readonly #serviceNames: Record<string, string> = {};
  readonly #serverIds: Record<string, string> = {};
  readonly #serverAddresses: Record<string, string> = {};
  readonly #fleetNames: Record<string, string> = {};

  constructor(scope: Construct, platform: RegionalView, producers: ComputeStackProducers) {
    super(scope, platform, "compute");
    this.#network = readStackOutputs(this, producers.network, networkOutputSchema(platform));
    this.#edge = readStackOutputs(this, producers.edge, edgeOutputSchema(platform));
    this.#data = readStackOutputs(this, producers.data, dataOutputSchema(platform));
    this.#publishedTargets = new PublishedTargets(this, {
      platform,
      network: this.#network,
      edge: this.#edge,
    });
    const services = servicesOf(platform);
    if (services.some(([, { deployment }]) => deployment === "blue-green")) {
      pinVersions(this, BLUE_GREEN_PROVIDER);
    }
    const cluster = services.length === 0 ? undefined : this.#createCluster(services);
    for (const [name, service] of services)
      this.#createService(name, service, defined(cluster, "the ECS cluster"));
    this.#createEc2Compute();
    this.#createInterfaces();
    this.#createPrivateNames();
    publishStackOutputs(this, computeOutputSchema(platform), {
      targetGroupSuffixes: this.#publishedTargets.targetGroupSuffixes,
      serviceNames: this.#serviceNames,
      serverIds: this.#serverIds,
      fleetNames: this.#fleetNames,
      ...compact({ clusterName: cluster?.name }),
    });
  }

  #createCluster(services: readonly [string, ServiceSettings][]): Cluster {
    const { cluster } = this.platform;
    return new Cluster(this, "cluster", {
      name: cluster.name ?? platformPrefix(this.platform),
      containerInsights: cluster.containerInsights,
      execLogName: services.some(([, { exec }]) => exec) ? `/${pathName(this.platform, "exec")}` : undefined,
      logsKeyArn: this.#network.logsKeyArn,
      protected: this.platform.protected,
    });
  }

  #createService(name: string, service: ServiceSettings, cluster: Cluster): void {
    const targets = this.#publishedTargets.create(name, "ip", service.deployment === "blue-green");
    const logs = new LogGroup(this, `${name}-log`, {
      name: `/${pathName(this.platform, name)}`,
      retentionDays: service.logRetentionDays,
      keyArn: this.#network.logsKeyArn,
    });
    new LogMetrics(this, `${name}-log-metrics`, {
      prefix: platformPrefix(this.platform),
      logGroupName: logs.name,
      plans: planLogMetrics(this.platform, name, service),
    });
    const secrets = planSecrets(service, this.#data);
    const roles = this.#createRoles(name, service, secrets, logs, cluster);
    const network = defined(networkNameOf(this.platform, service), `the network of ${name}`);
    const fargate = new FargateService(this, `${name}-service`, {
      name: resourceName(this.platform, name, service.name),
      family: resourceName(this.platform, name, service.taskFamily),
      service,
      plan: planTask(service, this.#data.registryUrls),
      clusterName: cluster.name,
      subnetIds: tierSubnetIds(this.platform, this.#network, network, service.tier),
      securityGroupId: required(this.#network.securityGroupIds, name),
      publicAddress:
        required(required(this.platform.networks, network).tiers, service.tier).access === "public",
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      ...this.#containersOf(name, service, secrets, logs),
      targets,
      deploymentRoleArn: this.#createDeploymentRole(name, targets),
    });
    if (service.scaling !== undefined) {
      new ServiceScaling(this, `${name}-scaling`, {
        name: resourceName(this.platform, name),
        clusterName: cluster.name,
        serviceName: fargate.serviceName,
        scaling: service.scaling,
      });
    }
    this.#createDelivery(name, service, { cluster, fargate, roles });
    this.#serviceNames[name] = fargate.serviceName;
  }

  /** The role of the pipeline that builds the service's images, if the spec declares one. */
  #createDelivery(
    name: string,
    service: ServiceSettings,
    made: { readonly cluster: Cluster; readonly fargate: FargateService; readonly roles: TaskRoles },
  ): void {
    const { delivery } = service;
    if (delivery === undefined) return;
    const { platform } = this;
    new DeliveryRole(this, `${name}-delivery`, {
      name: resourceName(platform, `${name}-delivery`),
      account: platform.account,
      region: platform.region,
      subject: githubSubject(delivery.repository, delivery.environment ?? platformPrefix(platform)),
      repositoryArn: defined(this.#repositoryArn(service), `the registry of ${name}`),
      family: resourceName(platform, name, service.taskFamily),
      clusterName: made.cluster.name,
      serviceName: made.fargate.serviceName,
      taskRoleArns: [made.roles.executionRoleArn, made.roles.taskRoleArn],
    });
  }

  #createEc2Compute(): void {
    const { platform } = this;
    const machines = new Ec2Compute(this, { platform, network: this.#network, data: this.#data });
    const serverArns: Record<string, string> = {};
    for (const [name, workload] of Object.entries(platform.workloads)) {
      if (workload.kind === "service") continue;
      const targets = this.#publishedTargets.create(name, "instance");
      if (workload.kind === "fleet") {
        this.#fleetNames[name] = machines.createFleet(name, workload, targets).name;
      } else {
        const server = machines.createServer(name, workload, targets);
        serverArns[name] = server.arn;
        this.#serverIds[name] = server.id;
        this.#serverAddresses[name] = server.privateAddress;
      }
    }
    this.#createBackup(serverArns);
  }

  /** Adds the servers to the data stack's backup plan; their ARNs are known only here. */
  #createBackup(serverArns: Readonly<Record<string, string>>): void {
    const { backupPlanId, backupRoleArn } = this.#data;
    if (backupPlanId === undefined || backupRoleArn === undefined) return;
    new BackupOfServers(this, "backup", {
      planId: backupPlanId,
      roleArn: backupRoleArn,
      serverArns: defined(this.platform.backup, "the backup settings").servers.map((name) =>
        required(serverArns, name),
      ),
    });
  }

  /** Standalone network interfaces. A load balancer targets the first address of each. */
  #createInterfaces(): void {
    const { platform } = this;
    const network = this.#network;
    for (const [name, item] of Object.entries(platform.interfaces)) {
      const networkName = defined(networkNameOf(platform, item), `the network of ${name}`);
      const made = new StandaloneInterface(this, `${name}-interface`, {
        name: resourceName(platform, name),
        subnetId: required(network.subnetIds, subnetKey(networkName, item.tier, item.zone)),
        securityGroupId: required(network.securityGroupIds, name),
        address: item.address,
        secondaryAddresses: item.secondaryAddresses,
        protected: platform.protected,
      });
      if (item.attachTo !== undefined) made.attachTo(required(this.#serverIds, item.attachTo));
      for (const targets of this.#publishedTargets.create(name, "ip")) targets.register(made.address);
    }
  }

  #createPrivateNames(): void {
    const plans = planPrivateNames(this.platform);
    if (plans.length === 0) return;
    new PrivateNames(this, "private-names", {
      plans,
      zoneIds: this.#network.privateZoneIds,
      addresses: this.#serverAddresses,
      loadBalancerDnsNames: this.#edge.loadBalancerDnsNames,
      loadBalancerZoneIds: this.#edge.loadBalancerZoneIds,
    });
  }

  /** The role of a blue/green deployment, which has one target-group attachment. */
  #createDeploymentRole(name: string, [targets]: readonly TargetGroup[]): string | undefined {
    if (targets?.alternate === undefined || targets.rule === undefined) return undefined;
    return new DeploymentRole(this, `${name}-deployment-role`, {
      name: resourceName(this.platform, `${name}-deployment`),
      account: this.platform.account,
      ruleArn: targets.rule.arn,
      targetGroupArns: [targets.group.arn, targets.alternate.arn],
    }).arn;
  }

  #createRoles(
    name: string,
    service: ServiceSettings,
    secrets: Readonly<Record<string, SecretSource>>,
    logs: LogGroup,
    cluster: Cluster,
  ): TaskRoles {
    const { account, region } = this.platform;
    const { dataKeyArn } = this.#data;
    const grants = service.buckets.map(
      (grant): BucketGrant => ({ ...grant, bucketArn: required(this.#data.bucketArns, grant.bucket) }),
    );
    return new TaskRoles(this, `${name}-roles`, {
      name: resourceName(this.platform, name),
      account,
      region,
      repositoryArn: this.#repositoryArn(service),
      logGroupArn: logs.arn,
      secretArns: Object.values(secrets).map(({ arn }) => arn),
      dataKeyArn,
      appStatements: [
        ...bucketStatements(grants, region, dataKeyArn),
        ...secretStatements(planReadableSecrets(service, this.#data), region, dataKeyArn),
        ...iamLoginStatements(this.platform, service, this.#data.databaseResourceIds ?? {}),
      ],
      execLogArn: service.exec ? cluster.execLog?.arn : undefined,
    });
  }

  #repositoryArn({ image }: ServiceSettings): string | undefined {
    return "uri" in image ? repositoryArnOf(image.uri) : this.#data.registryArns[image.registry];
  }

  #containersOf(
    name: string,
    service: ServiceSettings,
    secrets: Readonly<Record<string, SecretSource>>,
    logs: LogGroup,
  ) {
    const common = {
      name,
      ports: planPorts(this.platform, name),
      healthCheck: containerHealthCheck(service, planHealthCheckTarget(this.platform, name)),
      logGroupName: logs.name,
      region: this.platform.region,
    };
    const container = appContainer({
      ...common,
      image: planTask(service, this.#data.registryUrls).image,
      environment: planEnvironment(service, this.platform, this.#data),
      secrets: Object.fromEntries(
        Object.entries(secrets).map(([variable, { valueFrom }]) => [variable, valueFrom]),
      ),
    });
    return { container, placeholder: placeholderContainer(common) };
  }
}

function servicesOf(platform: RegionalView): [string, ServiceSettings][] {
  return Object.entries(platform.workloads).flatMap(([name, workload]) =>
    workload.kind === "service" ? [[name, workload] as [string, ServiceSettings]] : [],
  );
}
