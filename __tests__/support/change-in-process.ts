import type { Platform } from "../../language/platform.ts";
import { outputsReadBy, outputValue, stateKeyOf } from "../../modules/state/outputs-read.ts";
import { objectKey } from "../../tools/deploy/forms/object-keys.ts";
import { addressesIn, dataByAddress, resourcesByAddress } from "../../tools/deploy/forms/resource-address.ts";
import { comparableKey } from "../../tools/deploy/in-place/comparable-key.ts";
import { formsByStateKey } from "../../tools/deploy/in-place/comparable-values.ts";
import { obstaclesOf, planChange } from "../../tools/deploy/plan-change.ts";
import type { Handover } from "../../tools/deploy/plan-handover.ts";
import { runInOrder } from "../../tools/deploy/run-in-order.ts";
import type { DeployedStack, StackChange } from "../../tools/deploy/stack-change.ts";
import { TransitionProof } from "../../tools/deploy/transition-proof.ts";
import { downOrder, upOrder } from "../../tools/deploy/up-order.ts";
import { readSynthesizedStacks, type TerraformJson } from "../../tools/synthesized/synthesized-stacks.ts";
import type { RandomChangeResult } from "./random-change.ts";
import { withSynthesized } from "./synth.ts";
import { inTestFolder } from "./test-folder.ts";

/**
 * Changes a deployed platform to another form without Terraform: both passes in their order, with
 * everything checked after each step that Terraform and AWS would check, and that a user needs.
 *
 * @returns every violation, why it was refused, and what each step creates and deletes
 */
export async function changeInProcess(
  before: Platform,
  after: Platform,
): Promise<RandomChangeResult & { readonly steps: readonly ProcessStep[] }> {
  const deployed = await stacksOf(before);
  const wanted = await stacksOf(after);
  const retired = planChange(deployed, wanted).problems.map(({ name }) => name);
  const planned = planChange(deployed, wanted, Object.fromEntries(retired.map((name) => [name, "delete"])));
  const refused = obstaclesOf(planned);
  if (refused.length > 0) return { problems: [], refused, steps: [] };
  const { stacks, handovers } = planned;
  return inTestFolder(async (folder) => {
    const proof = new TransitionProof({ platform: after, deployed, wanted, handovers, workFolder: folder });
    const states = new SteppedStates(deployed, handovers, proof);
    await runInOrder(upOrder(stacks), async ({ stack }) => states.apply(stack, stack.up, "up"), {
      atOnce: 1,
    });
    await runInOrder(upOrder(stacks), async ({ stack }) => states.apply(stack, stack.turned, "turn"), {
      atOnce: 1,
    });
    await runInOrder(downOrder(stacks), async ({ stack }) => states.apply(stack, stack.down, "down"), {
      atOnce: 1,
    });
    return { problems: states.problems, refused: [], steps: states.steps };
  });
}

/** One form that a stack took. */
export interface ProcessStep {
  readonly pass: "up" | "turn" | "down";
  readonly stack: string;
  readonly create: readonly string[];
  readonly delete: readonly string[];
}

function stacksOf(platform: Platform): Promise<DeployedStack[]> {
  return withSynthesized([platform], async (folder) =>
    readSynthesizedStacks(folder).map(({ name, dependencies, json }) => ({ name, dependencies, json })),
  );
}

/** The forms that stacks have at one time, and what is wrong with them. */
class SteppedStates {
  readonly problems: string[] = [];
  readonly steps: ProcessStep[] = [];
  readonly #current: Map<string, TerraformJson>;
  readonly #proof: TransitionProof;
  readonly #handovers: readonly Handover[];

  constructor(deployed: readonly DeployedStack[], handovers: readonly Handover[], proof: TransitionProof) {
    this.#current = new Map(deployed.map(({ name, json }) => [name, json]));
    this.#proof = proof;
    this.#handovers = handovers;
  }

