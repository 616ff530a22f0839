import { follow, Invalid, NamesScope, type Path, type Scope } from "../expression/scope.ts";
import { Reference, Unknown, type Value } from "../value.ts";
import { ConfiguredResource } from "./configured-resource.ts";
import { addressOf, type ResourceDeclaration } from "./declarations.ts";
import { evaluateJson } from "./evaluate-json.ts";
import { type Copy, copiesOf, type Expansion, expansionOf, shaped } from "./expansion.ts";
import type { ModuleFolder } from "./folder.ts";
import type { JsonObject } from "./json.ts";
import { passedProviders, providerOf, providerRegions } from "./providers.ts";
import { convertToType } from "./type-constraint.ts";
import type { RootModule, World } from "./world.ts";

/** What a module is called with. */
export interface Call {
  /** The value of a variable; undefined when the call does not give it. */
  input(name: string): Value | undefined;
  /** Regions of the providers that it is given, by `aws` or `aws.eu`. */
  readonly regions: ReadonlyMap<string, string | undefined>;
}

/** One instance of a module (a stack is one): what its expressions name. */
export class ModuleScope implements Scope {
  readonly world: World;
  readonly root: RootModule;
  /** Where the addresses of its resources start: `<stack>/module.a.` */
  readonly prefix: string;
  readonly #folder: ModuleFolder;
  readonly #call: Call;
  readonly #values = new Map<string, Value>();
  readonly #resources = new Map<string, Value>();
  readonly #modules = new Map<string, ModuleCopies | Unknown>();
  #regions: ReadonlyMap<string, string | undefined> | undefined;

  constructor(world: World, root: RootModule, prefix: string, folder: ModuleFolder, call: Call) {
    this.world = world;
    this.root = root;
    this.prefix = prefix;
    this.#folder = folder;
    this.#call = call;
  }

  resolve(root: string, path: Path): Value {
    const [first, second, ...rest] = path;
    if (root === "var") return this.#follow(this.#variable(String(first)), path.slice(1));
    if (root === "local") return this.#follow(this.#local(String(first)), path.slice(1));
    if (root === "module") return this.#module(String(first), path.slice(1));
    if (root === "data") return this.#follow(this.#resource(`data.${first}.${second}`), rest);
    if (root === "terraform" && first === "workspace")
      return this.#follow(this.root.workspace, path.slice(1));
    if (root === "path" || root === "terraform" || root === "self" || root === "ephemeral") {
      return new Unknown(`${[root, ...path].join(".")} is known only while it is deployed`);
    }
    if (root === "each" || root === "count") return new Invalid(`${root} has no meaning here`);
    return this.#follow(this.#resource(`${root}.${first}`), path.slice(1));
  }

  attribute(address: string, path: Path): Value {
    return this.world.attribute(address, path);
  }

  configured(reference: Reference): Value {
    return this.world.configured(reference);
  }

  parse(text: string): ReturnType<Scope["parse"]> {
    return this.world.parse(text);
  }

  outputNames(): readonly string[] {
    return [...this.#folder.declarations.outputs.keys()];
  }

  /** What it publishes under a name. */
  output(name: string): Value {
    const declared = this.#folder.declarations.outputs.get(name);
    if (declared === undefined) return new Invalid(`${this.prefix}output.${name} is not declared`);
    return this.#once(`output.${name}`, () => evaluateJson(declared.value ?? null, this));
  }

  /** Makes every instance of every resource, its own and its modules', known to the world. */
  declareAll(): readonly ConfiguredResource[] {
    for (const address of this.#folder.declarations.resources.keys()) this.#resource(address);
    const below = [...this.#folder.declarations.modules.keys()].flatMap((name) => {
      const copies = this.#copiesOf(name);
      return copies instanceof Unknown ? [] : [...copies.scopes.values()];
    });
    return [...this.#own, ...below.flatMap((scope) => scope.declareAll())];
  }

  readonly #own: ConfiguredResource[] = [];

  #follow(value: Value, path: Path): Value {
    return follow(value, path, this);
  }

  #once(name: string, compute: () => Value): Value {
    return this.world.once(this.#values, `${this.prefix}${name}`, name, compute);
  }

  #local(name: string): Value {
    const { locals } = this.#folder.declarations;
    if (!locals.has(name)) return new Invalid(`local.${name} is not declared`);
    return this.#once(`local.${name}`, () => evaluateJson(locals.get(name)!, this));
  }

