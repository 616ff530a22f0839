import type { Declarations } from "../../reach/terraform/configuration/declarations.ts";
import { evaluateJson } from "../../reach/terraform/configuration/evaluate-json.ts";
import { isJsonObject, type JsonObject } from "../../reach/terraform/configuration/json.ts";
import type { Expression } from "../../reach/terraform/expression/ast.ts";
import { collectionEntries } from "../../reach/terraform/expression/evaluate.ts";
import { SyntaxProblem } from "../../reach/terraform/expression/lexer.ts";
import {
  type AttributePath,
  followPath,
  InvalidValue,
  NamesScope,
  type Scope,
} from "../../reach/terraform/expression/scope.ts";
import { parseTemplate } from "../../reach/terraform/expression/template.ts";
import { Reference, Unknown, type Value } from "../../reach/terraform/value.ts";
import type { PlanValues } from "./plan-values.ts";

const MODULE = /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\./;
const KEY = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/;

/** A resource or data source as configured. */
export interface ConfiguredBlock {
  /** The arguments and nested blocks. */
  readonly body: JsonObject;
  /** The names that its expressions can use. */
  readonly scope: Scope;
}

/** Resolves the names of a module's expressions with what a plan knows. */
export class PlanScope implements Scope {
  readonly #values: PlanValues;
  readonly #prefix: string;
  readonly #modulePath: readonly string[];
  readonly #call: ConfiguredBlock | undefined;

  private constructor(
    values: PlanValues,
    prefix: string,
    modulePath: readonly string[],
    call: ConfiguredBlock | undefined,
  ) {
    this.#values = values;
    this.#prefix = prefix;
    this.#modulePath = modulePath;
    this.#call = call;
  }

  /** Returns the configured body of a resource; undefined if the plan's files do not have it. */
  static configured(values: PlanValues, address: string): ConfiguredBlock | undefined {
    let scope = new PlanScope(values, "", [], undefined);
    let rest = address;
    for (let found = MODULE.exec(rest); found !== null; found = MODULE.exec(rest)) {
      scope = scope.#child(found[1] ?? "", found[2] ?? "");
      rest = rest.slice(found[0].length);
    }
    const body = scope.#declarations?.resources.get(rest.replace(KEY, ""))?.body;
    if (body === undefined) return undefined;
    return { body, scope: withInstance(scope, body, KEY.exec(rest)?.[0] ?? "") };
  }

  /** Resolves a name; what the plan does not know is a reference, or unknown. */
  resolve(root: string, path: AttributePath): Value {
    const [first, ...rest] = path;
    if (root === "var") return followPath(this.#variable(String(first)), rest, this);
    if (root === "local") return followPath(this.#local(String(first)), rest, this);
    if (root === "data") return this.#resource(`data.${first}.${rest[0]}`, rest.slice(1));
    if (root === "module") return this.#output(String(first), rest);
    if (["path", "terraform", "self", "each", "count", "ephemeral"].includes(root))
      return new Unknown(`${root} is not known here`);
    return this.#resource(`${root}.${first}`, rest);
  }

  /** Returns an attribute of a resource after the plan. */
  attribute(address: string, path: AttributePath): Value {
    return this.#values.attribute(address, path);
  }

  /** Returns the value of a reference, or the reference. */
  configured(reference: Reference): Value {
    return reference.path.length === 0
      ? reference
      : this.#values.attribute(reference.address, reference.path);
  }

  /** Parses a template; for invalid text, returns the reason. */
  parse(text: string): Expression | Unknown {
    try {
      return parseTemplate(text);
    } catch (error) {
      if (error instanceof SyntaxProblem) return new InvalidValue("its expression cannot be parsed");
      throw error;
    }
  }

  get #declarations(): Declarations | undefined {
    return this.#values.declarations(this.#modulePath);
  }

  #child(name: string, key: string): PlanScope {
    const body = this.#declarations?.modules.get(name);
    const call = body === undefined ? undefined : { body, scope: withInstance(this, body, key) };
    return new PlanScope(
      this.#values,
      `${this.#prefix}module.${name}${key}.`,
      [...this.#modulePath, name],
      call,
    );
  }

  #resource(name: string, path: AttributePath): Value {
    const address = `${this.#prefix}${name}`;
    const [key, ...rest] = path;
    if (key === undefined || !this.#values.hasInstances(address))
      return followPath(new Reference(address, []), path, this);
    return followPath(new Reference(`${address}[${JSON.stringify(key)}]`, []), rest, this);
  }

  #local(name: string): Value {
    const json = this.#declarations?.locals.get(name);
    if (json === undefined) return new Unknown(`local.${name} is not known here`);
    return this.#nested(() => evaluateJson(json, this), `local.${name}`);
  }

  #variable(name: string): Value {
    const given = this.#call?.body[name];
    const { variables } = this.#values.plan.json;
    const root = isJsonObject(variables) ? variables[name] : undefined;
    if (this.#call !== undefined && given !== undefined)
      return this.#nested(() => evaluateJson(given, this.#call?.scope ?? this), `var.${name}`);
    if (this.#modulePath.length === 0 && isJsonObject(root) && root.value !== undefined)
      return root.value as Value;
    const declared = this.#declarations?.variables.get(name)?.default;
    return declared === undefined ? new Unknown(`var.${name} is not known here`) : (declared as Value);
  }

  #output(name: string, path: AttributePath): Value {
    const key = typeof path[0] === "number" || path.length > 2 ? `[${JSON.stringify(path[0])}]` : "";
    const [output, ...rest] = key === "" ? path : path.slice(1);
    const child = this.#child(name, key);
    const value = child.#declarations?.outputs.get(String(output))?.value;
    if (value === undefined) return new Unknown(`module.${name}.${output} is not known here`);
    return this.#nested(() => followPath(evaluateJson(value, child), rest, child), `module.${name}`);
  }

  #nested(compute: () => Value, name: string): Value {
    return this.#values.nested(compute, () => new Unknown(`${name} depends on too many others`));
  }
}

/** Adds `count` or `each` of an instance to a scope. */
function withInstance(scope: Scope, body: JsonObject, key: string): Scope {
  if (key === "") return scope;
  const name = JSON.parse(key.slice(1, -1)) as string | number;
  if (typeof name === "number") return new NamesScope(scope, new Map([["count", { index: name }]]));
  const entries = collectionEntries(evaluateJson(body.for_each ?? null, scope), scope);
  const [, value] = (entries instanceof Unknown ? [] : entries).find(
    ([each, own]) => each === name || own === name,
  ) ?? [name, new Unknown("each.value is not known here")];
  return new NamesScope(scope, new Map([["each", { key: name, value }]]));
}
