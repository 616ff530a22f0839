import { isDeepStrictEqual } from "node:util";
import { type OutputRead, outputsReadBy, stateKeyOf } from "../../modules/state/outputs-read.ts";
import { isJsonObject, type Json } from "../reach/terraform/configuration/json.ts";
import { toObject } from "../reach/terraform/plan/plan-module.ts";
import { hasMark } from "../review/plan/json-values.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";

/** An output of another stack that a plan waits for. */
export interface AwaitedOutput {
  /** The stack that publishes it. */
  readonly stack: string;
  /**
   * The output's name, with the key of a map after a space: `subnet_ids main/private/us-east-1c`.
   * @default the state itself, before the stack's first deployment
   */
  readonly output?: string;
}

/** The plan of a stack whose outputs others read. */
export interface ProducerPlan {
  /** The stack's name. */
  readonly stack: string;
  /** The key of its state, by which others read it. */
  readonly stateKey: string | undefined;
  /** The plan; undefined if it is not exact, so that every output may change. */
  readonly document: PlanDocument | undefined;
}

/** An output whose name is known. */
type NamedOutput = Required<AwaitedOutput>;

/** Returns a stack as one whose outputs others read. */
export function producerPlan(
  stack: string,
  json: TerraformJson,
  document: PlanDocument | undefined,
): ProducerPlan {
  return { stack, stateKey: stateKeyOf(json), document };
}

/**
 * The outputs that a stack reads and that other plans change, in the order of their names: its own
 * plan is exact only once they are deployed.
 *
 * @param json the form of the stack that reads
 */
export function awaitedOutputs(
  json: TerraformJson,
  producers: readonly ProducerPlan[],
): readonly NamedOutput[] {
  const byKey = new Map(producers.map((producer) => [producer.stateKey, producer]));
  const awaited = outputsReadBy(json, json).flatMap((read) => {
    const producer = byKey.get(read.stateKey);
    if (producer === undefined || !changesOutput(producer.document, read)) return [];
    return [{ stack: producer.stack, output: nameOf(read) }];
  });
  const unique = new Map(awaited.map((one) => [`${one.stack} ${one.output}`, one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** True if a plan changes an output, or that key of it. */
function changesOutput(document: PlanDocument | undefined, { output, key }: OutputRead): boolean {
  if (document === undefined) return true;
  const change = toObject(toObject(document.json.output_changes)[output]);
  const { actions, before, after, after_unknown: unknown } = change;
  if (actions === undefined || isDeepStrictEqual(actions, ["no-op"])) return false;
  if (key === undefined || unknown === true) return true;
  return hasMark(child(unknown, key)) || !isDeepStrictEqual(child(before, key), child(after, key));
}

function child(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function nameOf({ output, key }: OutputRead): string {
  return key === undefined ? output : `${output} ${key}`;
}
