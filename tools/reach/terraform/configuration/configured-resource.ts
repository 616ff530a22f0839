import { toPlain, toText } from "../expression/known.ts";
import { type AttributePath, followPath, getMember, InvalidValue, type Scope } from "../expression/scope.ts";
import type { Resource } from "../inventory.ts";
import { Reference, Unknown, type Value } from "../value.ts";
import { DEFAULT_WORKSPACE } from "../workspace.ts";
import { declaredAddress, type ResourceDeclaration } from "./declarations.ts";
import { attributeNames, evaluateAttribute, toInventoryMap } from "./evaluate-json.ts";
import type {
  EvaluationContext,
  OutputProvider,
  ReferableResource,
  RootModule,
} from "./evaluation-context.ts";
import { identityNameOf } from "./identity-names.ts";
import { type StateLocation, stateLocationOf } from "./state-location.ts";

/**
 * Terraform's meta-arguments.
 * https://developer.hashicorp.com/terraform/language/meta-arguments
 */
const META: ReadonlySet<string> = new Set([
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/** The location of a resource in its stack. */
export interface ResourceLocation {
  /** The evaluation that all stacks share. */
  readonly context: EvaluationContext;
  /** The root module of its stack. */
  readonly root: RootModule;
  /** The module path: `<stack>/module.a.` */
  readonly prefix: string;
  /** The instance key: `[0]`, `["a"]` or empty. */
  readonly suffix: string;
  /** The region of its provider configuration. */
  readonly region: string | undefined;
}

/** One instance of a resource or data source in Terraform's JSON syntax. */
export class ConfiguredResource implements ReferableResource {
  /** Its address: `<stack>/module.a.aws_vpc.main[0]`. */
  readonly address: string;
  readonly #declaration: ResourceDeclaration;
  readonly #location: ResourceLocation;
  readonly #scope: Scope;
  readonly #values = new Map<string, Value>();

  constructor(declaration: ResourceDeclaration, location: ResourceLocation, scope: Scope) {
    this.#declaration = declaration;
    this.#location = location;
    this.#scope = scope;
    this.address = `${location.prefix}${declaredAddress(declaration)}${location.suffix}`;
  }

  /** Returns the value at a path: a reference for IDs and for unset attributes. */
  attribute(path: AttributePath): Value {
    const [name] = path;
    if (name === "outputs" && this.#declaration.type === "terraform_remote_state") return this.#remote(path);
    if (path.length > 1 || !this.#isIdentity(name)) return this.configured(path) ?? this.#reference(path);
    // An ID that is itself a reference identifies the other resource.
    const value = this.configured(path);
    return value instanceof Reference ? value : this.#reference(path);
  }

  /** Returns the value that the configuration sets at a path; undefined if it sets none. */
  configured(path: AttributePath): Value | undefined {
    const [name, ...rest] = path;
    const value = this.#value(String(name)) ?? this.#ownRegion(name);
    return value === undefined ? undefined : this.#within(value, rest, path);
  }

  /** Returns the resource in the form of the inventory. */
  toResource(): Resource {
    const { mode, type } = this.#declaration;
    const names = attributeNames(this.#declaration.body).filter((name) => !META.has(name));
    const values = Object.fromEntries(names.map((name) => [name, this.#value(name) ?? null]));
    return {
      address: this.address,
      stack: this.#location.root.stack,
      type,
      mode,
      region: this.#region(),
      values: toInventoryMap(values),
    };
  }

  /**
   * A value inside a configured block; if it is not configured there, it is known after deployment.
   */
  #within(value: Value, rest: AttributePath, path: AttributePath): Value {
    let here = value;
    for (const [i, step] of rest.entries()) {
      if (here instanceof Unknown) return here;
      if (here instanceof Reference) return new Reference(here.address, [...here.path, ...rest.slice(i)]);
      const next = getMember(here, step);
      if (next === undefined || next === null) return this.#reference(path);
      here = next;
    }
    return here;
  }

  #value(name: string): Value | undefined {
    const { body } = this.#declaration;
    if (META.has(name) || !(Object.hasOwn(body, name) || Object.hasOwn(body, "dynamic"))) return undefined;
    const compute = () => evaluateAttribute(body, name, this.#scope) ?? null;
    return this.#location.context.once(this.#values, `${this.address}.${name}`, name, compute) ?? undefined;
  }

  #reference(path: AttributePath): Reference {
    return new Reference(this.address, path);
  }

  #isIdentity(name: string | number | undefined): boolean {
    if (this.#declaration.type === "aws_region") return false;
    return name === "id" || name === "arn" || name === identityNameOf(this.#declaration.type);
  }

  /** An attribute of `data.aws_region`, which is the provider's region. */
  #ownRegion(name: string | number | undefined): Value | undefined {
    if (this.#declaration.type !== "aws_region") return undefined;
    return name === "name" || name === "region" || name === "id" ? this.#region() : undefined;
  }

  /** The resource's `region` argument (provider version 6 and later), or its provider's region. */
  #region(): string | undefined {
    const own = this.#value("region");
    const known = own === undefined ? undefined : toPlain(own, this.#scope);
    return typeof known === "string" ? known : this.#location.region;
  }

  #remote([, name, ...rest]: AttributePath): Value {
    const read = this.#readState();
    if (read instanceof Unknown) return read;
    const { stack, place } = read;
    if (name === undefined)
      return Object.fromEntries(stack.outputNames().map((each) => [each, stack.output(each)]));
    const value = stack.outputNames().includes(String(name))
      ? stack.output(String(name))
      : getMember(this.#value("defaults") ?? null, String(name));
    if (value === undefined) return new InvalidValue(`the state ${place.name} has no output ${name}`);
    return followPath(value, rest, this.#scope);
  }

  /** The stack whose state a `terraform_remote_state` reads. */
  #readState(): { readonly stack: OutputProvider; readonly place: StateLocation } | Unknown {
    const { root, context } = this.#location;
    const type = this.#value("backend");
    const workspace = toPlain(this.#value("workspace") ?? DEFAULT_WORKSPACE, this.#scope);
    if (workspace instanceof Unknown)
      return new Unknown(`the workspace whose state it reads is unknown: ${workspace.why}`);
    const place = stateLocationOf(
      typeof type === "string" ? type : "",
      this.#value("config") ?? {},
      toText(workspace) ?? "",
      root.folder,
      this.#scope,
    );
    if (place instanceof Unknown) return place;
    const stack = context.providerAt(place.id);
    if (stack === "several") return new Unknown(`several stacks store their state at ${place.name}`);
    if (stack !== undefined) return { stack, place };
    return new Unknown(
      workspace === root.workspace
        ? `the state ${place.name} is not among the files`
        : `the state ${place.name}, of the workspace ${workspace}, is not among the files`,
    );
  }
}
