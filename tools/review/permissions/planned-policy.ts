import { attributeNames, evaluateAttribute } from "../../reach/terraform/configuration/evaluate-json.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { evaluate } from "../../reach/terraform/expression/evaluate.ts";
import {
  moduleOfAddress,
  resourceConfiguration,
  rootModule,
} from "../../reach/terraform/plan/plan-module.ts";
import { mostSpecificReferences, referenceTexts } from "../../reach/terraform/plan/reference-texts.ts";
import { Reference, Unknown } from "../../reach/terraform/value.ts";
import { PlanScope } from "./plan-scope.ts";
import type { PlanValues } from "./plan-values.ts";
import { newSymbol, symbolicDocument, symbolicJson } from "./symbolic-json.ts";

const DATA_DOCUMENT = /(?:^|\.)data\.aws_iam_policy_document\./;
const KEY = /\[(\d+|"(?:[^"\\]|\\.)*")\]$/;

/**
 * Returns a policy document that is known only after apply, as far as its configuration tells it:
 * with a symbol for each unknown part.
 *
 * @returns the document, or the reason why it is unknown; undefined if the configuration sets none,
 * so that AWS's default applies
 */
export function plannedPolicy(
  values: PlanValues,
  address: string,
  attribute: string,
): Json | Unknown | undefined {
  if (isUnset(values, address, attribute)) return undefined;
  const expression = expressionOf(values, address, attribute);
  if (expression instanceof Unknown) return expression;
  if (expression instanceof Reference) return referredDocument(values, expression);
  return expression;
}

/** Returns the resource that an attribute refers to, which is known only after apply. */
export function referredAddress(values: PlanValues, address: string, attribute: string): string | undefined {
  const block = PlanScope.configured(values, address);
  const json = block?.body[attribute];
  if (block !== undefined && typeof json === "string") {
    const expression = block.scope.parse(json);
    const value = expression instanceof Unknown ? expression : evaluate(expression, block.scope);
    return value instanceof Reference ? value.address : undefined;
  }
  return singleReference(values, address, attribute)?.address;
}

/** Returns the resources that the expression of a list refers to. */
export function referredAddresses(values: PlanValues, address: string, attribute: string): readonly string[] {
  const { references } = configuredExpression(values, address, attribute);
  const { prefix } = moduleOfAddress(rootModule(values.plan.json), address) ?? { prefix: "" };
  const block = PlanScope.configured(values, address);
  const json = block?.body[attribute];
  if (block === undefined || json === undefined) {
    return mostSpecificReferences(referenceTexts(references)).map(
      (text) => `${prefix}${text.replace(/\.\w+$/, "")}`,
    );
  }
  return toList(json).flatMap((item) => {
    const expression = typeof item === "string" ? block.scope.parse(item) : undefined;
    if (expression === undefined || expression instanceof Unknown) return [];
    const value = evaluate(expression, block.scope);
    return value instanceof Reference ? [value.address] : [];
  });
}

/**
 * Returns nested blocks as configured, with symbols for what is unknown.
 *
 * @returns the blocks, or the reason why they are unknown; undefined if there are none
 */
export function plannedBlocks(values: PlanValues, address: string, name: string): Json | Unknown | undefined {
  if (isUnset(values, address, name)) return undefined;
  const block = PlanScope.configured(values, address);
  const blocks = block === undefined ? undefined : evaluateAttribute(block.body, name, block.scope);
  if (block === undefined || blocks === undefined || blocks instanceof Unknown)
    return new Unknown(`its ${name} is known only after apply, and the plan does not show its expression`);
  return symbolicJson(blocks, block.scope);
}

