import { isJsonObject, type Json, type JsonObject, toList } from "../configuration/json.ts";

/** One instance of a module of a plan: what its configuration says, and how it was called. */
export interface PlanModule {
  /** `` for the root, `module.a["x"].` */
  readonly prefix: string;
  /** `configuration.root_module` or what a call has as its `module`. */
  readonly configuration: JsonObject;
  /** Undefined for the root. */
  readonly caller: { readonly module: PlanModule; readonly arguments: JsonObject } | undefined;
}

/** The root module of a plan. */
export function rootModule(plan: JsonObject): PlanModule {
  const configuration = isJsonObject(plan.configuration) ? plan.configuration.root_module : undefined;
  return { prefix: "", configuration: toObject(configuration), caller: undefined };
}

/** The instance of a module that a module calls by a name. `key`: `["x"]`, `[0]` or nothing. */
export function calledModule(module: PlanModule, name: string, key: string): PlanModule | undefined {
  const call = toObject(module.configuration.module_calls)[name];
  if (!isJsonObject(call)) return undefined;
  return {
    prefix: `${module.prefix}module.${name}${key}.`,
    configuration: toObject(call.module),
    caller: { module, arguments: toObject(call.expressions) },
  };
}

/** The module that an address stands in: `module.a["x"].aws_vpc.main`. */
export function moduleOfAddress(root: PlanModule, address: string): PlanModule | undefined {
  let module: PlanModule | undefined = root;
  let rest = address;
  for (let found = MODULE.exec(rest); found !== null; found = MODULE.exec(rest)) {
    module = module && calledModule(module, found[1]!, found[2] ?? "");
    rest = rest.slice(found[0].length);
  }
  return module;
}

const MODULE = /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\./;

/** Resources of a module's configuration by address, made once for each. */
const RESOURCES = new WeakMap<JsonObject, ReadonlyMap<Json | undefined, JsonObject>>();

/** What the configuration says of a resource: `aws_vpc.main`, `data.aws_vpc.main`. */
export function resourceConfiguration(
  { configuration }: PlanModule,
  address: string,
): JsonObject | undefined {
  const known = RESOURCES.get(configuration);
  if (known !== undefined) return known.get(address);
  const resources = toList(configuration.resources).filter(isJsonObject);
  const made = new Map(resources.map((resource) => [resource.address, resource]));
  RESOURCES.set(configuration, made);
  return made.get(address);
}

/** An object, or an empty one. */
export function toObject(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}
