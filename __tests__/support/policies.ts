import type { StackJson } from "./synth.ts";

/**
 * JSON that a stack holds as text: a policy, container definitions. References to other resources may hold
 * quotes of their own (`arns["key"]`), which would end the text around them; they become single ones.
 */
export function jsonOf(text: unknown): unknown {
  return JSON.parse(String(text).replace(/\$\{[^}]*\}/g, (token) => token.replaceAll('"', "'")));
}

/** One statement of a synthesized policy. */
export interface StatementJson {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** What the roles and users of a stack may do, by the address of the policy's construct. */
export function identityStatements(stack: StackJson): (StatementJson & { readonly address: string })[] {
  return ["aws_iam_role_policy", "aws_iam_user_policy"].flatMap((type) =>
    Object.entries(stack.resource?.[type] ?? {}).flatMap(([address, { policy }]) =>
      (jsonOf(policy) as { readonly Statement: readonly StatementJson[] }).Statement.map((statement) => ({
        ...statement,
        address,
      })),
    ),
  );
}

/** A value or a list of them, as a list. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
