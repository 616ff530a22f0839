import { compact } from "../../../language/compact.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { Unknown } from "../../reach/terraform/value.ts";
import { type ConditionTest, conditionTest } from "./condition-test.ts";

/** The kinds of principals; `*` is everybody. */
export type PrincipalKind = "AWS" | "Service" | "Federated" | "CanonicalUser" | "*";

/** A principal as a policy names it. */
export interface PolicyPrincipal {
  /** The kind. */
  readonly kind: PrincipalKind;
  /** The ARN, account, service, provider or canonical ID; `*` for everybody of the kind. */
  readonly name: string;
}

/** A list of a statement, or its complement: `NotAction`, `NotResource`, `NotPrincipal`. */
export interface StatementClause<T> {
  /** The elements, sorted. */
  readonly values: readonly T[];
  /** True for the complement. */
  readonly isNegated: boolean;
}

/** A statement in normal form: lists are lists, sorted, without duplicates. */
export interface PolicyStatement {
  /** The `Effect`. */
  readonly effect: "Allow" | "Deny";
  /** The `Sid`. @default none */
  readonly id?: string;
  /** The principals. @default the one that the policy is attached to */
  readonly principals?: StatementClause<PolicyPrincipal>;
  /** Patterns of actions in lower case: actions do not depend on case. */
  readonly actions: StatementClause<string>;
  /** Patterns of ARNs. @default the resource that the policy is attached to */
  readonly resources?: StatementClause<string>;
  /** The lines of the condition, all of which must hold. */
  readonly conditions: readonly ConditionTest[];
  /** A text that statements of equal meaning share. */
  readonly identity: string;
}

/** The elements of a statement. */
const ELEMENTS: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

const KINDS: ReadonlySet<string> = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);

/** A document that cannot be read; its message is the reason. */
class MalformedPolicy extends Error {}

/**
 * Reads a policy document, of version 2012-10-17 or 2008-10-17: JSON text or an object.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @returns the statements, or the reason why the document cannot be read; it never throws
 */
export function parsePolicy(document: Json): readonly PolicyStatement[] | Unknown {
  try {
    return statementsOf(typeof document === "string" ? parsedText(document) : document);
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    return new Unknown(`the policy is malformed: ${error.message}`);
  }
}

/** @throws MalformedPolicy */
function statementsOf(json: Json): readonly PolicyStatement[] {
  if (!isJsonObject(json)) throw new MalformedPolicy("it is not a JSON object");
  const { Statement: statements } = json;
  if (statements === undefined) throw new MalformedPolicy("it has no Statement");
  return toList(statements).map(statementOf);
}

function parsedText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The parser's message may quote the text, which may hold anything.
    throw new MalformedPolicy("it is not JSON");
  }
}

function statementOf(json: Json): PolicyStatement {
  if (!isJsonObject(json)) throw new MalformedPolicy("a statement is not an object");
  const other = Object.keys(json).find((name) => !ELEMENTS.has(name));
  if (other !== undefined) throw new MalformedPolicy("a statement has an element that IAM does not know");
  const { Effect: effect, Sid: id } = json;
  if (effect !== "Allow" && effect !== "Deny") throw new MalformedPolicy("an Effect is not Allow or Deny");
  const principals = principalsOf(json);
  const actions = clauseOf(json, "Action", (text) => text.toLowerCase());
  if (actions === undefined) throw new MalformedPolicy("a statement has no Action");
  const resources = clauseOf(json, "Resource", (text) => text);
  const conditions = conditionsOf(json.Condition);
  return {
    effect,
    ...compact({ id: typeof id === "string" ? id : undefined, principals, resources }),
    actions,
    conditions,
    identity: JSON.stringify([
      effect,
      principals ?? null,
      actions,
      resources ?? null,
      conditions.map(({ identity }) => identity).sort(),
    ]),
  };
}

function clauseOf(
  json: JsonObject,
  name: "Action" | "Resource",
  normalize: (text: string) => string,
): StatementClause<string> | undefined {
  const positive = json[name];
  const negative = json[`Not${name}`];
  if (positive !== undefined && negative !== undefined)
    throw new MalformedPolicy(`a statement has both ${name} and Not${name}`);
  const value = positive ?? negative;
  if (value === undefined) return undefined;
  const texts = textsOf(value, name).map(normalize);
  return { values: [...new Set(texts)].sort(), isNegated: positive === undefined };
}

function principalsOf(json: JsonObject): StatementClause<PolicyPrincipal> | undefined {
  const { Principal: positive, NotPrincipal: negative } = json;
  if (positive !== undefined && negative !== undefined)
    throw new MalformedPolicy("a statement has both Principal and NotPrincipal");
  const value = positive ?? negative;
  if (value === undefined) return undefined;
  const named = typeof value === "string" ? wholeWorld(value) : principalMap(value);
  const byName = new Map(named.map((principal) => [`${principal.kind} ${principal.name}`, principal]));
  const values = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, principal]) => principal);
  return { values, isNegated: positive === undefined };
}

function wholeWorld(value: string): PolicyPrincipal[] {
  if (value !== "*") throw new MalformedPolicy("a Principal is a text other than *");
  return [{ kind: "*", name: "*" }];
}

function principalMap(value: Json): PolicyPrincipal[] {
  if (!isJsonObject(value)) throw new MalformedPolicy("a Principal is neither * nor an object");
  return Object.entries(value).flatMap(([kind, names]) => {
    if (!KINDS.has(kind)) throw new MalformedPolicy("a Principal is of a kind that IAM does not know");
    return textsOf(names, "Principal").map(
      (name): PolicyPrincipal =>
        // {"AWS": "*"} means the same as "*".
        kind === "AWS" && name === "*" ? { kind: "*", name } : { kind: kind as PrincipalKind, name },
    );
  });
}

function conditionsOf(json: Json | undefined): ConditionTest[] {
  if (json === undefined) return [];
  if (!isJsonObject(json)) throw new MalformedPolicy("a Condition is not an object");
  const tests = Object.entries(json).flatMap(([operator, keys]) => {
    if (!isJsonObject(keys)) throw new MalformedPolicy("a condition operator has no keys");
    return Object.entries(keys).map(([key, values]) => conditionTest(operator, key, scalarsOf(values)));
  });
  return [...new Map(tests.map((test) => [test.identity, test])).values()];
}

function textsOf(value: Json, name: string): string[] {
  const texts = toList(value);
  if (!texts.every((text) => typeof text === "string"))
    throw new MalformedPolicy(`${name} has an element that is no text`);
  return texts as string[];
}

/** The values of a condition, of which numbers and booleans mean their texts. */
function scalarsOf(value: Json): string[] {
  return toList(value).map((item) => {
    if (typeof item === "string") return item;
    if (typeof item === "number" || typeof item === "boolean") return String(item);
    throw new MalformedPolicy("a condition has a value that is no text");
  });
}
