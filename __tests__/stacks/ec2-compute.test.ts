import { bucket, fleet, flow, tcp } from "../../language/language.ts";
import { merge } from "../../language/merge.ts";
import type { EnvironmentOverride, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { iamPolicyStatements, toArray } from "../support/policies.ts";
import { parseStackJson, type SynthesizedStackJson, subnetReferences, synthesize } from "../support/synth.ts";

/** The compute stack of RoboShop's lab with changes. */
function labWith(change: Partial<EnvironmentOverride>): SynthesizedStackJson {
  const environments = merge(roboshop.environments, { lab: change });
  const platform = resolve({ ...roboshop, environments } as PlatformSpec, "lab");
  return parseStackJson(synthesize(platform), "roboshop-lab-compute");
}

/** The first resource of a type that belongs to a workload. */
function ofWorkload(
  stack: SynthesizedStackJson,
  type: string,
  name: string,
): Readonly<Record<string, unknown>> {
  const [, found] = Object.entries(stack.resource?.[type] ?? {}).find(([id]) => id.startsWith(`${name}-`))!;
  return found;
}

/** RoboShop's flows, with one more from dispatch to a database. */
const DISPATCH_FLOWS = [...(roboshop.flows ?? []), flow("dispatch", "order-db")];

/** The IAM policy statements of a workload. */
function statementsOf(stack: SynthesizedStackJson, name: string) {
  return iamPolicyStatements(stack).filter(({ address }) => address.startsWith(`${name}-`));
}

describe("servers and fleets in the compute stack", () => {
  it("a server is in its zone's subnet, else in the network's first", () => {
    const stack = labWith({ workloads: { payment: { zone: "us-east-1b" } } });
    const subnetOf = (name: string) => ofWorkload(stack, "aws_instance", name).subnet_id;
    expect([subnetOf("order"), subnetOf("payment")]).toEqual(subnetReferences("main/private"));
  });

  it("each server has its own security group, and a disk encrypted with the platform's key", () => {
    const stack = labWith({});
    for (const name of ["frontend", "payment"]) {
      expect(ofWorkload(stack, "aws_instance", name)).toMatchObject({
        vpc_security_group_ids: [expect.stringContaining(`security_group_ids.${name}`)],
        root_block_device: expect.objectContaining({ kms_key_id: expect.stringContaining("data_key_arn") }),
      });
    }
  });

  it("a fleet in a public tier has public addresses, its only internet access there", () => {
    const stack = labWith({
      workloads: { frontend: fleet({ tier: "public", port: 80, min: 1, max: 2 }) },
      flows: (roboshop.flows ?? []).filter(({ to }) => to !== "frontend"),
    });
    const template = ofWorkload(stack, "aws_launch_template", "frontend");
    expect(template.network_interfaces).toEqual([
      expect.objectContaining({
        associate_public_ip_address: "true",
        security_groups: [expect.stringContaining("security_group_ids.frontend")],
      }),
    ]);
    expect(ofWorkload(stack, "aws_autoscaling_group", "frontend").tag).toContainEqual({
      key: "Platform",
      value: "roboshop",
      propagate_at_launch: true,
    });
  });

  it("a server with a bucket has a role for that bucket only, and other servers have none", () => {
    const stack = labWith({
      stores: { builds: bucket() },
      workloads: { dispatch: { buckets: [{ bucket: "builds" }] } },
    });
    const statements = statementsOf(stack, "dispatch");
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ListBuilds", "UseBuilds", "UseBucketKey"]);
    expect(statements.flatMap(({ Resource }) => toArray(Resource))).not.toContain("*");
    expect(ofWorkload(stack, "aws_instance", "dispatch").iam_instance_profile).toContain(
      "aws_iam_instance_profile.dispatch-profile_",
    );
    expect(statementsOf(stack, "frontend")).toEqual([]);
    expect(ofWorkload(stack, "aws_instance", "frontend")).not.toHaveProperty("iam_instance_profile");
  });

  it("a server with a database's secret has a role for that secret only, and its ARN in a tag", () => {
    const stack = labWith({
      workloads: { dispatch: { buckets: [], secrets: ["order-db"] } },
      flows: DISPATCH_FLOWS,
    });
    const outputs = "${data.terraform_remote_state.data.outputs";
    const [read, open, ...others] = statementsOf(stack, "dispatch");
    expect(read).toMatchObject({
      Action: "secretsmanager:GetSecretValue",
      Resource: `${outputs}.database_secret_arns['order-db']}`,
    });
    expect(open).toMatchObject({
      Action: "kms:Decrypt",
      Resource: `${outputs}.data_key_arn}`,
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
    });
    expect(others).toEqual([]);
    const instance = ofWorkload(stack, "aws_instance", "dispatch");
    expect(instance.tags).toEqual({
      Name: "roboshop-lab-dispatch",
      "order-db-secret-arn": `${outputs}.database_secret_arns["order-db"]}`,
    });
    expect(instance.iam_instance_profile).toContain("aws_iam_instance_profile.dispatch-profile_");
  });

  it("a server with a path to Systems Manager may open sessions", () => {
    const flows = [...roboshop.flows, flow("frontend", "internet", tcp(443))];
    expect(statementsOf(labWith({ flows }), "frontend").map(({ Sid }) => Sid)).toEqual(["OpenSessions"]);
  });
});
