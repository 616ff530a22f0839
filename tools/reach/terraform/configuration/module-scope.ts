import { required } from "../../../../language/required.ts";
import { type AttributePath, followPath, InvalidValue, NamesScope, type Scope } from "../expression/scope.ts";
import { Reference, Unknown, type Value } from "../value.ts";
import { ConfiguredResource } from "./configured-resource.ts";
import { declaredAddress, type ResourceDeclaration } from "./declarations.ts";
import { evaluateJson } from "./evaluate-json.ts";
import type { EvaluationContext, RootModule } from "./evaluation-context.ts";
import { collectInstances, type Expansion, expand, instancesOf, type ResourceInstance } from "./expansion.ts";
import type { ModuleFolder } from "./folder.ts";
import type { JsonObject } from "./json.ts";
import { passedProviders, providerOf, providerRegions } from "./providers.ts";
import { convertToType } from "./type-constraint.ts";

/** The arguments of a module call. */
export interface ModuleCall {
  /** Returns the value of a variable; undefined if the call does not set it. */
  input(name: string): Value | undefined;
  /** Regions of the providers passed to the module, by `aws` or `aws.eu`. */
  readonly regions: ReadonlyMap<string, string | undefined>;
}

/**
 * One instance of a module, or the root module of a stack: the names that its expressions can use.
 */
export class ModuleScope implements Scope {
  /** The evaluation that all stacks share. */
  readonly context: EvaluationContext;
  /** The root module of its stack. */
  readonly root: RootModule;
  /** The prefix of its resources' addresses: `<stack>/module.a.` */
  readonly prefix: string;
  readonly #folder: ModuleFolder;
  readonly #moduleCall: ModuleCall;
  readonly #values = new Map<string, Value>();
  readonly #resources = new Map<string, Value>();
  readonly #modules = new Map<string, ModuleInstances | Unknown>();
  #regions: ReadonlyMap<string, string | undefined> | undefined;

  constructor(
    context: EvaluationContext,
    root: RootModule,
    prefix: string,
    folder: ModuleFolder,
    call: ModuleCall,
  ) {
    this.context = context;
    this.root = root;
    this.prefix = prefix;
    this.#folder = folder;
    this.#moduleCall = call;
  }

  /** Resolves a name of this module and follows a path into its value. */
  resolve(root: string, path: AttributePath): Value {
    const [first, second, ...rest] = path;
    if (root === "var") return this.#follow(this.#variable(String(first)), path.slice(1));
    if (root === "local") return this.#follow(this.#local(String(first)), path.slice(1));
    if (root === "module") return this.#module(String(first), path.slice(1));
    if (root === "data") return this.#follow(this.#resource(`data.${first}.${second}`), rest);
    if (root === "terraform" && first === "workspace")
      return this.#follow(this.root.workspace, path.slice(1));
    if (root === "path" || root === "terraform" || root === "self" || root === "ephemeral") {
      return new Unknown(`${[root, ...path].join(".")} is known only during deployment`);
    }
    if (root === "each" || root === "count") return new InvalidValue(`${root} is not available here`);
    return this.#follow(this.#resource(`${root}.${first}`), path.slice(1));
  }

  /** Returns an attribute of a resource of any stack, given its address. */
  attribute(address: string, path: AttributePath): Value {
    return this.context.attribute(address, path);
  }

  /** Returns the configured value of a reference; the reference itself if there is none. */
  configured(reference: Reference): Value {
    return this.context.configured(reference);
  }

  /** Parses a template; for invalid text, returns the reason. */
  parse(text: string): ReturnType<Scope["parse"]> {
    return this.context.parse(text);
  }

  /** Returns the names of the outputs that the module declares. */
  outputNames(): readonly string[] {
    return [...this.#folder.declarations.outputs.keys()];
  }

  /** Returns the value of an output. */
  output(name: string): Value {
    const declared = this.#folder.declarations.outputs.get(name);
    if (declared === undefined) return new InvalidValue(`${this.prefix}output.${name} is not declared`);
    return this.#once(`output.${name}`, () => evaluateJson(declared.value ?? null, this));
  }

  /**
   * Registers every resource instance of the module and its child modules in the evaluation
   * context.
   */
  declareAll(): readonly ConfiguredResource[] {
    for (const address of this.#folder.declarations.resources.keys()) this.#resource(address);
    const below = [...this.#folder.declarations.modules.keys()].flatMap((name) => {
      const instances = this.#instancesOf(name);
      return instances instanceof Unknown ? [] : [...instances.scopes.values()];
    });
    return [...this.#own, ...below.flatMap((scope) => scope.declareAll())];
  }

  readonly #own: ConfiguredResource[] = [];

  #follow(value: Value, path: AttributePath): Value {
    return followPath(value, path, this);
  }

  #once(name: string, compute: () => Value): Value {
    return this.context.once(this.#values, `${this.prefix}${name}`, name, compute);
  }

  #local(name: string): Value {
    const { locals } = this.#folder.declarations;
    if (!locals.has(name)) return new InvalidValue(`local.${name} is not declared`);
    return this.#once(`local.${name}`, () => evaluateJson(required(locals, name), this));
  }

