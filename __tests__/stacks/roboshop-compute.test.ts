import type { Platform } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { bucketSchema } from "../../language/stores.ts";
import type { FleetSettings, ServerSettings } from "../../language/workloads.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  subnetReferences,
  synthesize,
} from "../support/synth.ts";

type Resource = Readonly<Record<string, unknown>>;

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");
const stacks = synthesize(lab, prod);
const labJson = parseStackJson(stacks, "roboshop-lab-compute");
const prodJson = parseStackJson(stacks, "roboshop-prod-compute");
const NETWORK = "data.terraform_remote_state.network.outputs";
const EDGE = "data.terraform_remote_state.edge.outputs";
const DATA_KEY = "${data.terraform_remote_state.data.outputs.data_key_arn}";

/** The compute stack of a platform. */
function computeOf(platform: Platform): SynthesizedStackJson {
  return parseStackJson(synthesize(platform), `roboshop-${platform.environment}-compute`);
}

/** A platform with a change to a workload. */
function changed(
  platform: Platform,
  name: string,
  change: Partial<ServerSettings> | Partial<FleetSettings>,
): Platform {
  const workload = { ...platform.workloads[name], ...change } as ServerSettings | FleetSettings;
  return { ...platform, workloads: { ...platform.workloads, [name]: workload } };
}

/** The resource of a type that a construct creates. */
function resourceOf(stack: SynthesizedStackJson, type: string, construct: string): Resource | undefined {
  return Object.entries(stack.resource?.[type] ?? {}).find(([id]) => id.startsWith(`${construct}_`))?.[1];
}

/** Matches a reference to an attribute of a resource. */
function reference(type: string, id: string, attribute: string): unknown {
  return expect.stringMatching(new RegExp(`^\\$\\{${type}\\.${id}_\\w+\\.${attribute}\\}$`));
}

describe("RoboShop lab: servers", () => {
  it("are in their tier's subnet, with their own security group, and disks encrypted with the data key", () => {
    expect(resourcesOfType(labJson, "aws_instance")).toHaveLength(7);
    for (const [name, tier] of [
      ["frontend", "public"],
      ["payment", "private"],
    ]) {
      expect(resourceOf(labJson, "aws_instance", `${name}-server_instance`)).toMatchObject({
        subnet_id: subnetReferences(`main/${tier}`)[0],
        vpc_security_group_ids: [`\${${NETWORK}.security_group_ids.${name}}`],
        root_block_device: { kms_key_id: DATA_KEY },
        tags: { Name: `roboshop-lab-${name}` },
      });
    }
  });

  it("have termination protection if they keep data on a protected platform", () => {
    const isProtectedServer = (platform: Platform) =>
      resourceOf(
        computeOf(changed(platform, "payment", { keepsData: true })),
        "aws_instance",
        "payment-server_instance",
      )!.disable_api_termination;
    expect(isProtectedServer({ ...lab, protected: true })).toBe(true);
    expect(isProtectedServer(lab)).toBe(false);
  });

  it("have private DNS names", () => {
    const records = resourcesOfType(labJson, "aws_route53_record");
    expect(records).toHaveLength(7);
    expect(records).toContainEqual({
      name: "payment.roboshop.internal",
      type: "A",
      ttl: 60,
      records: [reference("aws_instance", "payment-server_instance", "private_ip")],
      zone_id: `\${${NETWORK}.private_zone_ids.main}`,
    });
  });

  it("have a private DNS name even if there is only one server", () => {
    const { payment } = lab.workloads;
    const json = computeOf({ ...lab, workloads: { payment: payment! }, flows: [] });
    expect(resourcesOfType(json, "aws_route53_record").map(({ name }) => name)).toEqual([
      "payment.roboshop.internal",
    ]);
  });

  it("have their IDs in the outputs", () => {
    const ids = labJson.output!.server_ids!.value as Record<string, string>;
    const expected = Object.keys(lab.workloads).map((name) => [
      name,
      reference("aws_instance", `${name}-server_instance`, "id"),
    ]);
    expect(ids).toEqual(Object.fromEntries(expected));
  });

  it("are registered in a target group if the spec publishes them", () => {
    const { publish } = prod.workloads.frontend!;
    const json = computeOf({
      ...prod,
      workloads: { ...prod.workloads, frontend: { ...(lab.workloads.frontend as ServerSettings), publish } },
    });
    expect(resourceOf(json, "aws_lb_target_group", "frontend-targets_group-80")).toMatchObject({
      target_type: "instance",
      port: 80,
    });
    expect(resourcesOfType(json, "aws_lb_target_group_attachment")).toEqual([
      {
        target_group_arn: reference("aws_lb_target_group", "frontend-targets_group-80", "arn"),
        target_id: reference("aws_instance", "frontend-server_instance", "id"),
      },
    ]);
    expect(json.output!.target_group_suffixes!.value).toMatchObject({
      frontend: reference("aws_lb_target_group", "frontend-targets_group-80", "arn_suffix"),
    });
  });
});

