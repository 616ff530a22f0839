import { type Json, type JsonObject, toList } from "../configuration/json.ts";
import { SyntaxProblem } from "../expression/lexer.ts";
import { parseExpression } from "../expression/template.ts";
import { Unknown } from "../value.ts";
import type { PlanModule } from "./plan-module.ts";

/** What references are looked up in. */
export interface PlanContext {
  readonly stack: string;
  readonly variables: JsonObject;
  /** The copies of a resource by its address without a key: addresses with their keys. */
  readonly instances: ReadonlyMap<string, readonly string[]>;
  /** Attributes that are known already, by the resource's address. */
  readonly known: ReadonlyMap<string, JsonObject>;
}

/** Where an unknown attribute stands. */
export interface AttributeLocation {
  readonly module: PlanModule;
  /** The attribute's name. */
  readonly attribute: string;
  /** The resource's own address, and without its key: copies are paired by key. */
  readonly address: string;
  readonly base: string;
}

/** A name in a reference, read: `aws_subnet.a["x"].id`. */
export interface ParsedReference {
  readonly root: string;
  readonly steps: readonly (string | number)[];
}

/** The type in an address, or in a reference to an attribute. */
export function typeInAddress(address: string): string {
  return /(?:^|[/.])(aws_\w+)\.[\w-]+(?:\[[^\]]*\])?(?:\.\w+)*$/.exec(address)?.[1] ?? "";
}

/** Why an attribute is not known whose expression refers to several things, or to none. */
export function ambiguousReference(references: readonly string[]): Unknown {
  const names = mostSpecificReferences(references).join(", ");
  return new Unknown(`the plan does not say what it makes of ${names === "" ? "its expression" : names}`);
}

/** References that no other goes on from: `a.b.id` stands for `a.b` too. */
export function mostSpecificReferences(references: readonly string[]): string[] {
  const unique = [...new Set(references)];
  return unique.filter(
    (text) => !unique.some((other) => other.startsWith(`${text}.`) || other.startsWith(`${text}[`)),
  );
}

/** What tells the copies of a resource apart, and refers to nothing. */
export function isInstanceKey(text: string): boolean {
  return text === "count.index" || text === "each.key";
}

/** What no resource is called by. */
const NO_NAME: ParsedReference = { root: "self", steps: [] };

/** Reads a reference; one that cannot be read names nothing. */
export function parseReference(text: string): ParsedReference {
  try {
    const parsed = parseExpression(text);
    if (parsed.kind !== "traversal") return NO_NAME;
    return { root: parsed.root, steps: parsed.steps.filter((step) => typeof step !== "object") };
  } catch (error) {
    if (error instanceof SyntaxProblem) return NO_NAME;
    throw error;
  }
}

/** The references of an expression, as texts. */
export function referenceTexts(json: Json | undefined): string[] {
  return toList(json).filter((text) => typeof text === "string");
}