  #variable(name: string): Value {
    const declared = this.#folder.declarations.variables.get(name);
    if (declared === undefined) return new Invalid(`var.${name} is not declared`);
    return this.#once(`var.${name}`, () => {
      const given = this.#call.input(name);
      const isDefault = given === undefined || (given === null && declared.nullable === false);
      // A default is plain data: no string in it is a template.
      const value = isDefault ? (declared.default as Value | undefined) : given;
      if (value === undefined) return new Unknown(`the variable ${name} has no value in these files`);
      return typeof declared.type === "string" ? convertToType(value, declared.type, this) : value;
    });
  }

  /** A resource as expressions see it: itself, a list of its copies, or a map of them. */
  #resource(address: string): Value {
    const known = this.#resources.get(address);
    if (known !== undefined) return known;
    const declaration = this.#folder.declarations.resources.get(address);
    if (declaration === undefined) return new Invalid(`${address} is not declared`);
    return this.world.once(this.#resources, `${this.prefix}${address}`, address, () =>
      this.#declare(declaration),
    );
  }

  #declare(declaration: ResourceDeclaration): Value {
    const address = `${this.prefix}${addressOf(declaration)}`;
    const expansion = expansionOf(declaration.body, this);
    if (expansion instanceof Unknown) {
      if (isAws(declaration.type)) this.world.gaps.push({ address, why: expansion.why });
      return new Unknown(`which copies ${address} has is not known: ${expansion.why}`);
    }
    const region = this.#regionOf(providerOf(declaration));
    const value = shaped(expansion, (copy) => this.#instance(declaration, copy, region));
    return value;
  }

  #instance(declaration: ResourceDeclaration, copy: Copy, region: string | undefined): Reference {
    const { world, root, prefix } = this;
    const standing = { world, root, prefix, region, suffix: copy.suffix };
    const scope = copy.names.size === 0 ? this : new NamesScope(this, copy.names);
    const resource = new ConfiguredResource(declaration, standing, scope);
    world.resources.set(resource.address, resource);
    if (isAws(declaration.type)) this.#own.push(resource);
    return new Reference(resource.address, []);
  }

  #regionOf(provider: string): string | undefined {
    this.#regions ??= providerRegions(this.#folder.declarations.providers, this.#call.regions, this);
    return this.#regions.get(provider);
  }

  /** `module.a.output`, `module.a["key"].output`, or all outputs where a path stops short of one. */
  #module(name: string, path: Path): Value {
    const copies = this.#copiesOf(name);
    if (copies instanceof Unknown) return copies;
    const { expansion, scopes } = copies;
    const isSingle = expansion.form === "single";
    const key = isSingle ? "" : `[${JSON.stringify(path[0])}]`;
    const [output, ...rest] = isSingle ? path : path.slice(1);
    if (output === undefined) {
      const all = shaped(expansion, ({ suffix }) => outputsOf(scopes.get(suffix)!));
      return this.#follow(all, path);
    }
    const scope = scopes.get(key);
    if (scope === undefined) return new Invalid(`module.${name} has no copy ${key}`);
    return this.#follow(scope.output(String(output)), rest);
  }

  #copiesOf(name: string): ModuleCopies | Unknown {
    const known = this.#modules.get(name);
    if (known !== undefined) return known;
    const copies = this.#callModule(name);
    this.#modules.set(name, copies);
    return copies;
  }

  #callModule(name: string): ModuleCopies | Unknown {
    const body = this.#folder.declarations.modules.get(name);
    const folder = this.#folder.modules.get(name);
    if (body === undefined || folder === undefined) return new Invalid(`module.${name} is not declared`);
    const address = `${this.prefix}module.${name}`;
    // While its copies are counted it is not there: a count that asks for it depends on itself.
    this.#modules.set(name, new Unknown(`${address} depends on itself`));
    const expansion = typeof folder === "string" ? new Unknown(folder) : expansionOf(body, this);
    if (typeof folder === "string" || expansion instanceof Unknown) {
      const { why } = expansion as Unknown;
      this.world.gaps.push({ address, why });
      return new Unknown(`${address} is not read: ${why}`);
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
      copiesOf(expansion).map(({ suffix, names }) => {
        const scope = names.size === 0 ? this : new NamesScope(this, names);
        const call: Call = {
          input: (name) => (Object.hasOwn(body, name) ? evaluateJson(body[name]!, scope) : undefined),
          regions: passedProviders(body, (provider) => this.#regionOf(provider)),
        };
        const prefix = `${address}${suffix}.`;
        return [suffix, new ModuleScope(this.world, this.root, prefix, folder, call)];
      }),
    );
  }

  #reportUnread({ unread }: ModuleFolder, address: string): void {
    for (const file of unread) {
      this.world.gaps.push({ address, why: `${file} is of Terraform's own syntax, which is not read` });
    }
  }
}

/** The copies of a module, by suffix. */
interface ModuleCopies {
  readonly expansion: Expansion;
  readonly scopes: ReadonlyMap<string, ModuleScope>;
}

function outputsOf(scope: ModuleScope): Value {
  return Object.fromEntries(scope.outputNames().map((name) => [name, scope.output(name)]));
}

/** Whether a type is of AWS: of the `aws` provider, or of Cloud Control's. */
export function isAws(type: string): boolean {
  return type.startsWith("aws_") || type.startsWith("awscc_");
}
