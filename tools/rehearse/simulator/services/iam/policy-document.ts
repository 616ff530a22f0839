import { compact } from "../../../../../language/compact.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import type { ObjectValue, TerraformValue } from "../../terraform-value.ts";

type JsonValue =
  | string
  | boolean
  | number
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
type PolicyStatement = { readonly [key: string]: JsonValue };

/** A policy document as the provider writes it: fields in this order, absent ones omitted. */
export interface IamPolicyDocument {
  /** The version of the policy language. @default none: IAM assumes `2008-10-17` */
  readonly Version?: string;
  /** The ID of the document. @default none */
  readonly Id?: string;
  /** The statements. @default none */
  readonly Statement?: readonly PolicyStatement[];
}

/** Replaces Terraform's escape `&{aws:username}` by IAM's `${aws:username}`. */
function unescapeVariables(text: string): string {
  return text.replaceAll("&{", "${");
}

/**
 * A single string as a string, several as an array sorted from Z to A, like the provider writes
 * sets.
 */
function oneOrMany(texts: readonly string[]): JsonValue {
  const plainTexts = texts.map(unescapeVariables);
  return plainTexts.length === 1 ? (plainTexts[0] ?? "") : plainTexts.sort().reverse();
}

function buildPrincipals(blocks: readonly ObjectValue[]): JsonValue {
  const byType = new Map<string, string[]>();
  for (const block of blocks) {
    const type = stringAttribute(block, "type") ?? "";
    byType.set(type, [...(byType.get(type) ?? []), ...stringListAttribute(block, "identifiers")]);
  }
  const everyone = byType.get("*");
  if (everyone?.length === 1 && everyone[0] === "*" && byType.size === 1) return "*";
  const sorted = [...byType].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([type, identifiers]) => [type, oneOrMany(identifiers)]));
}

function buildConditions(blocks: readonly ObjectValue[]): JsonValue {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const block of blocks) {
    const test = stringAttribute(block, "test") ?? "";
    const variable = stringAttribute(block, "variable") ?? "";
    const variables = byTest[test] ?? {};
    variables[variable] = [
      ...(variables[variable] ?? []),
      ...stringListAttribute(block, "values").map(unescapeVariables),
    ];
    byTest[test] = variables;
  }
  return sortKeys(
    Object.fromEntries(
      Object.entries(byTest).map(([test, variables]) => [
        test,
        sortKeys(
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

function sortKeys(object: { readonly [key: string]: JsonValue }): { readonly [key: string]: JsonValue } {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function buildStatement(block: ObjectValue): PolicyStatement {
  const result: Record<string, JsonValue> = {};
  const sid = stringAttribute(block, "sid");
  if (sid !== undefined) result.Sid = sid;
  result.Effect = stringAttribute(block, "effect") ?? "Allow";
  const lists = {
    Action: "actions",
    NotAction: "not_actions",
    Resource: "resources",
    NotResource: "not_resources",
  };
  for (const [field, attribute] of Object.entries(lists)) {
    const texts = stringListAttribute(block, attribute);
    if (texts.length > 0) result[field] = oneOrMany(texts);
  }
  for (const [field, name] of Object.entries({ Principal: "principals", NotPrincipal: "not_principals" })) {
    const blocks = nestedBlocksOf(block, name);
    if (blocks.length > 0) result[field] = buildPrincipals(blocks);
  }
  const tests = nestedBlocksOf(block, "condition");
  if (tests.length > 0) result.Condition = buildConditions(tests);
  return result;
}

/** Merges documents: a later statement replaces one with the same Sid; others are appended. */
function mergeDocuments(base: IamPolicyDocument, next: IamPolicyDocument): IamPolicyDocument {
  const statements = [...(base.Statement ?? [])];
  for (const added of next.Statement ?? []) {
    const index = added.Sid === undefined ? -1 : statements.findIndex((old) => old.Sid === added.Sid);
    if (index >= 0) statements[index] = added;
    else statements.push(added);
  }
  const Version = next.Version ?? base.Version;
  const Id = next.Id ?? base.Id;
  return {
    ...compact({ Version, Id }),
    ...(statements.length === 0 ? {} : { Statement: statements }),
  };
}

/** The fields of a statement in the provider's order. */
const STATEMENT_FIELDS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"];

/**
 * Normalizes the principals of a document given as text: sorts lists from Z to A, keeps a single
 * string.
 */
function normalizePrincipals(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value).map(
    ([type, names]) => [type, Array.isArray(names) ? [...names].sort().reverse() : names] as const,
  );
  return sortKeys(Object.fromEntries(fields));
}

/**
 * Normalizes the conditions of a document given as text: a one-element list becomes its element.
 */
function normalizeConditions(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const tests = Object.entries(value).map(([test, variables]) => {
    if (typeof variables !== "object" || variables === null || Array.isArray(variables))
      return [test, variables];
    const plainTexts = Object.entries(variables).map(([name, values]) => [
      name,
      Array.isArray(values) && values.length === 1 ? values[0] : values,
    ]);
    return [test, sortKeys(Object.fromEntries(plainTexts))];
  });
  return sortKeys(Object.fromEntries(tests));
}

/** Normalizes a statement given as text to the provider's output. */
function normalizeStatement(statement: PolicyStatement): PolicyStatement {
  const result: Record<string, JsonValue> = {};
  for (const field of STATEMENT_FIELDS) if (statement[field] !== undefined) result[field] = statement[field];
  for (const field of ["Principal", "NotPrincipal"]) {
    if (statement[field] !== undefined) result[field] = normalizePrincipals(statement[field]);
  }
  if (statement.Condition !== undefined) result.Condition = normalizeConditions(statement.Condition);
  return result;
}

function parseDocument(text: string): IamPolicyDocument {
  const document: JsonValue = JSON.parse(text);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new SyntaxError("the policy document is not a JSON object");
  }
  const { Version, Id, Statement } = document as { readonly [key: string]: JsonValue };
  if (Statement !== undefined && !Array.isArray(Statement)) {
    throw new SyntaxError("the policy's Statement is not a list: the provider accepts only a list");
  }
  return {
    ...(typeof Version === "string" ? { Version } : {}),
    ...(typeof Id === "string" ? { Id } : {}),
    ...compact({
      Statement: Statement?.map((statement: JsonValue) => normalizeStatement(statement as PolicyStatement)),
    }),
  };
}

/**
 * Builds the document of `aws_iam_policy_document` from its arguments.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 * @throws SyntaxError if a source or override document is not a JSON object.
 */
export function buildIamPolicyDocument(config: ObjectValue): IamPolicyDocument {
  const sources = [...toList(config.source_json), ...stringListAttribute(config, "source_policy_documents")];
  const overrides = [
    ...stringListAttribute(config, "override_policy_documents"),
    ...toList(config.override_json),
  ];
  const id = stringAttribute(config, "policy_id");
  const configured: IamPolicyDocument = {
    Version: stringAttribute(config, "version") ?? "2012-10-17",
    ...compact({ Id: id }),
    Statement: nestedBlocksOf(config, "statement").map(buildStatement),
  };
  const base = sources.map(parseDocument).reduce(mergeDocuments, {});
  return overrides.map(parseDocument).reduce(mergeDocuments, mergeDocuments(base, configured));
}

function toList(value: TerraformValue | undefined): readonly string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** Formats the document as text, with `<`, `>` and `&` escaped like Go's encoder. */
export function formatIamPolicyDocument(document: IamPolicyDocument, indent: number): string {
  const codes: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(document, null, indent).replace(
    /[<>&]/g,
    (character) => codes[character] ?? character,
  );
}
