import { type Json, type JsonObject, toList } from "../configuration/json.ts";
import { SyntaxProblem } from "../expression/lexer.ts";
import { parseExpression } from "../expression/template.ts";
import { Unknown } from "../value.ts";
import type { PlanModule } from "./plan-module.ts";

/** The plan's data for resolving references. */
export interface PlanContext {
  /** The name of the plan's stack. */
  readonly stack: string;
  /** The values of the root module's variables, by name. */
  readonly variables: JsonObject;
  /** Instances by the resource's address without a key: addresses with their keys. */
  readonly instances: ReadonlyMap<string, readonly string[]>;
  /** Known attributes, by the resource's address. */
  readonly known: ReadonlyMap<string, JsonObject>;
}

/** The location of an unknown attribute. */
export interface AttributeLocation {
  /** The module that declares the resource. */
  readonly module: PlanModule;
  /** The attribute's name. */
  readonly attribute: string;
  /** The resource's address, with and without its key: instances are paired by key. */
  readonly address: string;
  /** The resource's address without its instance key. */
  readonly base: string;
}

/** A parsed reference: `aws_subnet.a["x"].id`. */
export interface ParsedReference {
  /** The first name: `aws_subnet`, `var`. */
  readonly root: string;
  /** The access steps: names, instance keys and indexes. */
  readonly steps: readonly (string | number)[];
}

/** Returns the type in an address, or in a reference to an attribute. */
export function typeInAddress(address: string): string {
  return /(?:^|[/.])(aws_\w+)\.[\w-]+(?:\[[^\]]*\])?(?:\.\w+)*$/.exec(address)?.[1] ?? "";
}

/** Returns the reason for an unknown attribute whose expression has several references, or none. */
export function ambiguousReference(references: readonly string[]): Unknown {
  const names = mostSpecificReferences(references).join(", ");
  return new Unknown(`the plan does not show how it uses ${names === "" ? "its expression" : names}`);
}

/** Returns the references that no other one extends: `a.b.id` replaces `a.b`. */
export function mostSpecificReferences(references: readonly string[]): string[] {
  const unique = [...new Set(references)];
  return unique.filter(
    (text) => !unique.some((other) => other.startsWith(`${text}.`) || other.startsWith(`${text}[`)),
  );
}

/** True for expressions that distinguish instances and reference nothing. */
export function isInstanceKey(text: string): boolean {
  return text === "count.index" || text === "each.key";
}

/** A reference that matches no resource. */
const NO_NAME: ParsedReference = { root: "self", steps: [] };

/** Parses a reference; an invalid one matches nothing. */
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

/** Returns the references of an expression, as strings. */
export function referenceTexts(json: Json | undefined): string[] {
  return toList(json).filter((text) => typeof text === "string");
}
