import { TerraformOutput, Testing } from "cdktf";
import { regionalView } from "../../language/regional-view.ts";
import { PlatformStack } from "../../stacks/platform-stack.ts";
import { type OutputSchema, publishStackOutputs, readStackOutputs } from "../../stacks/stack-outputs.ts";
import { cybershieldIn } from "../support/platforms.ts";
import type { SynthesizedStackJson } from "../support/synth.ts";
import { twoRegionPlatform } from "../support/two-regions.ts";

class Stack extends PlatformStack {}

const platform = cybershieldIn("prod");
const home = regionalView(platform, platform.region);

const SHAPE = {
  keyArn: "text",
  nameServers: "list",
  vpcIds: { textBy: ["main", "eu/main"] },
  subnetIds: { listBy: ["main/private"] },
} as const satisfies OutputSchema;

/** A stack that publishes, and one that reads and publishes what it read. */
function synthesize() {
  const app = Testing.app({ outdir: "never-written" });
  const producer = new Stack(app, home, "network");
  publishStackOutputs(producer, SHAPE, {
    keyArn: "arn:key",
    nameServers: ["ns-1", "ns-2"],
    vpcIds: { main: "vpc-1", "eu/main": "vpc-2" },
    subnetIds: { "main/private": ["subnet-1"] },
  });
  const consumer = new Stack(app, home, "edge");
  const values = readStackOutputs(consumer, producer, SHAPE);
  for (const [name, value] of Object.entries(values)) {
    new TerraformOutput(consumer, `read_${name}`, { staticId: true, value });
  }
  const json = (stack: Stack) => JSON.parse(Testing.synth(stack)) as SynthesizedStackJson;
  return { producer, consumer, produced: json(producer), consumed: json(consumer) };
}

describe("the contract between stacks", () => {
  const { producer, consumer, produced, consumed } = synthesize();
  const STATE = "data.terraform_remote_state.network.outputs";

  it("publishes each output under a snake_case name of its own", () => {
    const values = Object.entries(produced.output!).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      key_arn: "arn:key",
      name_servers: ["ns-1", "ns-2"],
      vpc_ids: { main: "vpc-1", "eu/main": "vpc-2" },
      subnet_ids: { "main/private": ["subnet-1"] },
    });
  });

  it("reads the same from the producer's state, each key of a map by itself", () => {
    const values = Object.entries(consumed.output!).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      read_keyArn: `\${${STATE}.key_arn}`,
      read_nameServers: `\${${STATE}.name_servers}`,
      read_vpcIds: { main: `\${${STATE}.vpc_ids.main}`, "eu/main": `\${${STATE}.vpc_ids["eu/main"]}` },
      read_subnetIds: { "main/private": `\${${STATE}.subnet_ids["main/private"]}` },
    });
  });

  it("tells another region's stack of a kind from the reader's own", () => {
    const whole = twoRegionPlatform();
    const app = Testing.app({ outdir: "never-written" });
    const there = new Stack(app, regionalView(whole, "eu-west-1"), "network");
    const here = new Stack(app, regionalView(whole, "us-east-1"), "network");
    const reader = new Stack(app, regionalView(whole, "us-east-1"), "edge");
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

  it("gives empty maps for a stack that the region does without, and nothing else", () => {
    const reader = new Stack(Testing.app({ outdir: "never-written" }), home, "compute");
    expect(readStackOutputs(reader, undefined, { arns: { textBy: [] }, lists: { listBy: [] } })).toEqual({
      arns: {},
      lists: {},
    });
    const wanted: OutputSchema[] = [
      { keyArn: "text" },
      { arns: { textBy: ["a"] } },
      { lists: { listBy: ["b"] } },
    ];
    for (const shape of wanted) {
      expect(() => readStackOutputs(reader, undefined, shape)).toThrow(
        /^no stack publishes (keyArn|arns|lists) \(/,
      );
    }
  });

  it("deploys the producer first", () => {
    expect(consumer.dependsOn(producer)).toBe(true);
    expect(producer.dependsOn(consumer)).toBe(false);
  });
});
