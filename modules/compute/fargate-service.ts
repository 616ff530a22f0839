import { EcsService, type EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { Construct } from "constructs";
import type { ServiceSettings } from "../../language/workloads.ts";
import { planCapacity } from "./capacity-plan.ts";
import type { ContainerDefinition } from "./container.ts";
import type { TargetGroup } from "./target-group.ts";
import type { TaskPlan } from "./task-plan.ts";

/** Inputs of {@link FargateService}. */
export interface FargateServiceProps {
  /** The ECS service's name. */
  readonly name: string;
  /** The task definition family. */
  readonly family: string;
  /** Its settings in the spec. */
  readonly service: ServiceSettings;
  /** Its image, and the arguments that Terraform ignores. */
  readonly plan: TaskPlan;
  /** The ECS cluster that runs it. */
  readonly clusterName: string;
  /** Subnet IDs of its tier, one per zone. */
  readonly subnetIds: readonly string[];
  /** The security group of its tasks. */
  readonly securityGroupId: string;
  /** Assigns public addresses to tasks, the only outbound route in a public tier. */
  readonly publicAddress: boolean;
  /** ARN of the role with which ECS pulls the image, reads secrets and writes logs. */
  readonly executionRoleArn: string;
  /** ARN of the app's own role. */
  readonly taskRoleArn: string;
  /** The app container. */
  readonly container: ContainerDefinition;
  /** The container until the first image is pushed. */
  readonly placeholder: ContainerDefinition;
  /** Its target groups. */
  readonly targets: readonly TargetGroup[];
  /** The role for a blue/green deployment; undefined without one. */
  readonly deploymentRoleArn: string | undefined;
}

/** Bake time in minutes, for which a blue/green deployment keeps the old version for rollback. */
const BAKE_MINUTES = 10;

/** An ECS service on Fargate and its task definitions. */
export class FargateService extends Construct {
  /** The ECS service's name, available once the service exists. */
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const task = this.#createTask(props);
    const { service, plan, targets } = props;
    this.serviceName = new EcsService(this, "service", {
      name: props.name,
      cluster: props.clusterName,
      taskDefinition: task.arn,
      desiredCount: service.desired,
      capacityProviderStrategy: planCapacity(service.spotPercent).map(({ provider, base, weight }) => ({
        capacityProvider: provider,
        base,
        weight,
      })),
      // Without this the provider replaces the service when the shares change.
      forceNewDeployment: true,
      availabilityZoneRebalancing: "ENABLED",
      networkConfiguration: {
        subnets: [...props.subnetIds],
        securityGroups: [props.securityGroupId],
        assignPublicIp: props.publicAddress,
      },
      ...deploymentSettings(service),
      ...balancerSettings(props),
      enableExecuteCommand: service.exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      // Terraform does not wait for tasks; the circuit breaker, alarms and health checks do.
      waitForSteadyState: false,
      lifecycle: { ignoreChanges: [...plan.ignoreChanges] },
      ...(targets.length === 0 ? {} : { dependsOn: targets.map(({ lead }) => lead) }),
    }).name;
  }

  /** Creates the task definitions and returns the initial one; the real one always exists. */
  #createTask(props: FargateServiceProps): EcsTaskDefinition {
    const real = new EcsTaskDefinition(this, "task", {
      ...taskSettings(props, props.family),
      containerDefinitions: JSON.stringify([props.container]),
      // A rollback needs the previous revision, and revisions cost nothing.
      skipDestroy: true,
    });
    if (props.plan.startsWith === "image") return real;
    return new EcsTaskDefinition(this, "placeholder-task", {
      ...taskSettings(props, `${props.family}-placeholder`),
      containerDefinitions: JSON.stringify([props.placeholder]),
    });
  }
}

function taskSettings({ service, executionRoleArn, taskRoleArn }: FargateServiceProps, family: string) {
  return {
    family,
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: String(service.cpuUnits),
    memory: String(service.memoryMiB),
    runtimePlatform: { cpuArchitecture: service.architecture, operatingSystemFamily: "LINUX" },
    executionRoleArn,
    taskRoleArn,
  };
}

/** Starts new tasks next to the old ones, and rolls back a version that stays unhealthy. */
function deploymentSettings({ deployment }: ServiceSettings): Partial<EcsServiceConfig> {
  return {
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    ...(deployment === "blue-green"
      ? { deploymentConfiguration: { strategy: "BLUE_GREEN", bakeTimeInMinutes: String(BAKE_MINUTES) } }
      : {}),
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html */
function balancerSettings(props: FargateServiceProps): Partial<EcsServiceConfig> {
  const { service, targets, container, deploymentRoleArn: roleArn } = props;
  if (targets.length === 0) return {};
  return {
    healthCheckGracePeriodSeconds: service.startSeconds,
    loadBalancer: targets.map(({ group, port, alternate, rule }) => ({
      targetGroupArn: group.arn,
      containerName: container.name,
      containerPort: port,
      ...(alternate === undefined || rule === undefined || roleArn === undefined
        ? {}
        : {
            advancedConfiguration: {
              alternateTargetGroupArn: alternate.arn,
              productionListenerRule: rule.arn,
              roleArn,
            },
          }),
    })),
  };
}
