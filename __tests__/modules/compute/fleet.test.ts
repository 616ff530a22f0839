import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { ref } from "cdktf";
import { publishSchema } from "../../../language/publishing.ts";
import { fleetSchema } from "../../../language/workloads.ts";
import { Ec2Fleet, type Ec2FleetProps } from "../../../modules/compute/fleet.ts";
import { TargetGroup } from "../../../modules/compute/target-group.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const KEY = "arn:aws:kms:us-east-1:111111111111:key/1";
const TAGS = { Platform: "shop", Environment: "prod" };

/** Synthesizes a fleet of two to four servers with changes. */
function synthesize(values: object = {}, given: Partial<Ec2FleetProps> = {}, published = false) {
  const synthesized = synthesizeConstruct((stack) => {
    const targets = published
      ? [
          new TargetGroup(stack, "targets", {
            name: "shop-prod-web-8080",
            suffix: "-8080",
            registersPorts: false,
            vpcId: "vpc-1",
            targetType: "instance",
            port: 8080,
            publish: publishSchema.parse({ loadBalancer: "alb", healthCheck: { path: "/health" } }),
            source: {
              kind: "rule",
              listenerArn: "arn:listener",
              rule: {
                id: "alb-80-rule-1f0c2b3a",
                workload: "web",
                targets: "web",
                loadBalancer: "alb",
                port: 80,
                hosts: [],
                paths: [],
                priority: 1,
              },
              blueGreen: false,
            },
          }),
        ]
      : [];
    new Ec2Fleet(stack, "web", {
      name: "shop-prod-web",
      fleet: fleetSchema.parse({ kind: "fleet", tier: "private", min: 2, max: 4, ...values }),
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupId: "sg-1",
      publicAddress: false,
      dataKeyArn: KEY,
      profileName: undefined,
      environment: {},
      secretTags: {},
      targets,
      tags: TAGS,
      ...given,
    });
  });
  const [template] = resourcesOfType(synthesized.json, "aws_launch_template");
  const [group] = resourcesOfType(synthesized.json, "aws_autoscaling_group");
  return { ...synthesized, template: template!, group: group! };
}

describe("the instances of a fleet", () => {
  it("launch from the latest image without a plan change for a new one", () => {
    expect(synthesize().template).toMatchObject({
      image_id: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      instance_type: "t3.micro",
      update_default_version: true,
    });
  });

  it("are hardened like a server: IMDSv2, an encrypted disk, no key pair", () => {
    const { template } = synthesize({ diskGiB: 30 });
    expect(template.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
      instance_metadata_tags: "disabled",
    });
    expect(template.block_device_mappings).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: {
          volume_type: "gp3",
          volume_size: 30,
          encrypted: "true",
          kms_key_id: KEY,
          delete_on_termination: "true",
        },
      },
    ]);
    expect(template).not.toHaveProperty("key_name");
  });

  it("run their setup as user data", () => {
    const { template } = synthesize({ packages: ["nginx"], setup: ["echo $${HOME}"] });
    expect(Buffer.from(String(template.user_data), "base64").toString()).toBe(
      `#!/bin/bash\nset -euo pipefail\ndnf install -y nginx\necho $\{HOME}\n`,
    );
    expect(synthesize().template).not.toHaveProperty("user_data");
  });

  it("get what other stacks publish in their user data, encoded by Terraform", () => {
    const host = ref("data.terraform_remote_state.data.outputs.host").toString();
    const { template } = synthesize(
      { setup: ["printf '%s\\n' \"$${HOME}\""] },
      { environment: { HOST: host } },
    );
    expect(template.user_data).toBe(
      "${base64encode(\"#!/bin/bash\\nset -euo pipefail\\ninstall -d /etc/drydock\\ncat > /etc/drydock/environment <<'END'\\nHOST='${data.terraform_remote_state.data.outputs.host}'\\nEND\\nprintf '%s\\\\n' \\\"$${HOME}\\\"\\n\")}",
    );
  });

  it("have the fleet's security group, and public addresses only if configured", () => {
    expect(synthesize().template.vpc_security_group_ids).toEqual(["sg-1"]);
    expect(synthesize().template).not.toHaveProperty("network_interfaces");
    const { text, template } = synthesize({}, { publicAddress: true });
    expect(text).toHaveResourceWithProperties(LaunchTemplate, {
      network_interfaces: [
        {
          device_index: 0,
          associate_public_ip_address: "true",
          delete_on_termination: "true",
          security_groups: ["sg-1"],
        },
      ],
    });
    // EC2 accepts only one of the two.
    expect(template).not.toHaveProperty("vpc_security_group_ids");
  });

  it("have an instance profile and detailed monitoring only if configured", () => {
    expect(synthesize().template).not.toHaveProperty("iam_instance_profile");
    expect(synthesize().template.monitoring).toEqual({ enabled: false });
    const { template } = synthesize({ detailedMonitoring: true }, { profileName: "shop-prod-web" });
    expect(template).toMatchObject({
      iam_instance_profile: { name: "shop-prod-web" },
      monitoring: { enabled: true },
    });
  });

  it("and their volumes have the platform's tags, since the provider's default tags do not apply to them", () => {
    const { group, template } = synthesize();
    expect(group.tag).toEqual([
      { key: "Platform", value: "shop", propagate_at_launch: true },
      { key: "Environment", value: "prod", propagate_at_launch: true },
      { key: "Name", value: "shop-prod-web", propagate_at_launch: true },
    ]);
    expect(template.tag_specifications).toEqual([
      { resource_type: "volume", tags: { ...TAGS, Name: "shop-prod-web" } },
    ]);
  });
});

