import type { ObjectValue, Value } from "../value.ts";
import { blocksOf, textOf, textsOf } from "./read.ts";

type Json = string | boolean | number | null | readonly Json[] | { readonly [key: string]: Json };
type Statement = { readonly [key: string]: Json };

/** A policy as the provider writes it: fields in this order, absent ones left out. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: readonly Statement[];
}

/** Terraform's own escape: `&{aws:username}` stands for IAM's `${aws:username}`. */
function unescaped(text: string): string {
  return text.replaceAll("&{", "${");
}

/** One text as text, several as an array from Z to A: the order in which the provider writes sets. */
function oneOrMany(texts: readonly string[]): Json {
  const plain = texts.map(unescaped);
  return plain.length === 1 ? (plain[0] ?? "") : plain.sort().reverse();
}

function principals(blocks: readonly ObjectValue[]): Json {
  const byType = new Map<string, string[]>();
  for (const block of blocks) {
    const type = textOf(block, "type") ?? "";
    byType.set(type, [...(byType.get(type) ?? []), ...textsOf(block, "identifiers")]);
  }
  const everyone = byType.get("*");
  if (everyone?.length === 1 && everyone[0] === "*" && byType.size === 1) return "*";
  const sorted = [...byType].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([type, identifiers]) => [type, oneOrMany(identifiers)]));
}

function conditions(blocks: readonly ObjectValue[]): Json {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const block of blocks) {
    const test = textOf(block, "test") ?? "";
    const variable = textOf(block, "variable") ?? "";
    const variables = byTest[test] ?? {};
    variables[variable] = [...(variables[variable] ?? []), ...textsOf(block, "values").map(unescaped)];
    byTest[test] = variables;
  }
  return sortedKeys(
    Object.fromEntries(
      Object.entries(byTest).map(([test, variables]) => [
        test,
        sortedKeys(
          Object.fromEntries(
            Object.entries(variables).map(([name, values]) => [
              name,
              values.length === 1 ? (values[0] ?? "") : values,
            ]),
          ),
        ),
      ]),
    ),
  );
}

function sortedKeys(object: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function statement(block: ObjectValue): Statement {
  const out: Record<string, Json> = {};
  const sid = textOf(block, "sid");
  if (sid !== undefined) out.Sid = sid;
  out.Effect = textOf(block, "effect") ?? "Allow";
  const lists = {
    Action: "actions",
    NotAction: "not_actions",
    Resource: "resources",
    NotResource: "not_resources",
  };
  for (const [field, attribute] of Object.entries(lists)) {
    const texts = textsOf(block, attribute);
    if (texts.length > 0) out[field] = oneOrMany(texts);
  }
  for (const [field, name] of Object.entries({ Principal: "principals", NotPrincipal: "not_principals" })) {
    const blocks = blocksOf(block, name);
    if (blocks.length > 0) out[field] = principals(blocks);
  }
  const tests = blocksOf(block, "condition");
  if (tests.length > 0) out.Condition = conditions(tests);
  return out;
}

/** Later statements take the place of earlier ones with the same Sid; the rest are added at the end. */
function merged(base: PolicyDocument, next: PolicyDocument): PolicyDocument {
  const statements = [...(base.Statement ?? [])];
  for (const added of next.Statement ?? []) {
    const index = added.Sid === undefined ? -1 : statements.findIndex((old) => old.Sid === added.Sid);
    if (index >= 0) statements[index] = added;
    else statements.push(added);
  }
  const Version = next.Version ?? base.Version;
  const Id = next.Id ?? base.Id;
  return {
    ...(Version === undefined ? {} : { Version }),
    ...(Id === undefined ? {} : { Id }),
    ...(statements.length === 0 ? {} : { Statement: statements }),
  };
}

/** The fields of a statement in the provider's order. */
const FIELDS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"];

/** Principals of a document that was given as text: lists from Z to A, one text stays as it is. */
function givenPrincipals(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value).map(
    ([type, names]) => [type, Array.isArray(names) ? [...names].sort().reverse() : names] as const,
  );
  return sortedKeys(Object.fromEntries(fields));
}

/** Conditions of a document that was given as text: a list of one is written as its element. */
function givenConditions(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const tests = Object.entries(value).map(([test, variables]) => {
    if (typeof variables !== "object" || variables === null || Array.isArray(variables))
      return [test, variables];
    const plain = Object.entries(variables).map(([name, values]) => [
      name,
      Array.isArray(values) && values.length === 1 ? values[0] : values,
    ]);
    return [test, sortedKeys(Object.fromEntries(plain))];
  });
  return sortedKeys(Object.fromEntries(tests));
}

/** A statement that was given as text, as the provider writes it again. */
function normalized(given: Statement): Statement {
  const out: Record<string, Json> = {};
  for (const field of FIELDS) if (given[field] !== undefined) out[field] = given[field];
  for (const field of ["Principal", "NotPrincipal"]) {
    if (given[field] !== undefined) out[field] = givenPrincipals(given[field]);
  }
  if (given.Condition !== undefined) out.Condition = givenConditions(given.Condition);
  return out;
}

function parsed(text: string): PolicyDocument {
  const document: Json = JSON.parse(text);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new SyntaxError("a policy document is a JSON object");
  }
  const { Version, Id, Statement } = document as { readonly [key: string]: Json };
  if (Statement !== undefined && !Array.isArray(Statement)) {
    throw new SyntaxError("the provider reads a policy's Statement only as a list");
  }
  return {
    ...(typeof Version === "string" ? { Version } : {}),
    ...(typeof Id === "string" ? { Id } : {}),
    ...(Statement === undefined
      ? {}
      : { Statement: Statement.map((one: Json) => normalized(one as Statement)) }),
  };
}

/**
 * The document that `aws_iam_policy_document` makes of its arguments.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 * @throws SyntaxError when a source or override document is no JSON object.
 */
export function policyDocument(config: ObjectValue): PolicyDocument {
  const sources = [...sourceTexts(config.source_json), ...textsOf(config, "source_policy_documents")];
  const overrides = [...textsOf(config, "override_policy_documents"), ...sourceTexts(config.override_json)];
  const id = textOf(config, "policy_id");
  const own: PolicyDocument = {
    Version: textOf(config, "version") ?? "2012-10-17",
    ...(id === undefined ? {} : { Id: id }),
    Statement: blocksOf(config, "statement").map(statement),
  };
  const base = sources.map(parsed).reduce(merged, {});
  return overrides.map(parsed).reduce(merged, merged(base, own));
}

function sourceTexts(value: Value | undefined): readonly string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** The document as text, with `<`, `>` and `&` escaped as Go's encoder does. */
export function policyText(document: PolicyDocument, indent: number): string {
  const codes: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(document, null, indent).replace(
    /[<>&]/g,
    (character) => codes[character] ?? character,
  );
}
