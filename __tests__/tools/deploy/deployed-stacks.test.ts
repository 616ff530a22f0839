import { gzipSync } from "node:zlib";
import { compact } from "../../../language/compact.ts";
import { DEPLOYED_CONFIGURATION_OUTPUT } from "../../../modules/names.ts";
import { ChangeError } from "../../../tools/deploy/change-error.ts";
import { readDeployedStacks } from "../../../tools/deploy/deployed-stacks.ts";
import type { SynthesizedStack, TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";
import { readStackFile } from "../../../tools/synthesized/write-stacks.ts";
import type { Terraform } from "../../../tools/terraform/terraform.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const PROVIDER = { aws: [{ region: "us-east-1" }] };

/** A form of a stack, which reads other stacks. */
function form(name: string, more: TerraformJson = {}, ...read: readonly string[]): TerraformJson {
  const backend = (stack: string) => ({ bucket: "states", key: `${stack}/terraform.tfstate` });
  const states = read.map((stack) => [stack, { backend: "s3", config: backend(stack) }]);
  return {
    terraform: { backend: { s3: backend(name) } },
    provider: PROVIDER,
    ...(read.length === 0 ? {} : { data: { terraform_remote_state: Object.fromEntries(states) } }),
    ...more,
  };
}

function wantedStack(name: string): SynthesizedStack {
  return { name, json: form(name) } as SynthesizedStack;
}

/** A state that records a form, compressed as Terraform's `base64gzip` does. */
function recorded(json: TerraformJson): string {
  const value = gzipSync(JSON.stringify(json)).toString("base64");
  return JSON.stringify({ outputs: { [DEPLOYED_CONFIGURATION_OUTPUT]: { value } }, resources: [{}] });
}

const temporaryFolder = folderOfEachTest();
let asked: string[];
beforeEach(() => {
  asked = [];
});

/** Reads what is deployed from states by their keys; an unknown one is empty. */
function read(
  states: Readonly<Record<string, string>>,
  wanted: readonly string[],
  earlier?: ReadonlyMap<string, TerraformJson>,
) {
  const terraform = {
    init: async () => {},
    statePull: async (folder: string) => {
      const key = String(readStackFile(folder).terraform?.backend?.s3?.key);
      asked.push(key);
      return states[key] ?? "";
    },
    // The cast: these two of Terraform's commands are all that reading states runs.
  } as unknown as Terraform;
  return readDeployedStacks(terraform, wanted.map(wantedStack), temporaryFolder.path, compact({ earlier }));
}

describe("readDeployedStacks", () => {
  it("decompresses the form that each state records, any character of it", async () => {
    const network = form("network", { output: { name: { value: "Größe → ${aws_vpc.main.id} 🚢" } } });
    const data = form("data", {}, "network");
    const stacks = await read(
      { "network/terraform.tfstate": recorded(network), "data/terraform.tfstate": recorded(data) },
      ["network", "data"],
    );
    expect(stacks).toEqual([
      { name: "network", json: network, isRecorded: true, dependencies: [] },
      { name: "data", json: data, isRecorded: true, dependencies: ["network"] },
    ]);
  });

  it("has no stack without a state, or with one without resources", async () => {
    expect(await read({ "data/terraform.tfstate": '{"resources":[]}' }, ["network", "data"])).toEqual([]);
  });

  it("reads the states of stacks that the platform had, in the place of those that know them", async () => {
    const locals = {
      published_outputs: { "network/terraform.tfstate": [], "old-connect/terraform.tfstate": [] },
    };
    const network = form("network", { locals });
    const old = form("old-connect", { resource: { aws_vpn_gateway: { main: {} } } }, "network");
    const states = {
      "network/terraform.tfstate": recorded(network),
      "old-connect/terraform.tfstate": recorded(old),
    };
    expect(await read(states, ["network"])).toEqual([
      { name: "network", json: network, isRecorded: true, dependencies: [] },
      { name: "old-connect", json: old, isRecorded: true, dependencies: ["network"] },
    ]);
    expect(asked).toEqual(Object.keys(states));
  });

  it("assumes a given form of a state without a record, and otherwise asks for the revision", async () => {
    const states = { "network/terraform.tfstate": '{"resources":[{}]}' };
    const earlier = form("network", { resource: { aws_vpc: { main: {} } } });
    expect(await read(states, ["network"], new Map([["network", earlier]]))).toEqual([
      { name: "network", json: earlier, isRecorded: false, dependencies: [] },
    ]);
    const error = await read(states, ["network"]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChangeError);
    expect((error as ChangeError).message).toMatch(/^The state of network .* --from-revision REF$/);
  });
});