describe("the instances of a fleet with secrets", () => {
  it("read the secrets' ARNs from template tags in their metadata, so that a change replaces them", () => {
    const secretTags = { "books-secret-arn": "arn:books" };
    const { template, group } = synthesize({}, { secretTags });
    expect(template.tag_specifications).toEqual([
      { resource_type: "volume", tags: { ...TAGS, Name: "shop-prod-web" } },
      { resource_type: "instance", tags: secretTags },
    ]);
    expect(template.metadata_options).toMatchObject({
      http_tokens: "required",
      http_put_response_hop_limit: 1,
      instance_metadata_tags: "enabled",
    });
    expect(JSON.stringify(group)).not.toContain("books");
  });
});

describe("a fleet's desired capacity", () => {
  it("starts at the minimum or the spec's value, and is then left to autoscaling", () => {
    expect(synthesize().group).toMatchObject({
      min_size: 2,
      max_size: 4,
      desired_capacity: 2,
      lifecycle: { ignore_changes: ["desired_capacity"] },
    });
    expect(synthesize({ desired: 3 }).group.desired_capacity).toBe(3);
  });

  it("tracks CPU utilization, unless minimum and maximum are equal", () => {
    expect(synthesize({ cpuPercent: 70 }).text).toHaveResourceWithProperties(AutoscalingPolicy, {
      name: "track-cpu",
      autoscaling_group_name: expect.stringMatching(/^\$\{aws_autoscaling_group\.web_group_\w+\.name\}$/),
      policy_type: "TargetTrackingScaling",
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
        target_value: 70,
      },
    });
    expect(resourcesOfType(synthesize({ min: 4 }).json, "aws_autoscaling_policy")).toEqual([]);
  });

  it("is published as a group metric to CloudWatch", () => {
    expect(synthesize().group.enabled_metrics).toEqual(["GroupDesiredCapacity", "GroupInServiceInstances"]);
  });
});

describe("a fleet", () => {
  it("spans its subnets", () => {
    expect(synthesize().group.vpc_zone_identifier).toEqual(["subnet-1", "subnet-2"]);
  });

  it("replaces its instances when the template changes, launching before terminating", () => {
    const { group } = synthesize();
    expect(group.launch_template).toEqual({
      id: expect.stringMatching(/^\$\{aws_launch_template\.web_template_\w+\.id\}$/),
      version: expect.stringMatching(
        /^\$\{tostring\(aws_launch_template\.web_template_\w+\.latest_version\)\}$/,
      ),
    });
    expect(group.instance_refresh).toEqual({
      strategy: "Rolling",
      preferences: { min_healthy_percentage: 100, max_healthy_percentage: 150 },
    });
    expect(group).toMatchObject({ health_check_grace_period: 300, default_instance_warmup: 180 });
  });

  it("uses the load balancer's health checks if it has target groups", () => {
    const { group } = synthesize({}, {}, true);
    expect(group).toMatchObject({
      health_check_type: "ELB",
      target_group_arns: [expect.stringMatching(/^\$\{aws_lb_target_group\.targets_group-8080_\w+\.arn\}$/)],
      depends_on: ["aws_lb_listener_rule.alb-80-rule-1f0c2b3a"],
    });
    const alone = synthesize().group;
    expect(alone.health_check_type).toBe("EC2");
    expect(alone).not.toHaveProperty("target_group_arns");
  });
});
