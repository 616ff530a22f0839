import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { ChangeError } from "../../../tools/deploy/change-error.ts";
import type { DeployedStack } from "../../../tools/deploy/stack-change.ts";
import { TransitionProof } from "../../../tools/deploy/transition-proof.ts";
import { type AnalyzedNetwork, analyze } from "../../../tools/reach/analysis/analyzed-network.ts";
import { NetworkAnalysis } from "../../../tools/reach/analysis/network-analysis.ts";
import { transitionProblems } from "../../../tools/reach/analysis/transition.ts";
import { readSynthesizedStacks, type TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";
import { writeSynthesizedStacks } from "../../../tools/synthesized/write-stacks.ts";
import { inventPlatform, serverIn } from "../../support/platform-builder.ts";
import { withSynthesized } from "../../support/synth.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const RULE = "aws_vpc_security_group_ingress_rule";
const NETWORK = "duo-prod-network";

/** Two servers in one zone that call each other. */
function duoIn(zone: string): Platform {
  const main = { zones: [zone], cidr: "10.0.0.0/16", tiers: { private: { access: "private" } } } as const;
  const spec = inventPlatform("duo", {
    networks: { main: { ...main, zones: [...main.zones] } },
    workloads: { app: serverIn("main", 8080), api: serverIn("main", 9090) },
    flows: ["app -> api", "api -> app"],
  });
  return resolve(spec, "prod");
}

const platform = duoIn("us-east-1a");
const both = await stacksOf(platform);
/** Each way is open by one ingress rule; the other rules stay. */
const oneWay = withNetwork(both, (form) => withoutRule(form, "app/from-api-tcp-8080"));
const noWay = withNetwork(oneWay, (form) => withoutRule(form, "api/from-app-tcp-9090"));

const LOST = "lost: duo-prod/app -> duo-prod/api tcp 9090";
const OPENED = "opened: duo-prod/api -> duo-prod/app tcp 8080";

/** The form without a server. */
function withoutServer(json: TerraformJson, name: string): TerraformJson {
  const servers = Object.entries(json.resource?.aws_instance ?? {}).filter(([id]) => !id.startsWith(name));
  return json.resource?.aws_instance === undefined
    ? json
    : { ...json, resource: { ...json.resource, aws_instance: Object.fromEntries(servers) } };
}

const temporaryFolder = folderOfEachTest();

function stacksOf(synthesized: Platform): Promise<DeployedStack[]> {
  return withSynthesized([synthesized], async (folder) =>
    readSynthesizedStacks(folder).map(({ name, dependencies, json }) => ({ name, dependencies, json })),
  );
}

/** Stacks with another form of the network stack. */
function withNetwork(
  stacks: readonly DeployedStack[],
  edit: (form: TerraformJson) => TerraformJson,
): DeployedStack[] {
  return stacks.map((stack) => (stack.name === NETWORK ? { ...stack, json: edit(stack.json) } : stack));
}

/** A form without the ingress rule at a path of constructs. */
function withoutRule(form: TerraformJson, path: string): TerraformJson {
  const rules = Object.entries(form.resource![RULE]!);
  const others = rules.filter(([id]) => !id.startsWith(`firewall_${path.replaceAll("/", "_")}_`));
  expect(others).toHaveLength(rules.length - 1);
  return { ...form, resource: { ...form.resource, [RULE]: Object.fromEntries(others) } } as TerraformJson;
}

function networkForm(stacks: readonly DeployedStack[]): TerraformJson {
  return stacks.find(({ name }) => name === NETWORK)!.json;
}

let folders = 0;

async function analyzed(stacks: readonly DeployedStack[]): Promise<AnalyzedNetwork> {
  folders += 1;
  const folder = join(temporaryFolder.path, String(folders));
  writeSynthesizedStacks(folder, stacks);
  return analyze(await NetworkAnalysis.read(folder, () => [platform]));
}

/** The problems of a network on the way from one to another, as lines. */
async function problems(
  before: readonly DeployedStack[],
  after: readonly DeployedStack[],
  now: readonly DeployedStack[],
): Promise<string[]> {
  const [first, last, between] = await Promise.all([before, after, now].map(analyzed));
  return transitionProblems(first!, last!, between!).map(
    ({ kind, from, to, packets }) => `${kind}: ${from} -> ${to} ${packets.transport().format()}`,
  );
}

describe("transitionProblems", () => {
  it("finds none in a network that is one of both ends", async () => {
    expect(await problems(oneWay, oneWay, oneWay)).toEqual([]);
    expect(await problems(oneWay, both, oneWay)).toEqual([]);
    expect(await problems(oneWay, both, both)).toEqual([]);
    expect(await problems(both, oneWay, both)).toEqual([]);
  });

  it("finds what is lost without one ingress rule that both ends have", async () => {
    expect(await problems(both, oneWay, noWay)).toEqual([LOST]);
  });

  it("finds what one more ingress rule opens that neither end has", async () => {
    expect(await problems(oneWay, oneWay, both)).toEqual([OPENED]);
    expect(await problems(noWay, oneWay, both)).toEqual([OPENED]);
  });

  it("does not judge what opens between an end that leaves and one that comes", async () => {
    const without = (name: string, stacks: readonly DeployedStack[]) =>
      stacks.map((stack) => ({ ...stack, json: withoutServer(stack.json, name) }));
    expect(await problems(without("api", noWay), without("app", noWay), both)).toEqual([]);
    expect(await problems(without("api", noWay), noWay, both)).not.toEqual([]);
  });

  it("does not ask for what only one end has", async () => {
    expect(await problems(both, noWay, noWay)).toEqual([]);
    expect(await problems(noWay, both, noWay)).toEqual([]);
  });

  it("counts all places of an end that is in a zone that another network lacks", async () => {
    const moved = await stacksOf(duoIn("us-east-1b"));
    const movedLost = withNetwork(moved, (form) => withoutRule(form, "api/from-app-tcp-9090"));
    expect(await problems(both, moved, moved)).toEqual([]);
    expect(await problems(both, moved, movedLost)).toEqual([LOST]);
  });
});

describe("TransitionProof", () => {
  /** A proof, and the message with which a form of the network stack fails it. */
  function proofOf(deployed: readonly DeployedStack[], wanted: readonly DeployedStack[]) {
    const proof = new TransitionProof({
      handovers: [],
      platform,
      deployed,
      wanted,
      workFolder: temporaryFolder.path,
    });
    const messageFor = async (stacks: readonly DeployedStack[]) => {
      const error = await proof.prove(NETWORK, networkForm(stacks)).catch((reason: unknown) => reason);
      if (error !== undefined) expect(error).toBeInstanceOf(ChangeError);
      return (error as ChangeError | undefined)?.message;
    };
    return { proof, messageFor };
  }

  it("passes for each form that keeps what both ends have, and counts them", async () => {
    const { proof, messageFor } = proofOf(oneWay, both);
    expect(proof.states).toBe(0);
    expect(await messageFor(oneWay)).toBeUndefined();
    expect(await messageFor(both)).toBeUndefined();
    expect(proof.states).toBe(2);
  });

  it("analyzes no state again in which a stack keeps its form", async () => {
    const { messageFor } = proofOf(oneWay, both);
    for (const form of [oneWay, both, both]) await messageFor(form);
    expect(readdirSync(temporaryFolder.path).sort()).toEqual(["after", "before", "state-2"]);
  });

  it("fails with what is lost, and with what opens, for a while", async () => {
    const { messageFor } = proofOf(oneWay, oneWay);
    expect(await messageFor(noWay)).toBe(
      `After ${NETWORK} was deployed:\n  lost for a while: duo-prod/app -> duo-prod/api tcp 9090`,
    );
    expect(await messageFor(both)).toBe(
      `After ${NETWORK} was deployed:\n  open for a while: duo-prod/api -> duo-prod/app tcp 8080`,
    );
  });

  it("passes while stacks are added, and fails if one opens what it does not open in the end", async () => {
    const only = both.filter(({ name }) => name === NETWORK);
    const { proof } = proofOf(only, both);
    for (const { name, json } of both) await proof.prove(name, json);
    expect(proof.states).toBe(both.length);
    const compute = both.find(({ name }) => name === "duo-prod-compute")!;
    const opening = proofOf(only, oneWay).proof.prove(compute.name, compute.json);
    await expect(opening).rejects.toThrow(/^After duo-prod-compute was deployed:\n {2}open for a while:/);
  });

  it("fails with the error of an end that cannot be analyzed, but not before it is asked", async () => {
    const file = join(temporaryFolder.path, "file");
    writeFileSync(file, "");
    const proof = new TransitionProof({
      handovers: [],
      platform,
      deployed: both,
      wanted: both,
      workFolder: file,
    });
    // An unhandled rejection would fail the test.
    await sleep(10);
    await expect(proof.prove(NETWORK, networkForm(both))).rejects.toThrow(/ENOTDIR/);
  });
});
