import { required } from "../../../../language/required.ts";
import { isJsonObject } from "../configuration/json.ts";
import { followPath } from "../expression/scope.ts";
import { isList, Reference, Unknown, type Value } from "../value.ts";
import { constantValue } from "./configured-values.ts";
import { calledModule, type PlanModule, resourceConfiguration, toObject } from "./plan-module.ts";
import {
  type AttributeLocation,
  ambiguousReference,
  isInstanceKey,
  mostSpecificReferences,
  type PlanContext,
  parseReference,
  referenceTexts,
  typeInAddress,
} from "./reference-texts.ts";

/** Attributes that hold another resource's identity. The result of other references is unknown. */
const TAKES_IDENTITY =
  /(^|_)(ids?|arns?|identifier|subnets|security_groups|instances?|cluster|network_interface|task_definition)$/;
/** Attributes that are an identity. */
const IS_IDENTITY = /(^|_)(ids?|arns?|identifier|name)$/;
const MANY = /(_ids|_arns|subnets|security_groups|instances|vpc_zone_identifier)$/;
const MAX_CHAIN = 30;

/**
 * Resolves the references of an unknown attribute. A plan lists the references of an expression,
 * not the expression. So only identities are resolved: a single one for a single-valued attribute,
 * all of them for a list. A resource referenced as a whole (by a splat, `count.index` or
 * `each.key`) gives all of its instances to a list. To a single value, it gives its only instance,
 * or the one with the same key if both have the same keys.
 * https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function resolveReferences(
  references: readonly string[],
  location: AttributeLocation,
  context: PlanContext,
  depth = 0,
): Value {
  const isMany = MANY.test(location.attribute);
  if (depth > MAX_CHAIN) return new Unknown("it is nested too deeply");
  const names = mostSpecificReferences(references).filter((text) => !isInstanceKey(text));
  if (names.length === 0 || !TAKES_IDENTITY.test(location.attribute)) return ambiguousReference(references);
  const values = names.map((text) => resolve(text, location, context, depth));
  const unknown = values.find((value) => value instanceof Unknown);
  if (unknown !== undefined) return unknown;
  if (isMany) return values.flatMap((value) => (isList(value) ? value : [value]));
  const candidates = depth > 0 && values.length === 1 ? values : values.filter(isUnsettled);
  return candidates.length === 1 && !isList(candidates[0])
    ? required(candidates, 0)
    : ambiguousReference(references);
}

/** Types that an attribute of a nested block accepts, used to pick among the block's references. */
const TAKES: readonly (readonly [attribute: RegExp, type: RegExp])[] = [
  [/^security_groups$/, /^aws_(default_)?security_group$/],
  [
    /^prefix_list_ids$|^destination_prefix_list_id$/,
    /^aws_(ec2_managed_prefix_list|prefix_list|vpc_endpoint)$/,
  ],
  [/^gateway_id$/, /^aws_(internet|vpn)_gateway$|^aws_vpc_endpoint$/],
  [/^egress_only_gateway_id$/, /^aws_egress_only_internet_gateway$/],
  [/^vpc_peering_connection_id$/, /^aws_vpc_peering_connection(_accepter)?$/],
  [/^transit_gateway_id$/, /^aws_ec2_transit_gateway(_vpc_attachment)?$/],
  [/^nat_gateway_id$/, /^aws_nat_gateway$/],
  [/^network_interface_id$/, /^aws_(network_interface|instance)$/],
  [/^vpc_endpoint_id$/, /^aws_vpc_endpoint$/],
  [/^subnet_ids?$/, /^aws_(default_)?subnet$/],
];

/**
 * Resolves an attribute inside an expression's result: of all references, those that the attribute
 * accepts. Several of them are unambiguous only if the block is the expression's only one and the
 * attribute is a list.
 */
export function resolveNestedReference(
  references: readonly string[],
  isOnly: boolean,
  location: AttributeLocation,
  context: PlanContext,
): Value {
  const type = TAKES.find(([attribute]) => attribute.test(location.attribute))?.[1];
  const found = mostSpecificReferences(references).map((text) => ({
    text,
    value: resolve(text, location, context, 0),
  }));
  const unknown = found.find(({ value }) => value instanceof Unknown)?.value;
  if (type === undefined || unknown !== undefined) return unknown ?? ambiguousReference(references);
  const isMany = MANY.test(location.attribute);
  const fitting = found
    .flatMap(({ text, value }) => (isList(value) ? value : [value]).map((each) => ({ text, value: each })))
    .filter(({ text, value }) => type.test(typeInAddress(value instanceof Reference ? value.address : text)))
    .map(({ value }) => value);
  const candidates = isMany ? fitting : fitting.filter(isUnsettled);
  if (candidates.length !== 1 && !(isOnly && isMany && candidates.length > 0))
    return ambiguousReference(references);
  return isMany ? candidates : required(candidates, 0);
}

/** True if a value is not known yet: an unknown attribute cannot result from known values. */
function isUnsettled(value: Value): boolean {
  return value instanceof Reference;
}

/** Resolves an output's references if they are a single resource, or all instances of one. */
export function resolveOutputReference(
  references: readonly string[],
  location: AttributeLocation,
  context: PlanContext,
): Value {
  const [only, ...others] = mostSpecificReferences(references);
  if (only === undefined || others.length > 0) return ambiguousReference(references);
  return resolve(only, { ...location, attribute: "output_ids" }, context, 0);
}

