import { required } from "../../../../language/required.ts";
import { isJsonObject, type Json, type JsonObject, toList } from "../configuration/json.ts";

/** One instance of a module in a plan: its configuration and its caller. */
export interface PlanModule {
  /** The address prefix: empty for the root, `module.a["x"].` */
  readonly prefix: string;
  /** `configuration.root_module`, or the `module` of a call. */
  readonly configuration: JsonObject;
  /** Undefined for the root module. */
  readonly caller: { readonly module: PlanModule; readonly arguments: JsonObject } | undefined;
}

/** Returns the root module of a plan. */
export function rootModule(plan: JsonObject): PlanModule {
  const configuration = isJsonObject(plan.configuration) ? plan.configuration.root_module : undefined;
  return { prefix: "", configuration: toObject(configuration), caller: undefined };
}

/**
 * Returns the instance of a module that a module calls by a name. `key` is `["x"]`, `[0]` or empty.
 */
export function calledModule(module: PlanModule, name: string, key: string): PlanModule | undefined {
  const call = toObject(module.configuration.module_calls)[name];
  if (!isJsonObject(call)) return undefined;
  return {
    prefix: `${module.prefix}module.${name}${key}.`,
    configuration: toObject(call.module),
    caller: { module, arguments: toObject(call.expressions) },
  };
}

/** Returns the module of an address: `module.a["x"].aws_vpc.main`. */
export function moduleOfAddress(root: PlanModule, address: string): PlanModule | undefined {
  let module: PlanModule | undefined = root;
  let rest = address;
  for (let found = MODULE.exec(rest); found !== null; found = MODULE.exec(rest)) {
    module = module && calledModule(module, required(found, 1), found[2] ?? "");
    rest = rest.slice(found[0].length);
  }
  return module;
}

const MODULE = /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\./;

/** Resources of a module's configuration by address, computed once per configuration. */
const RESOURCES = new WeakMap<JsonObject, ReadonlyMap<Json | undefined, JsonObject>>();

/** Returns the configuration of a resource: `aws_vpc.main`, `data.aws_vpc.main`. */
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

/** Returns an object, or an empty one for any other value. */
export function toObject(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}
