import {
  DataTerraformRemoteStateS3,
  propertyAccess,
  TerraformOutput,
  type TerraformStack,
  Token,
} from "cdktf";
import type { PlatformStack } from "./platform-stack.ts";

/**
 * The name and type of each output that a stack publishes. A map lists its keys, because a consumer
 * cannot query a state that does not exist yet.
 */
export type OutputSchema = Readonly<
  Record<
    string,
    "text" | "list" | { readonly textBy: readonly string[] } | { readonly listBy: readonly string[] }
  >
>;

/** The values of an output schema: real ones in the producer, remote-state tokens in a consumer. */
export type StackOutputs<S extends OutputSchema> = {
  readonly [K in keyof S]: NonNullable<S[K]> extends "text"
    ? string
    : NonNullable<S[K]> extends "list"
      ? readonly string[]
      : NonNullable<S[K]> extends { readonly textBy: readonly string[] }
        ? Readonly<Record<string, string>>
        : Readonly<Record<string, readonly string[]>>;
};

/**
 * Publishes a stack's outputs under fixed snake_case names, so that renaming a construct does not
 * break other stacks.
 */
export function publishStackOutputs<S extends OutputSchema>(
  stack: TerraformStack,
  schema: S,
  values: StackOutputs<S>,
): void {
  for (const name of Object.keys(schema)) {
    const value: unknown = values[name];
    new TerraformOutput(stack, snakeCase(name), { staticId: true, value });
  }
}

/**
 * Reads the producer's outputs in `consumer` through remote state. If the region has no such
 * producer, every map of the schema is empty.
 *
 * @throws RangeError if the producer is missing and the schema has outputs other than maps.
 */
export function readStackOutputs<S extends OutputSchema>(
  consumer: PlatformStack,
  producer: PlatformStack | undefined,
  schema: S,
): StackOutputs<S> {
  if (producer === undefined) return emptyOutputs(schema);
  consumer.addDependency(producer);
  const id = producer.region === consumer.region ? producer.kind : `${producer.kind}-${producer.region}`;
  const state = new DataTerraformRemoteStateS3(consumer, id, producer.stateSettings());
  const entries = Object.entries(schema).map(([name, form]) => {
    const output = state.get(snakeCase(name));
    if (form === "text") return [name, Token.asString(output)];
    if (form === "list") return [name, Token.asList(output)];
    if ("textBy" in form) {
      return [
        name,
        Object.fromEntries(form.textBy.map((key) => [key, Token.asString(propertyAccess(output, [key]))])),
      ];
    }
    return [
      name,
      Object.fromEntries(form.listBy.map((key) => [key, Token.asList(propertyAccess(output, [key]))])),
    ];
  });
  return Object.fromEntries(entries) as StackOutputs<S>;
}

function emptyOutputs<S extends OutputSchema>(schema: S): StackOutputs<S> {
  const entries = Object.entries(schema).map(([name, form]) => {
    const keys = typeof form === "string" ? [name] : "textBy" in form ? form.textBy : form.listBy;
    if (keys.length > 0) throw new RangeError(`no stack publishes ${name} (${keys.join(", ")})`);
    return [name, {}];
  });
  return Object.fromEntries(entries) as StackOutputs<S>;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
