import { Reference, Unknown, type Value } from "../value.ts";
import type { Expression } from "./ast.ts";

/** The way into a value: names and places. */
export type AttributePath = readonly (string | number)[];

/** What an expression can name. */
export interface Scope {
  /** The value of a name (`var`, `local`, `aws_vpc`, an iterator), followed along a path. */
  resolve(root: string, path: AttributePath): Value;
  /** An attribute of a resource, by the resource's address. */
  attribute(address: string, path: AttributePath): Value;
  /** What the configuration says a reference will be; the reference itself when it does not. */
  configured(reference: Reference): Value;
  /** The tree of a template. Never throws: a text that is none gives the reason. */
  parse(text: string): Expression | Unknown;
}

/**
 * A value that no deployment can have: Terraform would refuse the expression. `try` and `can` tell it from
 * what is only unknown.
 */
export class InvalidValue extends Unknown {}

/** The reason why a value that does not exist yet is not known. */
export function notDeployedYet(reference: Reference): Unknown {
  return new Unknown(`${formatReference(reference)} exists only once it is deployed`);
}

/** `net/aws_vpc.main.id`; the whole resource has no path. */
export function formatReference({ address, path }: Reference): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "string" && /^[\w-]+$/.test(step)
        ? `${text}.${step}`
        : `${text}[${JSON.stringify(step)}]`,
    address,
  );
}

/** Names of their own (`each`, `count`, iterators) before those of another scope. */
export class NamesScope implements Scope {
  readonly #outer: Scope;
  readonly #names: ReadonlyMap<string, Value>;

  constructor(outer: Scope, names: ReadonlyMap<string, Value>) {
    this.#outer = outer;
    this.#names = names;
  }

  resolve(root: string, path: AttributePath): Value {
    const value = this.#names.get(root);
    return value === undefined ? this.#outer.resolve(root, path) : followPath(value, path, this);
  }

  attribute(address: string, path: AttributePath): Value {
    return this.#outer.attribute(address, path);
  }

  configured(reference: Reference): Value {
    return this.#outer.configured(reference);
  }

  parse(text: string): Expression | Unknown {
    return this.#outer.parse(text);
  }
}

/** Follows a path into a value; a whole resource is asked for its attribute. */
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
 * One step into plain data; undefined when there is nothing. A nested block that is written once may stand
 * without its list: its place 0 is itself.
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
