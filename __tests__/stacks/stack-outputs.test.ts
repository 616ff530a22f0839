import { TerraformOutput, Testing } from "cdktf";
import { regionalView } from "../../language/regional-view.ts";
import { PlatformStack } from "../../stacks/platform-stack.ts";
import { type OutputSchema, publishStackOutputs, readStackOutputs } from "../../stacks/stack-outputs.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { outputValues, type SynthesizedStackJson } from "../support/synth.ts";
import { twoRegionPlatform } from "../support/two-regions.ts";

class Stack extends PlatformStack {}

const platform = cybershieldIn("prod");
const home = regionalView(platform, platform.region);

const SCHEMA = {
  keyArn: "text",
  nameServers: "list",
  vpcIds: { textBy: ["main", "eu/main"] },
  addresses: { listBy: ["main/nlb"] },
} as const satisfies OutputSchema;

/** Synthesizes a stack with outputs, and a stack that reads them and publishes the values again. */
function synthesize() {
  const app = Testing.app();
  const producer = new Stack(app, home, "network");
  publishStackOutputs(producer, SCHEMA, {
    keyArn: "arn:key",
    nameServers: ["ns-1", "ns-2"],
    vpcIds: { main: "vpc-1", "eu/main": "vpc-2" },
    addresses: { "main/nlb": ["192.0.2.1"] },
  });
  const consumer = new Stack(app, home, "edge");
  const values = readStackOutputs(consumer, producer, SCHEMA);
  for (const [name, value] of Object.entries(values)) {
    new TerraformOutput(consumer, `read_${name}`, { staticId: true, value });
  }
  const json = (stack: Stack) => JSON.parse(Testing.synth(stack)) as SynthesizedStackJson;
  return { producer, consumer, produced: json(producer), consumed: json(consumer) };
}

describe("stack outputs", () => {
  const { producer, consumer, produced, consumed } = synthesize();
  const STATE = "data.terraform_remote_state.network.outputs";

  it("are published under snake_case names", () => {
    expect(outputValues(produced)).toEqual({
      key_arn: "arn:key",
      name_servers: ["ns-1", "ns-2"],
      vpc_ids: { main: "vpc-1", "eu/main": "vpc-2" },
      addresses: { "main/nlb": ["192.0.2.1"] },
    });
  });

  it("are read from the producer's state, with each key of a map", () => {
    expect(outputValues(consumed)).toEqual({
      read_keyArn: `\${${STATE}.key_arn}`,
      read_nameServers: `\${${STATE}.name_servers}`,
      read_vpcIds: { main: `\${${STATE}.vpc_ids.main}`, "eu/main": `\${${STATE}.vpc_ids["eu/main"]}` },
      read_addresses: { "main/nlb": `\${${STATE}.addresses["main/nlb"]}` },
    });
  });

  it("are read from several regions' stacks of a kind by separate data sources", () => {
    const fullPlatform = twoRegionPlatform();
    const app = Testing.app();
    const there = new Stack(app, regionalView(fullPlatform, "eu-west-1"), "network");
    const here = new Stack(app, regionalView(fullPlatform, "us-east-1"), "network");
    const reader = new Stack(app, regionalView(fullPlatform, "us-east-1"), "edge");
    for (const other of [here, there]) readStackOutputs(reader, other, { keyArn: "text" });
    const { data } = JSON.parse(Testing.synth(reader)) as SynthesizedStackJson;
    const keys = Object.entries(data!.terraform_remote_state!).map(([id, { config }]) => [
      id,
      (config as { key: string }).key,
    ]);
    expect(Object.fromEntries(keys)).toEqual({
      network: "pair-prod-network/terraform.tfstate",
      "network-eu-west-1": "pair-prod-network-eu-west-1/terraform.tfstate",
    });
  });

  it("are empty maps for a stack that the region lacks, while other outputs throw", () => {
    const reader = new Stack(Testing.app(), home, "compute");
    expect(readStackOutputs(reader, undefined, { arns: { textBy: [] }, lists: { listBy: [] } })).toEqual({
      arns: {},
      lists: {},
    });
    const unavailable: OutputSchema[] = [
      { keyArn: "text" },
      { arns: { textBy: ["a"] } },
      { lists: { listBy: ["b"] } },
    ];
    for (const schema of unavailable) {
      expect(() => readStackOutputs(reader, undefined, schema)).toThrow(
        /^no stack publishes (keyArn|arns|lists) \(/,
      );
    }
  });

  it("make the consumer depend on the producer", () => {
    expect(consumer.dependsOn(producer)).toBe(true);
    expect(producer.dependsOn(consumer)).toBe(false);
  });
});