function resolve(text: string, location: AttributeLocation, context: PlanContext, depth: number): Value {
  const { root, steps } = parseReference(text);
  switch (root) {
    case "var":
      return variable(steps, location, context, depth);
    case "module":
      return output(text, steps, location, context, depth);
    case "data":
      return attribute(text, `data.${steps[0]}.${steps[1]}`, steps.slice(2), location, context, depth);
    case "local":
    case "each":
    case "path":
    case "terraform":
    case "self":
      return new Unknown(`the plan does not show the value of ${text}`);
    default:
      return attribute(text, `${root}.${steps[0]}`, steps.slice(1), location, context, depth);
  }
}

function variable(
  [name, ...rest]: readonly (string | number)[],
  location: AttributeLocation,
  context: PlanContext,
  depth: number,
): Value {
  const { caller } = location.module;
  if (caller === undefined) {
    const given = toObject(context.variables[String(name)]).value;
    return given === undefined
      ? new Unknown(`the variable ${name} has no value in the plan`)
      : followPath(given as Value, rest, NO_RESOURCES);
  }
  const argument = caller.arguments[String(name)];
  if (!isJsonObject(argument)) return standard(String(name), rest, location.module);
  const constant = constantValue(argument);
  if (constant !== undefined) return followPath(constant as Value, rest, NO_RESOURCES);
  if (rest.length > 0) return ambiguousReference(referenceTexts(argument.references));
  return resolveReferences(
    referenceTexts(argument.references),
    { ...location, module: caller.module },
    context,
    depth + 1,
  );
}

const NO_RESOURCES = {
  attribute: (address: string, path: readonly (string | number)[]) => new Reference(address, path),
};

function standard(name: string, rest: readonly (string | number)[], module: PlanModule): Value {
  const declared = toObject(toObject(module.configuration.variables)[name]).default;
  if (declared === undefined) return new Unknown(`the plan does not show the value of var.${name}`);
  return followPath(declared as Value, rest, NO_RESOURCES);
}

function output(
  text: string,
  [name, ...path]: readonly (string | number)[],
  location: AttributeLocation,
  context: PlanContext,
  depth: number,
): Value {
  const found = /^module\.[\w-]+(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/.exec(text);
  const key = found?.[1] ?? "";
  const [outputName, ...rest] = key === "" ? path : path.slice(1);
  const called = calledModule(location.module, String(name), key);
  const declared = called && toObject(called.configuration.outputs)[String(outputName)];
  const expression = isJsonObject(declared) ? toObject(declared.expression) : undefined;
  if (called === undefined || expression === undefined || rest.length > 0) {
    return new Unknown(`the plan does not show the value of ${text}`);
  }
  const constant = constantValue(expression);
  if (constant !== undefined) return constant as Value;
  return resolveReferences(
    referenceTexts(expression.references),
    { ...location, module: called },
    context,
    depth + 1,
  );
}

function attribute(
  text: string,
  local: string,
  steps: readonly (string | number)[],
  location: AttributeLocation,
  context: PlanContext,
  depth: number,
): Value {
  const base = `${location.module.prefix}${local}`;
  const instances = context.instances.get(base) ?? [];
  const keyed = `${base}[${JSON.stringify(steps[0])}]`;
  const isKeyed = instances.includes(keyed);
  const path = isKeyed ? steps.slice(1) : steps;
  if (!isKeyed && !instances.includes(base)) return whole(text, base, instances, location, context);
  const address = isKeyed ? keyed : base;
  const [name] = path;
  if (name === undefined) return whole(text, base, [address], location, context);
  if (!IS_IDENTITY.test(String(name))) return new Unknown(`the plan does not show how it uses ${text}`);
  const known = context.known.get(address)?.[String(name)];
  if (known !== undefined && known !== null) return followPath(known as Value, path.slice(1), NO_RESOURCES);
  return own(local, path, { ...location, address, base, attribute: String(name) }, context, depth);
}

/** An attribute configured by references resolves further; any other is the resource's own. */
function own(
  local: string,
  path: readonly (string | number)[],
  location: AttributeLocation,
  context: PlanContext,
  depth: number,
): Value {
  const expressions = toObject(resourceConfiguration(location.module, local)?.expressions);
  const expression = expressions[String(path[0])];
  const references = isJsonObject(expression) ? referenceTexts(expression.references) : [];
  if (references.length === 0 || path.length > 1)
    return new Reference(`${context.stack}/${location.address}`, path);
  return resolveReferences(references, location, context, depth + 1);
}

/** All instances of a resource, by the attribute that the location accepts. */
function whole(
  text: string,
  base: string,
  instances: readonly string[],
  location: AttributeLocation,
  context: PlanContext,
): Value {
  const identity = /arns?$/.test(location.attribute) ? "arn" : "id";
  const references = instances.map((address) => identityOf(address, identity, context));
  if (MANY.test(location.attribute)) return references;
  if (instances.length === 1) return required(references, 0);
  const own = context.instances.get(location.base) ?? [];
  const keys = (addresses: readonly string[], of: string) =>
    addresses.map((address) => address.slice(of.length));
  const hasSameKeys = keys(own, location.base).join() === keys(instances, base).join();
  const counterpart = instances.indexOf(`${base}${location.address.slice(location.base.length)}`);
  if (hasSameKeys && counterpart >= 0) return required(references, counterpart);
  return new Unknown(`the plan does not show which instance of ${text} it uses`);
}

function identityOf(address: string, attribute: string, { known, stack }: PlanContext): Value {
  const value = known.get(address)?.[attribute];
  return typeof value === "string" ? value : new Reference(`${stack}/${address}`, [attribute]);
}
