import {
  AutoscalingGroup,
  type AutoscalingGroupConfig,
} from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy/index.js";
import { LaunchTemplate, type LaunchTemplateConfig } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { FleetSettings as FleetSpec } from "../../language/workloads.ts";
import { metadataOptions, planInstance, ROOT_DEVICE } from "./instance-plan.ts";
import type { TargetGroup } from "./target-group.ts";
import { plainText } from "./terraform-text.ts";

/** What a fleet's servers are, and where they stand. */
export interface Ec2FleetProps {
  /** The group's and the template's name, and the servers' Name tag: `roboshop-prod-catalogue`. */
  readonly name: string;
  readonly fleet: FleetSpec;
  /** The subnets of its tier, one in each zone. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Whether its servers have public addresses: in a public tier they have no other way out. */
  readonly publicAddress: boolean;
  /** Encrypts their disks. */
  readonly dataKeyArn: string;
  /** The instance profile's name; undefined: their programs may do nothing in AWS. */
  readonly profileName: string | undefined;
  /** The tags that tell their programs where databases' logins are. */
  readonly secretTags: Readonly<Record<string, string>>;
  /** Its places behind load balancers. */
  readonly targets: readonly TargetGroup[];
  /** On every server and disk, beside the name: the provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds that a new server's failed checks do not count: it installs its packages meanwhile. */
const GRACE_SECONDS = 300;
/** Seconds until a new server's CPU counts, and until a refresh goes on to the next. */
const WARMUP_SECONDS = 180;

/**
 * Servers from one template, over the zones of their tier, kept in number by an Auto Scaling group.
 *
 * The template names the newest image by its public parameter: each server is launched from the image of that
 * day, and no plan ever changes for it. A changed template replaces the servers a few at a time: new ones come
 * first, and while they do not get well the old ones stay. It cannot go back by itself, since Auto Scaling
 * [rolls back](https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html) no
 * template that names a parameter: deploy the spec of before.
 */
export class Ec2Fleet extends Construct {
  /** The Auto Scaling group's name. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: Ec2FleetProps) {
    super(scope, id);
    const group = this.createGroup(this.createTemplate(props), props);
    this.name = group.name;
    if (props.fleet.max > props.fleet.min) this.createTracking(group, props.fleet.cpuPercent);
  }

  private createTemplate(props: Ec2FleetProps): LaunchTemplate {
    const { fleet, name, profileName } = props;
    const plan = planInstance(fleet);
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
      ...(profileName === undefined ? {} : { iamInstanceProfile: { name: profileName } }),
      ...(plan.userData === undefined
        ? {}
        : { userData: Buffer.from(plainText(plan.userData), "utf8").toString("base64") }),
      tagSpecifications: [
        { resourceType: "volume", tags: { ...props.tags, Name: name } },
        // In the template, not the group: another secret is then a new version, which reaches every server.
        ...(Object.keys(props.secretTags).length === 0
          ? []
          : [{ resourceType: "instance", tags: { ...props.secretTags } }]),
      ],
    });
  }

  private createGroup(template: LaunchTemplate, props: Ec2FleetProps): AutoscalingGroup {
    const { fleet, targets } = props;
    return new AutoscalingGroup(this, "group", {
      name: props.name,
      minSize: fleet.min,
      maxSize: fleet.max,
      desiredCapacity: fleet.desired ?? fleet.min,
      vpcZoneIdentifier: [...props.subnetIds],
      // By its number: a new version is then a change of the group, which starts the refresh.
      launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
      ...healthSettings(targets),
      healthCheckGracePeriod: GRACE_SECONDS,
      defaultInstanceWarmup: WARMUP_SECONDS,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
      },
      // Free, but asked for. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
      enabledMetrics: ["GroupDesiredCapacity", "GroupInServiceInstances"],
      tag: Object.entries({ ...props.tags, Name: props.name }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
      // The autoscaler owns the number of servers after the first deploy.
      lifecycle: { ignoreChanges: ["desired_capacity"] },
    });
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html */
  private createTracking(group: AutoscalingGroup, cpuPercent: number): void {
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

/** Behind a load balancer a server is well when the load balancer says so. */
function healthSettings(targets: Ec2FleetProps["targets"]): Partial<AutoscalingGroupConfig> {
  if (targets.length === 0) return { healthCheckType: "EC2" };
  return {
    healthCheckType: "ELB",
    targetGroupArns: targets.map(({ group }) => group.arn),
    dependsOn: targets.map(({ lead }) => lead),
  };
}

/** Subnets give out no public address by themselves; the template does it where its servers need one. */
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