describe("RoboShop prod: fleets", () => {
  const group = resourceOf(prodJson, "aws_autoscaling_group", "payment-fleet_group");
  const template = resourceOf(prodJson, "aws_launch_template", "payment-fleet_template");

  it("span their tier's subnets, with their own security group, and disks encrypted with the data key", () => {
    expect(group).toMatchObject({
      name: "roboshop-prod-payment",
      vpc_zone_identifier: subnetReferences("main/private"),
    });
    expect(template).toMatchObject({
      vpc_security_group_ids: [`\${${NETWORK}.security_group_ids.payment}`],
      block_device_mappings: [{ ebs: { kms_key_id: DATA_KEY } }],
    });
  });

  it("propagate the platform's tags to their instances, to which default tags do not apply", () => {
    const own = { Platform: "roboshop", Environment: "prod", ManagedBy: "drydock" };
    const [ofVolume] = template!.tag_specifications as { tags: object }[];
    expect(ofVolume).toMatchObject({ resource_type: "volume", tags: own });
    expect(group!.tag).toEqual(
      Object.entries({ ...own, Name: "roboshop-prod-payment" }).map(([key, value]) => ({
        key,
        value,
        propagate_at_launch: true,
      })),
    );
  });

  it("are targets of the load balancer in the spec", () => {
    expect(group!.target_group_arns).toEqual([
      reference("aws_lb_target_group", "payment-targets_group-8080", "arn"),
    ]);
    expect(resourceOf(prodJson, "aws_lb_target_group", "payment-targets_group-8080")).toMatchObject({
      target_type: "instance",
      port: 8080,
      vpc_id: `\${${NETWORK}.vpc_ids.main}`,
    });
    const rules = resourcesOfType(prodJson, "aws_lb_listener_rule").map(
      ({ listener_arn, priority }) => `${priority} ${listener_arn}`,
    );
    expect(rules).toContain(`40 \${${EDGE}.listener_arns["internal-alb/8080"]}`);
  });

  it("have private DNS names behind the internal load balancer only", () => {
    const records = resourcesOfType(prodJson, "aws_route53_record");
    expect(records).toHaveLength(6);
    expect(records).toContainEqual({
      name: "payment.roboshop.internal",
      type: "A",
      zone_id: `\${${NETWORK}.private_zone_ids.main}`,
      alias: {
        name: `\${${EDGE}.load_balancer_dns_names["internal-alb"]}`,
        zone_id: `\${${EDGE}.load_balancer_zone_ids["internal-alb"]}`,
        evaluate_target_health: false,
      },
    });
  });

  it("have their group names and target groups in the outputs", () => {
    const { fleet_names, target_group_suffixes } = prodJson.output!;
    expect(fleet_names!.value).toMatchObject({
      payment: reference("aws_autoscaling_group", "payment-fleet_group", "name"),
    });
    expect(target_group_suffixes!.value).toMatchObject({
      payment: reference("aws_lb_target_group", "payment-targets_group-8080", "arn_suffix"),
    });
  });
});

describe("a fleet with a bucket", () => {
  it("has an instance profile, and other fleets have none", () => {
    const stores = { ...prod.stores, receipts: bucketSchema.parse({ kind: "bucket" }) };
    const buckets = [{ bucket: "receipts", access: "read" } as const];
    const json = computeOf(changed({ ...prod, stores }, "payment", { buckets }));
    expect(resourceOf(json, "aws_launch_template", "payment-fleet_template")!.iam_instance_profile).toEqual({
      name: reference("aws_iam_instance_profile", "payment-profile", "name"),
    });
    expect(resourceOf(json, "aws_launch_template", "frontend-fleet_template")).not.toHaveProperty(
      "iam_instance_profile",
    );
  });
});
