import { ModelContext } from "../../../../tools/reach/network/model-context.ts";
import { declarationsOf } from "../../../../tools/reach/terraform/configuration/declarations.ts";
import type { Json, JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { readStacks } from "../../../../tools/reach/terraform/configuration/read-stacks.ts";
import type { Inventory } from "../../../../tools/reach/terraform/inventory.ts";
import { joinInventory as joined } from "../../../../tools/reach/terraform/join-inventory.ts";

/** An attribute's value in Terraform JSON. */
export type Written = Json;
/** Attributes by name. */
export type WrittenMap = JsonObject;
/** Terraform JSON of one stack: resources by type and name; data sources under `data`. */
export type StackJson = Readonly<Record<string, WrittenMap>>;

/** An expression that the reader does not evaluate. */
export const NOT_EVALUATED = '${filemd5("x")}';
/** The reason that the reader gives for {@link NOT_EVALUATED}. */
export const NOT_EVALUATED_WHY = "the function filemd5 is not supported";

/** A reference to another stack in a test: `"${other/aws_vpc.main.id}"`. */
const OTHER_STACK = /\$\{([\w-]+)\/((?:data\.)?\w+\.[^}]+)\}/g;
const REGION = "us-east-1";

/**
 * Reads the stacks of a test, in us-east-1. A reference to another stack becomes an output there
 * and a remote state here, as in Terraform.
 */
export function inventoryOf(stacks: Readonly<Record<string, StackJson>>): Inventory {
  const outputs = outputsOf(stacks);
  const configured = Object.entries(stacks).map(([stack, json]) => ({
    stack,
    folder: {
      path: `/${stack}`,
      declarations: declarationsOf([
        { path: `${stack}/main.tf.json`, json: fileOf(stack, json, outputs[stack] ?? {}), isOverride: false },
      ]),
      variables: new Map(),
      modules: new Map(),
      unparsedFiles: [],
    },
  }));
  return joined(readStacks(configured));
}

/** Returns the context of the stacks of a test. */
export function contextOf(stacks: Readonly<Record<string, StackJson>>): ModelContext {
  return new ModelContext(inventoryOf(stacks));
}

/** Adds a resource with an unknown count to a stack: `aws_eip.more` or `data.aws_instance.more`. */
export function withUncounted(json: StackJson, address: string): StackJson {
  const [name, type, mode] = address.split(".").reverse() as [string, string, string?];
  const body = { [name]: { count: NOT_EVALUATED } };
  if (mode === undefined) return { ...json, [type]: { ...json[type], ...body } };
  return { ...json, data: { ...json.data, [type]: { ...(json.data?.[type] as WrittenMap), ...body } } };
}

/** The reason that the reader gives for what {@link withUncounted} adds. */
export const UNCOUNTED_WHY = `its count is unknown: ${NOT_EVALUATED_WHY}`;

/** The outputs of each stack: the attributes that other stacks reference. */
function outputsOf(stacks: Readonly<Record<string, StackJson>>): Record<string, Record<string, JsonObject>> {
  const outputs: Record<string, Record<string, JsonObject>> = {};
  for (const [, stack, path] of JSON.stringify(stacks).matchAll(OTHER_STACK)) {
    outputs[stack!] = { ...outputs[stack!], [outputName(path!)]: { value: `\${${path}}` } };
  }
  return outputs;
}

function outputName(path: string): string {
  return path.replace(/\W/g, "_");
}

/** The Terraform JSON file of a stack. */
function fileOf(stack: string, json: StackJson, output: JsonObject): JsonObject {
  const others = new Set<string>();
  const text = JSON.stringify(json).replace(OTHER_STACK, (_, other: string, path: string) => {
    others.add(other);
    return `\${data.terraform_remote_state.${other}.outputs.${outputName(path)}}`;
  });
  const { data, ...resource } = JSON.parse(text) as StackJson;
  const states = [...others].map((other) => [other, { backend: "s3", config: stateOf(other) }]);
  return {
    terraform: { backend: { s3: stateOf(stack) } },
    provider: { aws: [{ region: REGION }] },
    resource,
    data: { ...data, ...(states.length > 0 && { terraform_remote_state: Object.fromEntries(states) }) },
    output,
  };
}

function stateOf(stack: string): JsonObject {
  return { bucket: "states", key: `${stack}.tfstate`, region: REGION };
}
