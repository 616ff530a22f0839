import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { hasMark } from "../plan/json-values.ts";
import { isSecretAttribute } from "./secret-attributes.ts";
import { leafTexts } from "./secret-parts.ts";

/**
 * Returns every secret text of a plan's JSON: masked values, sensitive outputs and variables,
 * secret attributes and their literals in the configuration.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function secretsInPlan(plan: JsonObject): string[] {
  return [
    ...["resource_changes", "resource_drift"].flatMap((key) => objects(plan[key]).flatMap(changeSecrets)),
    ...objects(plan.deferred_changes).flatMap(({ resource_change: change }) =>
      changeSecrets(toObject(change)),
    ),
    ...objects(plan.action_invocations).flatMap(invocationSecrets),
    ...objects(plan.deferred_action_invocations).flatMap(({ action_invocation: invocation }) =>
      invocationSecrets(toObject(invocation)),
    ),
    ...Object.values(toObject(plan.output_changes)).flatMap((output) =>
      outputChangeSecrets(toObject(output)),
    ),
    ...valuesSecrets(toObject(plan.planned_values)),
    ...valuesSecrets(toObject(toObject(plan.prior_state).values)),
    ...configurationSecrets(toObject(plan.configuration), toObject(plan.variables)),
  ];
}

/**
 * Returns the texts of a value that a mask covers. Where the shapes of both differ, one mark covers
 * the whole value.
 */
export function maskedTexts(value: Json | undefined, mask: Json | undefined): string[] {
  if (mask === true) return leafTexts(value);
  if (Array.isArray(mask)) {
    if (Array.isArray(value)) {
      const spare = value.length > mask.length && mask.some(hasMark);
      return value.flatMap((item: Json, index) => maskedTexts(item, spare ? true : (mask[index] as Json)));
    }
    return hasMark(mask) ? leafTexts(value) : [];
  }
  if (!isJsonObject(mask)) return [];
  if (isJsonObject(value))
    return Object.entries(mask).flatMap(([name, own]) => maskedTexts(value[name], own));
  return hasMark(mask) ? leafTexts(value) : [];
}

function changeSecrets({ type, change }: JsonObject): string[] {
  const { before, after, before_sensitive: maskBefore, after_sensitive: maskAfter } = toObject(change);
  return [
    ...maskedTexts(before, maskBefore),
    ...maskedTexts(after, maskAfter),
    // A value often outlives its mask, or had none before an attribute became sensitive.
    ...maskedTexts(before, maskAfter),
    ...maskedTexts(after, maskBefore),
    ...namedSecrets(before, textOf(type)),
    ...namedSecrets(after, textOf(type)),
  ];
}

function invocationSecrets({ config_values: values, config_sensitive: mask, type }: JsonObject): string[] {
  return [...maskedTexts(values, mask), ...namedSecrets(values, textOf(type))];
}

function outputChangeSecrets(output: JsonObject): string[] {
  const { before, after, before_sensitive: maskBefore, after_sensitive: maskAfter } = output;
  return [maskBefore, maskAfter].flatMap((mask) => [
    ...maskedTexts(before, mask),
    ...maskedTexts(after, mask),
  ]);
}

/** Secrets of `planned_values`, or of a state's `values`. */
function valuesSecrets(values: JsonObject): string[] {
  const outputs = Object.values(toObject(values.outputs)).map(toObject);
  return [
    ...outputs.flatMap(({ sensitive, value }) => maskedTexts(value, sensitive)),
    ...moduleSecrets(toObject(values.root_module)),
  ];
}

function moduleSecrets(module: JsonObject): string[] {
  return [
    ...objects(module.resources).flatMap(({ values, sensitive_values: mask, type }) => [
      ...maskedTexts(values, mask),
      ...namedSecrets(values, textOf(type)),
    ]),
    ...objects(module.child_modules).flatMap(moduleSecrets),
  ];
}

/** Texts below attributes that hold a secret by schema or name. */
function namedSecrets(value: Json | undefined, type: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => namedSecrets(item, type));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, own]) =>
    isSecretAttribute(type, name) ? leafTexts(own) : namedSecrets(own, type),
  );
}

function configurationSecrets(configuration: JsonObject, variables: JsonObject): string[] {
  const providers = Object.values(toObject(configuration.provider_config)).map(toObject);
  const root = toObject(configuration.root_module);
  return [
    ...providers.flatMap(({ expressions }) => namedSecrets(expressions, "")),
    ...sensitiveVariables(root).flatMap((name) => leafTexts(toObject(variables[name]).value)),
    ...moduleConfigurationSecrets(root),
  ];
}

function moduleConfigurationSecrets(module: JsonObject): string[] {
  const settings = toObject(module.variables);
  const outputs = Object.values(toObject(module.outputs)).map(toObject);
  return [
    ...sensitiveVariables(module).flatMap((name) => leafTexts(toObject(settings[name]).default)),
    ...outputs.flatMap(({ sensitive, expression }) => (sensitive === true ? constants(expression) : [])),
    ...objects(module.resources).flatMap(resourceSecrets),
    ...Object.values(toObject(module.module_calls)).map(toObject).flatMap(moduleCallSecrets),
  ];
}

function resourceSecrets({ type, expressions, provisioners }: JsonObject): string[] {
  return [
    ...expressionSecrets(expressions, textOf(type)),
    ...objects(provisioners).flatMap((provisioner) => expressionSecrets(provisioner.expressions, "")),
  ];
}

function moduleCallSecrets({ expressions, module }: JsonObject): string[] {
  const called = toObject(module);
  const given = toObject(expressions);
  return [
    ...sensitiveVariables(called).flatMap((name) => constants(given[name])),
    ...expressionSecrets(given, ""),
    ...moduleConfigurationSecrets(called),
  ];
}

/** Literals of secret attributes, and of secret members inside other literals. */
function expressionSecrets(expressions: Json | undefined, type: string): string[] {
  if (Array.isArray(expressions)) return expressions.flatMap((each: Json) => expressionSecrets(each, type));
  if (!isJsonObject(expressions)) return [];
  return Object.entries(expressions).flatMap(([name, expression]) => {
    if (isSecretAttribute(type, name)) return constants(expression);
    return name === "constant_value" ? namedSecrets(expression, type) : expressionSecrets(expression, type);
  });
}

/** The literals of an expression, or of the expressions in a block; references are none. */
function constants(expression: Json | undefined): string[] {
  if (Array.isArray(expression)) return expression.flatMap((each: Json) => constants(each));
  if (!isJsonObject(expression)) return [];
  return Object.entries(expression).flatMap(([name, value]) =>
    name === "constant_value" ? leafTexts(value) : constants(value),
  );
}

function sensitiveVariables(module: JsonObject): string[] {
  return Object.entries(toObject(module.variables))
    .filter(([, variable]) => toObject(variable).sensitive === true)
    .map(([name]) => name);
}

function objects(json: Json | undefined): readonly JsonObject[] {
  return toList(json).filter(isJsonObject);
}

function textOf(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}
