import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, type SynthesizedStackJson, synthesize } from "../support/synth.ts";
import { TemporaryTerraform } from "../support/temporary-terraform.ts";

const network = parseStackJson(synthesize(cybershieldIn("prod")), "cybershield-prod-network");

const temporary = new TemporaryTerraform();

/** Applies a configuration without providers, and returns the values of its outputs. */
async function applied(json: object): Promise<Record<string, unknown>> {
  const { folder, terraform } = temporary;
  temporary.write(json);
  await terraform.init(folder);
  await terraform.apply(folder);
  const state = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as {
    outputs: Record<string, { value: unknown }>;
  };
  return Object.fromEntries(Object.entries(state.outputs).map(([name, { value }]) => [name, value]));
}

/**
 * The guard alone, with these keys in the bucket, and these lists of outputs read in the states of
 * deployed stacks; a state without a list was written by an earlier version.
 */
function guardWith(keys: readonly string[], states: Readonly<Record<string, readonly string[] | undefined>>) {
  const { lost_outputs, published_outputs } = network.locals!;
  const { for_each } = network.data!.terraform_remote_state!.deployed!;
  const deployed = Object.fromEntries(
    Object.entries(states).map(([key, outputs_read]) => [
      key,
      { outputs: outputs_read === undefined ? {} : { outputs_read } },
    ]),
  );
  return {
    locals: {
      keys,
      deployed,
      published_outputs,
      lost_outputs: String(lost_outputs).replace("data.terraform_remote_state.deployed", "local.deployed"),
    },
    output: {
      read: { value: String(for_each).replace("data.aws_s3_objects.platform-states.keys", "local.keys") },
      lost: { value: "${local.lost_outputs}" },
      deployed_configuration: (network.output as Record<string, object>).deployed_configuration,
    },
  };
}

const VPC = "cybershield-prod-network/terraform.tfstate vpc_ids main";
const SUBNET = "cybershield-prod-network/terraform.tfstate subnet_ids main/old/us-east-1a";

describe("the guard of changes, evaluated by Terraform", () => {
  it("finds nothing in a first deployment, and reads only other states", async () => {
    const keys = [
      "cybershield-prod-data/terraform.tfstate",
      "cybershield-prod-data/terraform.tfstate.tflock",
      "cybershield-prod-network/terraform.tfstate",
    ];
    expect(await applied(guardWith(keys, {}))).toMatchObject({
      read: ["cybershield-prod-data/terraform.tfstate"],
      lost: [],
    });
  });

  it("accepts what is still published, states of earlier versions, and other platforms' outputs", async () => {
    const states = {
      "cybershield-prod-data/terraform.tfstate": [VPC],
      "cybershield-prod-edge/terraform.tfstate": undefined,
      "cybershield-prod-eu-network/terraform.tfstate": [
        "cybershield-prod-eu-network/terraform.tfstate vpc_ids main",
        "cybershield-prod-networks/terraform.tfstate vpc_ids main",
      ],
    };
    expect(await applied(guardWith([], states))).toMatchObject({ lost: [] });
  });

  it("refuses what deployed stacks still read, in every region, each once", async () => {
    const elsewhere = "cybershield-prod-network-eu-west-1/terraform.tfstate vpc_ids away";
    const states = {
      "cybershield-prod-data/terraform.tfstate": [VPC, SUBNET],
      "cybershield-prod-compute/terraform.tfstate": [SUBNET, elsewhere],
    };
    const guard = guardWith([], states);
    await expect(applied(guard)).rejects.toMatchObject({
      result: { stderr: expect.stringContaining("This change would delete what deployed") },
    });
    const { deployed_configuration: _, ...output } = guard.output;
    const { lost } = await applied({ ...guard, output });
    expect([...(lost as string[])].sort()).toEqual([elsewhere, SUBNET]);
  });
});

it("the record of a stack's file in its state is the file", async () => {
  const output = { deployed_configuration: recordOf(network), note: { value: "ü, “quotes” and $${this}" } };
  const { deployed_configuration } = await applied({ output });
  const file = gunzipSync(Buffer.from(String(deployed_configuration), "base64")).toString();
  expect(file).toBe(readFileSync(join(temporary.folder, "cdk.tf.json"), "utf8"));
  expect(JSON.parse(file)).toEqual({ output });
});

/** The record without its precondition, which the configuration here has no locals for. */
function recordOf({ output }: SynthesizedStackJson): object {
  const { value, sensitive } = output!.deployed_configuration!;
  return { value, sensitive };
}
