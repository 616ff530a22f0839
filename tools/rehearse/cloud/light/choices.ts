import { isObjectValue } from "../protocol/codec.ts";
import { type Diagnostic, SEVERITY, type Step } from "../protocol/messages.ts";
import type { Block, NestedBlock } from "../schema.ts";
import type { ObjectValue, Value } from "../value.ts";

/**
 * Values that are none of those allowed at their path, in the provider's words. Unknown attributes, missing
 * ones and wrong types Terraform itself finds by the schema.
 *
 * @param allowed the texts allowed, by path: `type`, `rule.action.type`
 */
export function refusedChoices(
  block: Block,
  config: ObjectValue,
  allowed: Readonly<Record<string, readonly string[]>>,
): Diagnostic[] {
  if (Object.keys(allowed).length === 0) return [];
  return inBlock(block, config, allowed, "", []);
}

type Allowed = Readonly<Record<string, readonly string[]>>;

function inBlock(
  block: Block,
  config: ObjectValue,
  allowed: Allowed,
  prefix: string,
  steps: readonly Step[],
): Diagnostic[] {
  const attributes = Object.keys(block.attributes).flatMap((attributeName) => {
    const choices = allowed[prefix + attributeName];
    const value = config[attributeName] ?? null;
    return choices === undefined ? [] : refused(choices, value, [...steps, { attributeName }]);
  });
  const blocks = Object.entries(block.blocks).flatMap(([attributeName, nested]) =>
    elements(nested, config[attributeName] ?? null).flatMap(({ element, step }) => {
      const path = [...steps, { attributeName }, ...step];
      return inBlock(nested.block, element, allowed, `${prefix}${attributeName}.`, path);
    }),
  );
  return [...attributes, ...blocks];
}

/** Some of these lists are compared without regard to case; the others lose a typing mistake in case only. */
function refused(choices: readonly string[], value: Value, steps: readonly Step[]): Diagnostic[] {
  const texts = Array.isArray(value) ? value : [value];
  const wrong = texts.filter((text): text is string => typeof text === "string" && !isChoice(choices, text));
  const name = steps.at(-1)?.attributeName ?? "";
  return wrong.map((text) => ({
    severity: SEVERITY.error,
    summary: `expected ${name} to be one of [${choices.map((choice) => `"${choice}"`).join(" ")}], got ${text}`,
    detail: "",
    attribute: { steps },
  }));
}

function isChoice(choices: readonly string[], text: string): boolean {
  return text === "" || choices.some((choice) => choice.toLowerCase() === text.toLowerCase());
}

/** A set's elements have no step of their own. */
function elements(
  { nesting }: NestedBlock,
  value: Value,
): { readonly element: ObjectValue; readonly step: readonly Step[] }[] {
  if (Array.isArray(value)) {
    return value.flatMap((element, elementKeyInt) =>
      isObjectValue(element) ? [{ element, step: nesting === "list" ? [{ elementKeyInt }] : [] }] : [],
    );
  }
  if (!isObjectValue(value)) return [];
  if (nesting !== "map") return [{ element: value, step: [] }];
  return Object.entries(value).flatMap(([elementKeyString, element]) =>
    isObjectValue(element) ? [{ element, step: [{ elementKeyString }] }] : [],
  );
}
