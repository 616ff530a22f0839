import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compact } from "../../../language/compact.ts";
import { defined } from "../../../language/required.ts";
import { projectFolder } from "../../project-folder.ts";
import type { Json, JsonObject } from "../../reach/terraform/configuration/json.ts";

const FOLDER = join(projectFolder, "tools", "review", "permissions", "aws-managed-policies");

/**
 * The files of policies, those that are short and attached often first: the long ones are read
 * only if none of them has a policy. A policy is a heading (the end of its ARN, its version if
 * known, the date) and its statements. A statement begins with `Allow` or `Deny` and the resources,
 * with `NotAction` or `NotResource` before them for a complement; `if` and its condition may
 * follow; then come the actions, without their service, which ends in a colon: `s3: Get* List*`.
 */
const FILES = ["attached-often.txt", "read-only.txt"];

const CACHED = new Map<string, ReadonlyMap<string, string>>();

/**
 * Returns the statements of an AWS managed policy, given the end of its ARN; undefined if it is not
 * among those that are known here. AWS extends its policies over time. They were written down on
 * 2026-12-01 from the documents of 2026-08-22 in
 * https://github.com/iann0036/iam-dataset/tree/main/aws/managedpolicies
 * and AdministratorAccess, PowerUserAccess and AmazonGuardDutyFullAccess of 2026-03-07 in
 * https://github.com/zoph-io/MAMIP/tree/master/policies
 */
export function awsManagedPolicy(name: string): readonly JsonObject[] | undefined {
  for (const file of FILES) {
    const text = policiesOf(file).get(name);
    if (text !== undefined) return statementsOf(text);
  }
  return undefined;
}

/** Returns the names of all policies that are known here: the ends of their ARNs. */
export function awsManagedPolicyNames(): readonly string[] {
  return FILES.flatMap((file) => [...policiesOf(file).keys()]);
}

/** Reads a file, once: the text of each policy, by its name. */
function policiesOf(file: string): ReadonlyMap<string, string> {
  const known = CACHED.get(file);
  if (known !== undefined) return known;
  const texts = readFileSync(join(FOLDER, file), "utf8").split("\n\n");
  const policies = new Map(texts.map((text) => [text.slice(0, text.search(/\s/)), text]));
  CACHED.set(file, policies);
  return policies;
}

function statementsOf(policy: string): JsonObject[] {
  return policy
    .split(/\n(?= {2}(?:Allow|Deny)\b)/)
    .slice(1)
    .map(statementOf);
}

function statementOf(text: string): JsonObject {
  const [head = "", ...lines] = text.split(/\n(?= {4}\S)/);
  const [effect = "", ...rest] = head.trim().split(/\s+/);
  const isComplement = (name: string) => rest.includes(name);
  const condition = lines.find((line) => line.startsWith("    if "));
  return {
    Effect: effect,
    [isComplement("NotAction") ? "NotAction" : "Action"]: actionsOf(
      lines.filter((line) => line !== condition),
    ),
    [isComplement("NotResource") ? "NotResource" : "Resource"]: rest.filter(
      (word) => !word.startsWith("Not"),
    ),
    ...compact({
      Condition:
        condition === undefined ? undefined : (JSON.parse(condition.slice("    if ".length)) as Json),
    }),
  };
}

/** The actions of lines such as `s3: Get* List*`; `*` alone is every action of every service. */
function actionsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [service, ...actions] = line.trim().split(/\s+/);
    return actions.length === 0
      ? [defined(service, "an action")]
      : actions.map((action) => `${service}${action}`);
  });
}
