import type { PlanFacts } from "../../snapshot/plan-facts.ts";
import { isObjectValue } from "../protocol/codec.ts";
import type { AttributePath, Step } from "../protocol/messages.ts";
import type { Block, NestedBlock } from "../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { sameBlock, sameBlocks, sameValue } from "./same-value.ts";

/** The paths at which a planned resource differs from what is there in a way that needs a new one. */
export function replacedPaths(
  block: Block,
  facts: PlanFacts,
  prior: ObjectValue,
  planned: ObjectValue,
): AttributePath[] {
  return differing(block, facts, prior, planned, "", []).map((steps) => ({ steps }));
}

type Steps = readonly Step[];

function differing(
  block: Block,
  facts: PlanFacts,
  prior: ObjectValue,
  planned: ObjectValue,
  prefix: string,
  steps: Steps,
): Steps[] {
  const attributes = Object.entries(block.attributes)
    .filter(([name, { type }]) => {
      const [one, other] = [prior[name] ?? null, planned[name] ?? null];
      const needsIt =
        facts.replace.has(prefix + name) ||
        (facts.replaceOnSetting.has(prefix + name) && (one === null) !== (other === null));
      return needsIt && !sameValue(type, one, other);
    })
    .map(([attributeName]) => [...steps, { attributeName }]);
  const blocks = Object.entries(block.blocks).flatMap(([attributeName, nested]) => {
    const [one, other] = [prior[attributeName] ?? null, planned[attributeName] ?? null];
    if (sameBlocks(nested, one, other)) return [];
    return differingNested(nested, facts, one, other, prefix + attributeName, [...steps, { attributeName }]);
  });
  return [...attributes, ...blocks];
}

function differingNested(
  nested: NestedBlock,
  facts: PlanFacts,
  prior: Value,
  planned: Value,
  path: string,
  steps: Steps,
): Steps[] {
  if (planned === UNKNOWN) return facts.replace.has(path) ? [steps] : [];
  const [before, after] = [keyed(nested, prior), keyed(nested, planned)];
  if (nested.nesting === "set") {
    return facts.replace.has(path) || memberNeedsIt(nested, facts, before, after, path) ? [steps] : [];
  }
  const own = facts.replace.has(path) && before.size !== after.size ? [steps] : [];
  const inner = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const step = stepTo(nested, key);
    return differing(nested.block, facts, before.get(key) ?? {}, after.get(key) ?? {}, `${path}.`, [
      ...steps,
      ...step,
    ]);
  });
  return [...own, ...inner];
}

/** A member of a set that differs is one that goes and one that comes: all in it changes. */
function memberNeedsIt(
  nested: NestedBlock,
  facts: PlanFacts,
  before: ReadonlyMap<string, ObjectValue>,
  after: ReadonlyMap<string, ObjectValue>,
  path: string,
): boolean {
  const without = (members: ReadonlyMap<string, ObjectValue>, others: ReadonlyMap<string, ObjectValue>) =>
    [...members.values()].filter(
      (one) => ![...others.values()].some((other) => sameBlock(nested.block, one, other)),
    );
  return [...without(before, after), ...without(after, before)].some(
    (member) => differing(nested.block, facts, {}, member, `${path}.`, []).length > 0,
  );
}

function keyed(nested: NestedBlock, value: Value): ReadonlyMap<string, ObjectValue> {
  const entries: (readonly [string, Value])[] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : nested.nesting === "map" && isObjectValue(value)
      ? Object.entries(value)
      : [["", value]];
  return new Map(entries.flatMap(([key, item]) => (isObjectValue(item) ? [[key, item] as const] : [])));
}

function stepTo({ nesting }: NestedBlock, key: string): Steps {
  if (nesting === "list") return [{ elementKeyInt: Number(key) }];
  return nesting === "map" ? [{ elementKeyString: key }] : [];
}
