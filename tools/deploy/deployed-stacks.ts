import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { compact } from "../../language/compact.ts";
import { DEPLOYED_CONFIGURATION_OUTPUT, PUBLISHED_OUTPUTS_LOCAL } from "../../modules/names.ts";
import { STATE_KEY_END, stateKey } from "../../modules/state/backend.ts";
import { stateKeyOf } from "../../modules/state/outputs-read.ts";
import type { SynthesizedStack, TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { writeStackFile } from "../synthesized/write-stacks.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { ChangeError } from "./change-error.ts";
import { runInOrder } from "./run-in-order.ts";
import type { DeployedStack } from "./stack-change.ts";

/** Terraform's state file, as far as it is read here. */
interface StateJson {
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly resources?: readonly unknown[];
}

/** Options of {@link readDeployedStacks}. */
export interface DeployedStacksOptions {
  /** The forms of stacks whose states have no record. @default none */
  readonly earlier?: ReadonlyMap<string, TerraformJson>;
  /** Called with the state of each deployed stack, in Terraform's format. */
  readonly onState?: (stack: string, state: string) => void;
}

/**
 * Reads what is deployed from the states themselves: each holds the file that it was deployed from.
 * Besides the wanted stacks, it reads those that the platform had when it was deployed last.
 *
 * @param workFolder a private folder; each stack gets `stacks/<name>` in it, initialized
 * @throws ChangeError for another state without the record, which an earlier version deployed
 */
export async function readDeployedStacks(
  terraform: Terraform,
  wanted: readonly SynthesizedStack[],
  workFolder: string,
  { earlier = new Map(), onState }: DeployedStacksOptions = {},
): Promise<readonly DeployedStack[]> {
  const forms = new Map<string, DeployedForm>();
  const read = async (names: ReadonlyMap<string, TerraformJson>) => {
    const steps = [...names].map(([name, json]) => ({ name, json, after: [] }));
    await runInOrder(steps, async ({ name, json }) => {
      const folder = join(workFolder, "stacks", name);
      const deployed = await readDeployed(terraform, { name, json, folder, earlier: earlier.get(name) });
      if (deployed === undefined) return;
      forms.set(name, deployed.form);
      onState?.(name, deployed.state);
    });
  };
  await read(new Map([...earlier, ...wanted.map(({ name, json }) => [name, json] as const)]));
  await read(earlierStacks(forms, wanted));
  return withDependencies(forms);
}

type DeployedForm = Required<Pick<DeployedStack, "json" | "isRecorded">>;

interface StateToRead {
  readonly name: string;
  /** A form with the state's backend. */
  readonly json: TerraformJson;
  readonly folder: string;
  /** The form that is assumed of a state without a record. */
  readonly earlier: TerraformJson | undefined;
}

async function readDeployed(
  terraform: Terraform,
  { name, json, folder, earlier }: StateToRead,
): Promise<{ readonly form: DeployedForm; readonly state: string } | undefined> {
  mkdirSync(folder, { recursive: true });
  writeStackFile(folder, json);
  if (!existsSync(join(folder, ".terraform"))) await terraform.init(folder);
  const state = await terraform.statePull(folder);
  const { outputs, resources = [] } = JSON.parse(state || "{}") as StateJson;
  const record = outputs?.[DEPLOYED_CONFIGURATION_OUTPUT]?.value;
  if (typeof record === "string") {
    return { form: { json: JSON.parse(decompressed(record)) as TerraformJson, isRecorded: true }, state };
  }
  if (resources.length === 0) return undefined;
  if (earlier !== undefined) return { form: { json: earlier, isRecorded: false }, state };
  throw new ChangeError(
    `The state of ${name} does not say what was deployed: an earlier version deployed it. Name the Git revision: --from-revision REF`,
  );
}

/** Reverses Terraform's `base64gzip`. */
function decompressed(record: string): string {
  return gunzipSync(Buffer.from(record, "base64")).toString("utf8");
}

/** The stacks that a deployed form knew and that are not wanted any more, with their backends. */
function earlierStacks(
  forms: ReadonlyMap<string, DeployedForm>,
  wanted: readonly SynthesizedStack[],
): ReadonlyMap<string, TerraformJson> {
  const names = new Set(wanted.map(({ name }) => name));
  return new Map(
    [...forms.values()].flatMap(({ json }) =>
      knownStacks(json)
        .filter((name) => !names.has(name))
        .map((name) => [name, onlyState(json, name)] as const),
    ),
  );
}

/** The names in the list of published outputs: see `stacks/change-guard.ts`. */
function knownStacks({ locals = {} }: TerraformJson): string[] {
  const published = Object.keys((locals[PUBLISHED_OUTPUTS_LOCAL] as object | undefined) ?? {});
  return [...new Set(published.map((one) => one.split(STATE_KEY_END)[0] ?? ""))];
}

function onlyState({ terraform, provider }: TerraformJson, name: string): TerraformJson {
  const s3 = { ...terraform?.backend?.s3, key: stateKey(name) };
  return {
    terraform: { ...terraform, backend: { s3 } },
    ...compact({ provider }),
  };
}

/** Adds the stacks that each stack reads, by the states that it reads. */
function withDependencies(forms: ReadonlyMap<string, DeployedForm>): DeployedStack[] {
  const byStateKey = new Map([...forms].map(([name, { json }]) => [stateKeyOf(json), name]));
  return [...forms].map(([name, { json, isRecorded }]) => {
    const states = Object.values(json.data?.terraform_remote_state ?? {}) as {
      readonly config?: { readonly key?: string };
    }[];
    const dependencies = states.flatMap(({ config }) => byStateKey.get(config?.key) ?? []);
    return { name, json, isRecorded, dependencies: dependencies.filter((other) => other !== name) };
  });
}