function expressionOf(values: PlanValues, address: string, attribute: string): Json | Reference | Unknown {
  const block = PlanScope.configured(values, address);
  const json = block?.body[attribute];
  if (block !== undefined && json !== undefined) {
    const expression = typeof json === "string" ? block.scope.parse(json) : undefined;
    if (expression !== undefined && !(expression instanceof Unknown)) {
      const value = evaluate(expression, block.scope);
      if (value instanceof Reference && DATA_DOCUMENT.test(value.address)) return value;
    }
    return symbolicDocument(json, block.scope);
  }
  const constant = configuredExpression(values, address, attribute).constant_value;
  if (typeof constant === "string" && !/[$%]\{/.test(constant)) return constant;
  return singleReference(values, address, attribute) ?? unshown(values, address, attribute);
}

/** The reason for a policy of which the plan lists no more than what it waits for. */
function unshown(values: PlanValues, address: string, attribute: string): Unknown {
  const { references } = configuredExpression(values, address, attribute);
  const names = mostSpecificReferences(referenceTexts(references));
  const what = names.length === 0 ? "is known only after apply" : `waits for ${names.join(", ")}`;
  return new Unknown(`its policy ${what}, and the plan does not show its expression`);
}

/** True if the configuration is known, and does not set an attribute or block. */
export function isUnset(values: PlanValues, address: string, attribute: string): boolean {
  const block = PlanScope.configured(values, address);
  if (block !== undefined) return !attributeNames(block.body).includes(attribute);
  const expressions = configuredExpressions(values, address);
  return expressions !== undefined && !Object.hasOwn(expressions, attribute);
}

function configuredExpressions(values: PlanValues, address: string): JsonObject | undefined {
  const root = rootModule(values.plan.json);
  const module = moduleOfAddress(root, address) ?? root;
  const local = address.slice(module.prefix.length).replace(KEY, "");
  const expressions = resourceConfiguration(module, local)?.expressions;
  return isJsonObject(expressions) ? expressions : undefined;
}

function configuredExpression(values: PlanValues, address: string, attribute: string): JsonObject {
  const expression = configuredExpressions(values, address)?.[attribute];
  return isJsonObject(expression) ? expression : {};
}

/** The only reference of an expression in a plan's JSON, which lists no more than references. */
function singleReference(values: PlanValues, address: string, attribute: string): Reference | undefined {
  const { references } = configuredExpression(values, address, attribute);
  const names = mostSpecificReferences(referenceTexts(references)).filter(
    (text) => !/^(each|count)\./.test(text),
  );
  const found = names.length === 1 ? /^(.+)\.(json|arn|id|name)$/.exec(names[0] ?? "") : null;
  if (found === null || /^(var|local|module)\./.test(names[0] ?? "")) return undefined;
  const prefix = (moduleOfAddress(rootModule(values.plan.json), address) ?? { prefix: "" }).prefix;
  const base = `${prefix}${found[1]}`;
  const key = KEY.exec(address)?.[0] ?? "";
  const target = values.planned(base) === undefined && key !== "" ? `${base}${key}` : base;
  return new Reference(target, [found[2] ?? ""]);
}

function referredDocument(values: PlanValues, { address, path }: Reference): Json | Unknown {
  const known = values.attribute(address, path);
  if (typeof known === "string") return known;
  if (!DATA_DOCUMENT.test(address) || path[0] !== "json")
    return new Unknown(`${address} is known only after apply`);
  const statements = dataStatements(values, address);
  if (statements instanceof Unknown) return statements;
  return { Version: "2012-10-17", Statement: statements.map(statementJson) };
}

/** The `statement` blocks of a data source that is read during apply. */
function dataStatements(values: PlanValues, address: string): readonly JsonObject[] | Unknown {
  const block = PlanScope.configured(values, address);
  const planned = values.planned(address);
  const source = block?.body ?? planned?.after;
  const joins = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];
  const joined = source !== undefined && joins.some((name) => toList(source[name]).length > 0);
  if (joined) return new Unknown(`${address} joins other documents, which are known only after apply`);
  if (block !== undefined) {
    const statements = evaluateAttribute(block.body, "statement", block.scope) ?? [];
    if (statements instanceof Unknown) return statements;
    return toList(symbolicJson(statements, block.scope)).filter(isJsonObject);
  }
  if (planned === undefined) return new Unknown(`${address} is known only after apply`);
  return toList(withSymbols(planned.after.statement, planned.unknown.statement)).filter(isJsonObject);
}

/** Puts a symbol in the place of each unknown value. */
function withSymbols(value: Json | undefined, mark: Json | undefined): Json {
  if (mark === true) return newSymbol();
  if (Array.isArray(mark)) {
    const items = toList(value);
    return Array.from({ length: Math.max(items.length, mark.length) }, (_, i) =>
      withSymbols(items[i], mark[i]),
    );
  }
  if (!isJsonObject(mark)) return value ?? null;
  const known = isJsonObject(value) ? value : {};
  const names = [...new Set([...Object.keys(known), ...Object.keys(mark)])];
  return Object.fromEntries(names.map((name) => [name, withSymbols(known[name], mark[name])]));
}

/**
 * Converts a `statement` block to JSON.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
function statementJson(block: JsonObject): JsonObject {
  const listed: readonly (readonly [name: string, attribute: string])[] = [
    ["Action", "actions"],
    ["NotAction", "not_actions"],
    ["Resource", "resources"],
    ["NotResource", "not_resources"],
  ];
  const entries: (readonly [string, Json])[] = listed
    .filter(([, attribute]) => toList(block[attribute]).length > 0)
    .map(([name, attribute]) => [name, toList(block[attribute]).map(withVariables)]);
  for (const [name, attribute] of [
    ["Principal", "principals"],
    ["NotPrincipal", "not_principals"],
  ] as const) {
    const blocks = toList(block[attribute]).filter(isJsonObject);
    if (blocks.length > 0) entries.push([name, principalJson(blocks)]);
  }
  const conditions = toList(block.condition).filter(isJsonObject);
  if (conditions.length > 0) entries.push(["Condition", conditionJson(conditions)]);
  return { Effect: block.effect ?? "Allow", ...Object.fromEntries(entries) };
}

function principalJson(blocks: readonly JsonObject[]): Json {
  if (blocks.some(({ type }) => type === "*")) return "*";
  return grouped(
    blocks.map(({ type, identifiers }) => [String(type), toList(identifiers).map(withVariables)]),
  );
}

function conditionJson(blocks: readonly JsonObject[]): Json {
  const tests = [...new Set(blocks.map(({ test }) => String(test)))];
  return Object.fromEntries(
    tests.map((name) => {
      const own = blocks.filter(({ test }) => String(test) === name);
      return [
        name,
        grouped(own.map((each) => [String(each.variable), toList(each.values).map(withVariables)])),
      ];
    }),
  );
}

function grouped(entries: readonly (readonly [string, readonly Json[]])[]): JsonObject {
  const groups = new Map<string, Json[]>();
  for (const [name, values] of entries) groups.set(name, [...(groups.get(name) ?? []), ...values]);
  return Object.fromEntries(groups);
}

/** The data source writes variables of IAM as `&{aws:username}`. */
function withVariables(json: Json): Json {
  return typeof json === "string" ? json.replaceAll("&{", "${") : json;
}