  #variable(name: string): Value {
    const declared = this.#folder.declarations.variables.get(name);
    if (declared === undefined) return new InvalidValue(`var.${name} is not declared`);
    return this.#once(`var.${name}`, () => {
      const given = this.#moduleCall.input(name);
      const isDefault = given === undefined || (given === null && declared.nullable === false);
      // A default is plain data: its strings are not templates.
      const value = isDefault ? (declared.default as Value | undefined) : given;
      if (value === undefined) return new Unknown(`the variable ${name} has no value in these files`);
      return typeof declared.type === "string" ? convertToType(value, declared.type, this) : value;
    });
  }

  /**
   * A resource as expressions see it: a single object, a list of its instances, or a map of them.
   */
  #resource(address: string): Value {
    const known = this.#resources.get(address);
    if (known !== undefined) return known;
    const declaration = this.#folder.declarations.resources.get(address);
    if (declaration === undefined) return new InvalidValue(`${address} is not declared`);
    return this.context.once(this.#resources, `${this.prefix}${address}`, address, () =>
      this.#declare(declaration),
    );
  }

  #declare(declaration: ResourceDeclaration): Value {
    const address = `${this.prefix}${declaredAddress(declaration)}`;
    const expansion = expand(declaration.body, this);
    if (expansion instanceof Unknown) {
      if (isAwsType(declaration.type)) this.context.gaps.push({ address, why: expansion.why });
      return new Unknown(`the instances of ${address} are unknown: ${expansion.why}`);
    }
    const region = this.#regionOf(providerOf(declaration));
    const value = collectInstances(expansion, (copy) => this.#instance(declaration, copy, region));
    return value;
  }

  #instance(declaration: ResourceDeclaration, copy: ResourceInstance, region: string | undefined): Reference {
    const { context, root, prefix } = this;
    const location = { context, root, prefix, region, suffix: copy.suffix };
    const scope = copy.names.size === 0 ? this : new NamesScope(this, copy.names);
    const resource = new ConfiguredResource(declaration, location, scope);
    context.resources.set(resource.address, resource);
    if (isAwsType(declaration.type)) this.#own.push(resource);
    return new Reference(resource.address, []);
  }

  #regionOf(provider: string): string | undefined {
    this.#regions ??= providerRegions(this.#folder.declarations.providers, this.#moduleCall.regions, this);
    return this.#regions.get(provider);
  }

  /**
   * Resolves `module.a.output`, `module.a["key"].output`, or all outputs if the path ends before
   * one.
   */
  #module(name: string, path: AttributePath): Value {
    const instances = this.#instancesOf(name);
    if (instances instanceof Unknown) return instances;
    const { expansion, scopes } = instances;
    const isSingle = expansion.form === "single";
    const key = isSingle ? "" : `[${JSON.stringify(path[0])}]`;
    const [output, ...rest] = isSingle ? path : path.slice(1);
    if (output === undefined) {
      const all = collectInstances(expansion, ({ suffix }) => outputsOf(required(scopes, suffix)));
      return this.#follow(all, path);
    }
    const scope = scopes.get(key);
    if (scope === undefined) return new InvalidValue(`module.${name} has no instance ${key}`);
    return this.#follow(scope.output(String(output)), rest);
  }

  #instancesOf(name: string): ModuleInstances | Unknown {
    const known = this.#modules.get(name);
    if (known !== undefined) return known;
    const instances = this.#callModule(name);
    this.#modules.set(name, instances);
    return instances;
  }

  #callModule(name: string): ModuleInstances | Unknown {
    const body = this.#folder.declarations.modules.get(name);
    const folder = this.#folder.modules.get(name);
    if (body === undefined || folder === undefined) return new InvalidValue(`module.${name} is not declared`);
    const address = `${this.prefix}module.${name}`;
    // During expansion the module has no value, so a count that refers to it depends on itself.
    this.#modules.set(name, new Unknown(`${address} depends on itself`));
    const expansion = typeof folder === "string" ? new Unknown(folder) : expand(body, this);
    if (typeof folder === "string" || expansion instanceof Unknown) {
      const { why } = expansion as Unknown;
      this.context.gaps.push({ address, why });
      return new Unknown(`${address} could not be read: ${why}`);
    }
    this.#reportUnread(folder, address);
    return { expansion, scopes: this.#scopesOf(expansion, folder, body, address) };
  }

  #scopesOf(
    expansion: Expansion,
    folder: ModuleFolder,
    body: JsonObject,
    address: string,
  ): Map<string, ModuleScope> {
    return new Map(
      instancesOf(expansion).map(({ suffix, names }) => {
        const scope = names.size === 0 ? this : new NamesScope(this, names);
        const call: ModuleCall = {
          input: (name) =>
            Object.hasOwn(body, name) ? evaluateJson(required(body, name), scope) : undefined,
          regions: passedProviders(body, (provider) => this.#regionOf(provider)),
        };
        const prefix = `${address}${suffix}.`;
        return [suffix, new ModuleScope(this.context, this.root, prefix, folder, call)];
      }),
    );
  }

  #reportUnread({ unparsedFiles: unread }: ModuleFolder, address: string): void {
    for (const file of unread) {
      this.context.gaps.push({ address, why: `${file} uses HCL syntax, which is not read` });
    }
  }
}

/** The instances of a module, by instance key. */
interface ModuleInstances {
  readonly expansion: Expansion;
  readonly scopes: ReadonlyMap<string, ModuleScope>;
}

function outputsOf(scope: ModuleScope): Value {
  return Object.fromEntries(scope.outputNames().map((name) => [name, scope.output(name)]));
}

/** True if a type belongs to the `aws` or `awscc` (Cloud Control) provider. */
export function isAwsType(type: string): boolean {
  return type.startsWith("aws_") || type.startsWith("awscc_");
}