  async apply(
    change: StackChange,
    json: TerraformJson | undefined,
    pass: ProcessStep["pass"],
  ): Promise<void> {
    if (json === undefined) return;
    const { name } = change;
    const before = this.#current.get(name) ?? {};
    // What goes aside does so in the first pass.
    const asides = pass === "up" ? change.asides : NO_ASIDES;
    const there = movedAddresses(before, json, asides);
    const gone = deletedBetween(there, json, change);
    if (pass !== "down") this.#report(name, `deletes in the ${pass} pass`, gone);
    this.steps.push({ pass, stack: name, create: createdBetween(there, json), delete: gone });
    this.#report(name, "refers to what is not there", danglingReferences(json));
    this.#report(name, "has two resources for one object", doubleObjects(json));
    for (const [dependent, form] of this.#current) {
      if (dependent !== name)
        this.#report(name, `deletes what ${dependent} uses`, usedBy(form, before, gone));
    }
    this.#current.set(name, json);
    this.#report(name, "reads outputs that are not there", this.#missingOutputs(json));
    this.#report(name, "has what another stack has", this.#sharedObjects());
    await this.#proof.prove(name, json).catch((error: Error) => this.problems.push(error.message));
  }

  #missingOutputs(json: TerraformJson): string[] {
    const byStateKey = new Map([...this.#current.values()].map((form) => [stateKeyOf(form), form]));
    const { output: _output, ...rest } = json;
    return outputsReadBy(json, rest)
      .filter((read) => outputValue(byStateKey.get(read.stateKey) ?? {}, read) === undefined)
      .map(({ stateKey, output, key }) => `${stateKey} ${output}[${key ?? ""}]`);
  }

  /** Objects that two stacks have at a time, but for those that are handed over. */
  #sharedObjects(): string[] {
    const stacks = [...this.#current].map(([name, json]) => ({ name, json }));
    const forms = formsByStateKey(stacks);
    const given = new Set(this.#handovers.map(({ from }) => `${from.stack} ${from.address}`));
    const seen = new Map<string, string>();
    return stacks.flatMap((stack) =>
      [...resourcesByAddress(stack.json)].flatMap(([address, body]) => {
        const place = `${stack.name} ${address}`;
        const key = given.has(place) ? undefined : comparableKey(address, body, stack, forms);
        const other = key === undefined ? undefined : seen.get(key);
        if (key !== undefined) seen.set(key, place);
        return other === undefined ? [] : [`${other} and ${place}`];
      }),
    );
  }

  #report(stack: string, what: string, found: readonly string[]): void {
    if (found.length > 0) this.problems.push(`${stack} ${what}: ${found.join(", ")}`);
  }
}

const NO_ASIDES: StackChange["asides"] = new Map();

/** The addresses of a form's resources, as they are once another form has moved them. */
function movedAddresses(
  before: TerraformJson,
  after: TerraformJson,
  asides: StackChange["asides"],
): ReadonlySet<string> {
  const moves = new Map([...(after.moved ?? []).map(({ from, to }) => [from, to] as const), ...asides]);
  return new Set([...resourcesByAddress(before).keys()].map((address) => moves.get(address) ?? address));
}

/** The resources that another form deletes; one that is moved or forgotten is not deleted. */
function deletedBetween(
  before: ReadonlySet<string>,
  after: TerraformJson,
  { forgotten }: StackChange,
): string[] {
  const there = resourcesByAddress(after);
  return [...before].filter((address) => !there.has(address) && !forgotten.includes(address));
}

/** The resources that a form adds; one that is imported is not created. */
function createdBetween(before: ReadonlySet<string>, after: TerraformJson): string[] {
  const imported = new Set((after.import ?? []).map(({ to }) => to));
  return [...resourcesByAddress(after).keys()].filter(
    (address) => !before.has(address) && !imported.has(address),
  );
}

function danglingReferences(json: TerraformJson): string[] {
  const known = new Set([...resourcesByAddress(json).keys(), ...dataByAddress(json).keys()]);
  const { moved: _moved, removed: _removed, "//": _metadata, ...rest } = json;
  return [...addressesIn(rest)].filter(
    (address) => /^(data\.)?(aws|terraform)_/.test(address) && !known.has(address),
  );
}

function doubleObjects(json: TerraformJson): string[] {
  const seen = new Map<string, string>();
  return [...resourcesByAddress(json)].flatMap(([address, body]) => {
    const key = objectKey(address, body);
    const other = key === undefined ? undefined : seen.get(key);
    if (key !== undefined) seen.set(key, address);
    return other === undefined ? [] : [`${other} and ${address}`];
  });
}

/** The deleted resources of a stack that another stack's form still uses. */
function usedBy(form: TerraformJson, producer: TerraformJson, deleted: readonly string[]): string[] {
  const { output: _output, ...rest } = form;
  const used = outputsReadBy(form, rest)
    .filter(({ stateKey }) => stateKey === stateKeyOf(producer))
    .flatMap((read) => [...addressesIn(outputValue(producer, read))]);
  return deleted.filter((address) => used.includes(address));
}
