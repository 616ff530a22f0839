import {
  DataTerraformRemoteStateS3,
  propertyAccess,
  TerraformOutput,
  type TerraformStack,
  Token,
} from "cdktf";
import type { PlatformStack } from "./platform-stack.ts";

/**
 * What a stack publishes to others: the name and form of each output. A map names its keys, since a
 * consumer cannot ask a state that does not exist yet.
 */
export type Shape = Readonly<
  Record<
    string,
    "text" | "list" | { readonly textBy: readonly string[] } | { readonly listBy: readonly string[] }
  >
>;

/** The values behind a shape: real ones where they are made, remote-state tokens where they are read. */
export type Published<S extends Shape> = {
  readonly [K in keyof S]: NonNullable<S[K]> extends "text"
    ? string
    : NonNullable<S[K]> extends "list"
      ? readonly string[]
      : NonNullable<S[K]> extends { readonly textBy: readonly string[] }
        ? Readonly<Record<string, string>>
        : Readonly<Record<string, readonly string[]>>;
};

/**
 * Publishes a stack's outputs under names of our own choice, so that renaming a construct breaks no other
 * stack. Names are snake_case, as Terraform's outputs are.
 */
export function publish<S extends Shape>(stack: TerraformStack, shape: S, values: Published<S>): void {
  for (const name of Object.keys(shape)) {
    const value: unknown = values[name];
    new TerraformOutput(stack, snakeCase(name), { staticId: true, value });
  }
}

/**
 * What `producer` publishes, as `consumer` reads it: through the producer's remote state. A stack that its region
 * does without publishes nothing: every map of its shape is empty.
 *
 * @throws RangeError when the producer is missing and more than empty maps is wanted of it.
 */
export function read<S extends Shape>(
  consumer: PlatformStack,
  producer: PlatformStack | undefined,
  shape: S,
): Published<S> {
  if (producer === undefined) return nothingOf(shape);
  consumer.addDependency(producer);
  const id = producer.region === consumer.region ? producer.kind : `${producer.kind}-${producer.region}`;
  const state = new DataTerraformRemoteStateS3(consumer, id, producer.stateSettings());
  const entries = Object.entries(shape).map(([name, form]) => {
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
  return Object.fromEntries(entries) as Published<S>;
}

function nothingOf<S extends Shape>(shape: S): Published<S> {
  const entries = Object.entries(shape).map(([name, form]) => {
    const keys = typeof form === "string" ? [name] : "textBy" in form ? form.textBy : form.listBy;
    if (keys.length > 0) throw new RangeError(`no stack publishes ${name} (${keys.join(", ")})`);
    return [name, {}];
  });
  return Object.fromEntries(entries) as Published<S>;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
