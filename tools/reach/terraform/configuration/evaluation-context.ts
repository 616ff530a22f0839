import type { Expression } from "../expression/ast.ts";
import { SyntaxProblem } from "../expression/lexer.ts";
import { type AttributePath, InvalidValue } from "../expression/scope.ts";
import { parseTemplate } from "../expression/template.ts";
import type { ModelGap } from "../inventory.ts";
import { Reference, Unknown, type Value } from "../value.ts";

/** A resource that references lead to. */
export interface ReferableResource {
  /** The value of one of its attributes, or a reference to what only deployment gives. */
  attribute(path: AttributePath): Value;
  /** What the configuration says that an attribute will be; undefined when it says nothing. */
  configured(path: AttributePath): Value | undefined;
}

/** The root module of a stack, as all modules below it see it. */
export interface RootModule {
  readonly stack: string;
  /** Terraform runs there. */
  readonly folder: string;
  /** The value of `terraform.workspace`. */
  readonly workspace: string | Unknown;
}

/** A stack whose outputs others read. */
export interface OutputProvider {
  /** All outputs that a stack declares, by name. */
  outputNames(): readonly string[];
  output(name: string): Value;
}

/** Chains of references longer than this are nobody's. */
const MAX_CHAIN = 100;

/** What all stacks of one set of files share while they are worked out: one reading, one world. */
export class EvaluationContext {
  readonly gaps: ModelGap[] = [];
  /** Every instance of every resource, by address. */
  readonly resources = new Map<string, ReferableResource>();
  readonly #providers = new Map<string, OutputProvider | "several">();
  readonly #templates = new Map<string, Expression | Unknown>();
  readonly #running = new Set<string>();

  /** The tree of a template; each text is read once. */
  parse(text: string): Expression | Unknown {
    const known = this.#templates.get(text);
    if (known !== undefined) return known;
    const parsed = parseSafely(text);
    this.#templates.set(text, parsed);
    return parsed;
  }

  /** Says that a stack keeps its state at a place. */
  publish(place: string, provider: OutputProvider): void {
    this.#providers.set(place, this.#providers.has(place) ? "several" : provider);
  }

  /** The stack that keeps its state at a place. */
  providerAt(place: string): OutputProvider | "several" | undefined {
    return this.#providers.get(place);
  }

  attribute(address: string, path: AttributePath): Value {
    return this.resources.get(address)?.attribute(path) ?? new Reference(address, path);
  }

  configured(reference: Reference): Value {
    if (reference.path.length === 0) return reference;
    return this.resources.get(reference.address)?.configured(reference.path) ?? reference;
  }

  /** Works a value out once. One that depends on itself is unknown. */
  once(cache: Map<string, Value>, name: string, key: string, compute: () => Value): Value {
    const known = cache.get(key);
    if (known !== undefined) return known;
    if (this.#running.has(name)) return new Unknown(`${name} depends on itself`);
    if (this.#running.size >= MAX_CHAIN) return new Unknown("it is nested too deeply");
    this.#running.add(name);
    try {
      const value = compute();
      cache.set(key, value);
      return value;
    } finally {
      this.#running.delete(name);
    }
  }
}

function parseSafely(text: string): Expression | Unknown {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof SyntaxProblem)
      return new InvalidValue(`${shortened(text)} cannot be read: ${error.message}`);
    throw error;
  }
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
