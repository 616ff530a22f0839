import {
  AutoscalingGroup,
  type AutoscalingGroupConfig,
} from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy/index.js";
import { LaunchTemplate, type LaunchTemplateConfig } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import type { FleetSettings as FleetSpec } from "../../language/workloads.ts";
import { plainText, quoteInExpression } from "../terraform-text.ts";
import { metadataOptions, planInstance, ROOT_DEVICE } from "./instance-plan.ts";
import type { TargetGroup } from "./target-group.ts";

/** Inputs of {@link Ec2Fleet}. */
export interface Ec2FleetProps {
  /** Name of the group and the template, and Name tag of servers: `roboshop-prod-catalogue`. */
  readonly name: string;
  /** Its settings in the spec. */
  readonly fleet: FleetSpec;
  /** The subnets of its tier, one per zone. */
  readonly subnetIds: readonly string[];
  /** The security group of its servers. */
  readonly securityGroupId: string;
  /** Assigns public addresses to servers, the only outbound route in a public tier. */
  readonly publicAddress: boolean;
  /** ARN of the KMS key for its volumes. */
  readonly dataKeyArn: string;
  /** The instance profile's name; undefined without AWS permissions. */
  readonly profileName: string | undefined;
  /** The values of its environment variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Tags with the ARNs of database credentials. */
  readonly secretTags: Readonly<Record<string, string>>;
  /** Its target groups. */
  readonly targets: readonly TargetGroup[];
  /** Extra tags of every server and volume; the provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Grace period in seconds for new servers, which install packages meanwhile. */
const GRACE_SECONDS = 300;
/** Warm-up in seconds before a new server's CPU counts and a refresh continues. */
const WARMUP_SECONDS = 180;

/**
 * An Auto Scaling group of identical servers across the zones of their tier.
 *
 * The launch template names the newest image by its public parameter: each server launches from the
 * current image, and no plan changes for it. A changed template triggers an instance refresh that
 * launches new servers first and keeps the old ones until they are healthy. It cannot roll back
 * automatically: Auto Scaling [rolls
 * back](https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html) no
 * template that names a parameter, so deploy the previous spec instead.
 */
export class Ec2Fleet extends Construct {
  /** The Auto Scaling group's name. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: Ec2FleetProps) {
    super(scope, id);
    const group = this.#createGroup(this.#createTemplate(props), props);
    this.name = group.name;
    if (props.fleet.max > props.fleet.min) this.#createTracking(group, props.fleet.cpuPercent);
  }

  #createTemplate(props: Ec2FleetProps): LaunchTemplate {
    const { fleet, name, profileName } = props;
    const plan = planInstance(fleet, props.environment);
    return new LaunchTemplate(this, "template", {
      name,
      // https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
      imageId: `resolve:ssm:${plan.imageParameter}`,
      instanceType: plan.instanceType,
      updateDefaultVersion: true,
      metadataOptions: metadataOptions(props.secretTags),
      monitoring: { enabled: fleet.detailedMonitoring },
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeType: "gp3",
            volumeSize: fleet.diskGiB,
            encrypted: "true",
            kmsKeyId: props.dataKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      ...interfaceSettings(props),
      ...compact({
        iamInstanceProfile: profileName === undefined ? undefined : { name: profileName },
        userData: plan.userData === undefined ? undefined : encodeUserData(plan.userData),
      }),
      tagSpecifications: [
        { resourceType: "volume", tags: { ...props.tags, Name: name } },
        // In the template, not the group: a changed secret is a new version and reaches every
        // server.
        ...(Object.keys(props.secretTags).length === 0
          ? []
          : [{ resourceType: "instance", tags: { ...props.secretTags } }]),
      ],
    });
  }

  #createGroup(template: LaunchTemplate, props: Ec2FleetProps): AutoscalingGroup {
    const { fleet, targets } = props;
    return new AutoscalingGroup(this, "group", {
      name: props.name,
      minSize: fleet.min,
      maxSize: fleet.max,
      desiredCapacity: fleet.desired ?? fleet.min,
      vpcZoneIdentifier: [...props.subnetIds],
      // By number: a new version then changes the group, which starts the refresh.
      launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
      ...healthSettings(targets),
      healthCheckGracePeriod: GRACE_SECONDS,
      defaultInstanceWarmup: WARMUP_SECONDS,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
      },
      // Free, but opt-in.
      // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
      enabledMetrics: ["GroupDesiredCapacity", "GroupInServiceInstances"],
      tag: Object.entries({ ...props.tags, Name: props.name }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
      // Auto Scaling owns the desired capacity after the first deployment.
      lifecycle: { ignoreChanges: ["desired_capacity"] },
    });
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html */
  #createTracking(group: AutoscalingGroup, cpuPercent: number): void {
    new AutoscalingPolicy(this, "track-cpu", {
      name: "track-cpu",
      autoscalingGroupName: group.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: cpuPercent,
      },
    });
  }
}

/** Behind a load balancer, its health checks decide. */
function healthSettings(targets: Ec2FleetProps["targets"]): Partial<AutoscalingGroupConfig> {
  if (targets.length === 0) return { healthCheckType: "EC2" };
  return {
    healthCheckType: "ELB",
    targetGroupArns: targets.map(({ group }) => group.arn),
    dependsOn: targets.map(({ lead }) => lead),
  };
}

/** Subnets assign no public addresses; the template does where servers need one. */
function interfaceSettings({ publicAddress, securityGroupId }: Ec2FleetProps): Partial<LaunchTemplateConfig> {
  if (!publicAddress) return { vpcSecurityGroupIds: [securityGroupId] };
  return {
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "true",
        deleteOnTermination: "true",
        securityGroups: [securityGroupId],
      },
    ],
  };
}

/** Encodes user data: now, unless Terraform must first insert what other stacks publish. */
function encodeUserData(text: string): string {
  return Token.isUnresolved(text)
    ? `\${base64encode("${quoteInExpression(text)}")}`
    : Buffer.from(plainText(text), "utf8").toString("base64");
}
