import type { Expression } from "../expression/ast.ts";
import { SyntaxProblem } from "../expression/lexer.ts";
import { type AttributePath, InvalidValue } from "../expression/scope.ts";
import { parseTemplate } from "../expression/template.ts";
import type { ModelGap } from "../inventory.ts";
import { Reference, Unknown, type Value } from "../value.ts";

/** A resource that references resolve to. */
export interface ReferableResource {
  /** Returns the value of an attribute, or a reference if it is known only after deployment. */
  attribute(path: AttributePath): Value;
  /** Returns the value that the configuration sets for an attribute; undefined if it sets none. */
  configured(path: AttributePath): Value | undefined;
}

/** The root module of a stack, shared by all of its modules. */
export interface RootModule {
  /** The name of the stack. */
  readonly stack: string;
  /** The folder where Terraform runs. */
  readonly folder: string;
  /** The value of `terraform.workspace`. */
  readonly workspace: string | Unknown;
}

/** A stack whose outputs other stacks read. */
export interface OutputProvider {
  /** Returns the names of all outputs that the stack declares. */
  outputNames(): readonly string[];
  /** Returns the value of an output. */
  output(name: string): Value;
}

/** The longest chain of references that is followed. */
const MAX_CHAIN = 100;

/** State shared by all stacks of one set of files during evaluation. */
export class EvaluationContext {
  /** The parts that could not be read, collected during evaluation. */
  readonly gaps: ModelGap[] = [];
  /** Every instance of every resource, by address. */
  readonly resources = new Map<string, ReferableResource>();
  readonly #providers = new Map<string, OutputProvider | "several">();
  readonly #templates = new Map<string, Expression | Unknown>();
  readonly #running = new Set<string>();

  /** Returns the syntax tree of a template; each text is parsed once. */
  parse(text: string): Expression | Unknown {
    const known = this.#templates.get(text);
    if (known !== undefined) return known;
    const parsed = parseSafely(text);
    this.#templates.set(text, parsed);
    return parsed;
  }

  /** Registers the stack that stores its state at a location. */
  publish(place: string, provider: OutputProvider): void {
    this.#providers.set(place, this.#providers.has(place) ? "several" : provider);
  }

  /** Returns the stack that stores its state at a location. */
  providerAt(place: string): OutputProvider | "several" | undefined {
    return this.#providers.get(place);
  }

  /** Returns an attribute of a resource; a reference if the resource is not here. */
  attribute(address: string, path: AttributePath): Value {
    return this.resources.get(address)?.attribute(path) ?? new Reference(address, path);
  }

  /** Returns the configured value of a reference; the reference itself if there is none. */
  configured(reference: Reference): Value {
    if (reference.path.length === 0) return reference;
    return this.resources.get(reference.address)?.configured(reference.path) ?? reference;
  }

  /** Computes a value once. A value that depends on itself is unknown. */
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
      return new InvalidValue(`${shortened(text)} cannot be parsed: ${error.message}`);
    throw error;
  }
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
