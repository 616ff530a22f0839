import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, type SynthesizedStackJson, synthesize } from "../support/synth.ts";
import { twoRegionPlatform } from "../support/two-regions.ts";

const stacks = synthesize(cybershieldIn("prod"), twoRegionPlatform());
const guarded = parseStackJson(stacks, "cybershield-prod-network");

/** The stacks with a part of the guard. */
function stacksWith(hasPart: (stack: SynthesizedStackJson) => boolean): string[] {
  return Object.keys(stacks).filter((name) => hasPart(parseStackJson(stacks, name)));
}

/** The names of the outputs that a stack publishes, as the guard lists them. */
function publishedBy(name: string): string[] {
  return Object.entries(parseStackJson(stacks, name).output!)
    .filter(([output]) => output !== "outputs_read")
    .flatMap(([output, { value }]) => {
      const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
      return [output, ...(isMap ? Object.keys(value).map((key) => `${output} ${key}`) : [])];
    })
    .map((output) => `${name}/terraform.tfstate ${output}`);
}

describe("the guard of changes", () => {
  it("is in the network stack of the primary region only", () => {
    const only = ["cybershield-prod-network", "pair-prod-network"];
    expect(stacksWith(({ locals }) => locals?.lost_outputs !== undefined)).toEqual(only);
    expect(stacksWith(({ locals }) => locals?.published_outputs !== undefined)).toEqual(only);
    expect(stacksWith(({ data }) => data?.aws_s3_objects !== undefined)).toEqual(only);
    expect(stacksWith(({ data }) => data?.terraform_remote_state?.deployed !== undefined)).toEqual(only);
    expect(stacksWith(({ output }) => JSON.stringify(output).includes("precondition"))).toEqual(only);
  });

  it("lists the platform's states, and reads each but its own", () => {
    expect(guarded.data!.aws_s3_objects).toEqual({
      "platform-states": expect.objectContaining({
        bucket: "111111111111-us-east-1-drydock-state",
        prefix: "cybershield-prod-",
      }),
    });
    expect(guarded.data!.terraform_remote_state!.deployed).toMatchObject({
      backend: "s3",
      for_each:
        '${toset([for key in data.aws_s3_objects.platform-states.keys : key if endswith(key, "/terraform.tfstate") && key != "cybershield-prod-network/terraform.tfstate"])}',
      config: {
        bucket: "111111111111-us-east-1-drydock-state",
        key: "${each.key}",
        region: "us-east-1",
        encrypt: true,
        kms_key_id: "arn:aws:kms:us-east-1:111111111111:alias/drydock-state",
      },
    });
  });

  it("knows everything that the platform's stacks publish, in all regions", () => {
    for (const platform of ["cybershield-prod-", "pair-prod-"]) {
      const published = Object.keys(stacks)
        .filter((name) => name.startsWith(platform))
        .flatMap(publishedBy);
      const { published_outputs } = parseStackJson(stacks, `${platform}network`).locals!;
      expect(Object.keys(published_outputs as object)).toEqual(published.sort());
      expect(new Set(Object.values(published_outputs as object))).toEqual(new Set([true]));
    }
    const pair = parseStackJson(stacks, "pair-prod-network").locals!.published_outputs;
    expect(pair).toMatchObject({
      "pair-prod-network/terraform.tfstate vpc_ids home": true,
      "pair-prod-network-eu-west-1/terraform.tfstate vpc_ids away": true,
      "pair-prod-connect/terraform.tfstate line_ids": true,
    });
  });

  it("makes the plan fail with what would be lost, before anything is changed", () => {
    expect(guarded.output!.deployed_configuration).toMatchObject({
      precondition: [
        {
          condition: "${length(local.lost_outputs) == 0}",
          error_message:
            'This change would delete what deployed stacks still use: ${join(", ", local.lost_outputs)}. Nothing was changed. Deploy it in two passes: npx drydock deploy cybershield prod',
        },
      ],
    });
  });

  it("meets no state that the platform's own stacks have written unchanged", () => {
    for (const platform of ["cybershield-prod-", "pair-prod-"]) {
      const read = Object.keys(stacks)
        .filter((name) => name.startsWith(platform))
        .flatMap((name) => (parseStackJson(stacks, name).output!.outputs_read?.value ?? []) as string[]);
      const { published_outputs } = parseStackJson(stacks, `${platform}network`).locals!;
      expect(read.length).toBeGreaterThan(0);
      expect(read.filter((each) => !Object.hasOwn(published_outputs as object, each))).toEqual([]);
    }
  });
});
