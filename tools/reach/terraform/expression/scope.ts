import { Reference, Unknown, type Value } from "../value.ts";
import type { Expression } from "./ast.ts";

/** The path into a value: attribute names and list indexes. */
export type AttributePath = readonly (string | number)[];

/** The names that an expression can use. */
export interface Scope {
  /** Resolves a name (`var`, `local`, `aws_vpc`, an iterator) and follows a path into its value. */
  resolve(root: string, path: AttributePath): Value;
  /** Returns an attribute of a resource, given the resource's address. */
  attribute(address: string, path: AttributePath): Value;
  /**
   * Returns the value that the configuration sets for a reference; the reference itself if it sets
   * none.
   */
  configured(reference: Reference): Value;
  /** Parses a template. Never throws: for invalid text, the result is the reason. */
  parse(text: string): Expression | Unknown;
}

/**
 * An expression that Terraform would reject. `try` and `can` distinguish it from values that are
 * merely unknown.
 */
export class InvalidValue extends Unknown {}

/** Returns the reason for a value that does not exist before deployment. */
export function notDeployedYet(reference: Reference): Unknown {
  return new Unknown(`${formatReference(reference)} is known only after deployment`);
}

/** Formats a reference: `net/aws_vpc.main.id`; a whole resource has no path. */
export function formatReference({ address, path }: Reference): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "string" && /^[\w-]+$/.test(step)
        ? `${text}.${step}`
        : `${text}[${JSON.stringify(step)}]`,
    address,
  );
}

/**
 * A scope with additional names (`each`, `count`, iterators), which take precedence over another
 * scope's.
 */
export class NamesScope implements Scope {
  readonly #outer: Scope;
  readonly #names: ReadonlyMap<string, Value>;

  constructor(outer: Scope, names: ReadonlyMap<string, Value>) {
    this.#outer = outer;
    this.#names = names;
  }

  /** Resolves one of its names, otherwise a name of the outer scope. */
  resolve(root: string, path: AttributePath): Value {
    const value = this.#names.get(root);
    return value === undefined ? this.#outer.resolve(root, path) : followPath(value, path, this);
  }

  /** Returns an attribute of a resource, from the outer scope. */
  attribute(address: string, path: AttributePath): Value {
    return this.#outer.attribute(address, path);
  }

  /** Returns the configured value of a reference, from the outer scope. */
  configured(reference: Reference): Value {
    return this.#outer.configured(reference);
  }

  /** Parses a template, in the outer scope. */
  parse(text: string): Expression | Unknown {
    return this.#outer.parse(text);
  }
}

/** Follows a path into a value; for a whole resource, reads its attribute. */
export function followPath(value: Value, path: AttributePath, scope: Pick<Scope, "attribute">): Value {
  let here = value;
  for (const [i, step] of path.entries()) {
    if (here instanceof Unknown) return here;
    if (here instanceof Reference) {
      const rest = path.slice(i);
      return here.path.length === 0
        ? scope.attribute(here.address, rest)
        : new Reference(here.address, [...here.path, ...rest]);
    }
    const next = getMember(here, step);
    if (next === undefined)
      return new InvalidValue(`there is no ${JSON.stringify(step)} in ${path.slice(0, i).join(".") || "it"}`);
    here = next;
  }
  return here;
}

/**
 * Takes one step into plain data; undefined if there is nothing. A nested block written once may
 * lack its list: index 0 is the block itself.
 */
export function getMember(value: Value, step: string | number): Value | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    const place = typeof step === "number" ? step : /^\d+$/.test(step) ? Number(step) : -1;
    return value[place];
  }
  if (value instanceof Reference || value instanceof Unknown) return undefined;
  const map = value as { readonly [key: string]: Value };
  if (Object.hasOwn(map, step)) return map[step];
  return step === 0 ? value : undefined;
}
