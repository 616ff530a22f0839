import { bucket, fleet, flow, tcp } from "../../language/language.ts";
import { merge } from "../../language/merge.ts";
import type { EnvironmentOverride, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { iamPolicyStatements, toArray } from "../support/policies.ts";
import { parseStackJson, type SynthesizedStackJson, synthesize } from "../support/synth.ts";

/** The compute stack of RoboShop's lab, some of it changed. */
function labWith(change: Partial<EnvironmentOverride>): SynthesizedStackJson {
  const environments = merge(roboshop.environments, { lab: change });
  const platform = resolve({ ...roboshop, environments } as PlatformSpec, "lab");
  return parseStackJson(synthesize(platform), "roboshop-lab-compute");
}

/** A resource by the name of the workload that it is of. */
function ofWorkload(
  stack: SynthesizedStackJson,
  type: string,
  name: string,
): Readonly<Record<string, unknown>> {
  const [, found] = Object.entries(stack.resource?.[type] ?? {}).find(([id]) => id.startsWith(`${name}-`))!;
  return found;
}

/** RoboShop's flows, and one that lets payment speak to a database. */
const PAYMENT_FLOWS = [...(roboshop.flows ?? []), flow("payment", "order-db")];

/** What a workload's servers may do in AWS. */
function mayDo(stack: SynthesizedStackJson, name: string) {
  return iamPolicyStatements(stack).filter(({ address }) => address.startsWith(`${name}-`));
}

describe("servers and fleets in the compute stack", () => {
  it("a server stands in its own zone's subnet, else in the network's first", () => {
    const stack = labWith({ workloads: { payment: { zone: "us-east-1b" } } });
    const placeOf = (name: string) => ofWorkload(stack, "aws_instance", name).subnet_id;
    expect(placeOf("payment")).toContain('subnet_ids["main/private"], 1)');
    expect(placeOf("order")).toContain('subnet_ids["main/private"], 0)');
  });

  it("each wears its own security group, and its disk the platform's key", () => {
    const stack = labWith({});
    for (const name of ["frontend", "payment"]) {
      expect(ofWorkload(stack, "aws_instance", name)).toMatchObject({
        vpc_security_group_ids: [expect.stringContaining(`security_group_ids.${name}`)],
        root_block_device: expect.objectContaining({ kms_key_id: expect.stringContaining("data_key_arn") }),
      });
    }
  });

  it("a fleet in a public tier has public addresses: there it has no other way out", () => {
    const stack = labWith({
      workloads: { frontend: fleet({ tier: "public", port: 80, min: 1, max: 2 }) },
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

  it("a server that may use a bucket has a role for that bucket alone; the others have none", () => {
    const stack = labWith({
      stores: { builds: bucket() },
      workloads: { payment: { buckets: [{ bucket: "builds" }] } },
    });
    const statements = mayDo(stack, "payment");
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ListBuilds", "UseBuilds", "UseBucketKey"]);
    expect(statements.flatMap(({ Resource }) => toArray(Resource))).not.toContain("*");
    expect(ofWorkload(stack, "aws_instance", "payment").iam_instance_profile).toContain(
      "aws_iam_instance_profile.payment-profile_",
    );
    expect(mayDo(stack, "dispatch")).toEqual([]);
    expect(ofWorkload(stack, "aws_instance", "dispatch")).not.toHaveProperty("iam_instance_profile");
  });

  it("a server that reads a database's login has a role for that secret alone, and is told where it is", () => {
    const stack = labWith({ workloads: { payment: { secrets: ["order-db"] } }, flows: PAYMENT_FLOWS });
    const outputs = "${data.terraform_remote_state.data.outputs";
    const [read, open, ...others] = mayDo(stack, "payment");
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
    const instance = ofWorkload(stack, "aws_instance", "payment");
    expect(instance.tags).toEqual({
      Name: "roboshop-lab-payment",
      "order-db-secret-arn": `${outputs}.database_secret_arns["order-db"]}`,
    });
    expect(instance.iam_instance_profile).toContain("aws_iam_instance_profile.payment-profile_");
  });

  it("a server with a way to Systems Manager may open sessions", () => {
    const flows = [...roboshop.flows, flow("frontend", "internet", tcp(443))];
    expect(mayDo(labWith({ flows }), "frontend").map(({ Sid }) => Sid)).toEqual(["OpenSessions"]);
  });
});
