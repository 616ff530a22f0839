import type { SynthesizedStackJson } from "./synth.ts";

/**
 * Parses JSON text inside a stack, such as a policy or container definitions. References may
 * contain double quotes (`arns["key"]`), which would end the JSON string; they become single
 * quotes.
 */
export function parseEmbeddedJson(text: unknown): unknown {
  return JSON.parse(String(text).replace(/\$\{[^}]*\}/g, (token) => token.replaceAll('"', "'")));
}

/** One statement of a synthesized policy. */
export interface PolicyStatementJson {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** Returns the statements of a stack's role and user policies, each with the policy's address. */
export function iamPolicyStatements(
  stack: SynthesizedStackJson,
): (PolicyStatementJson & { readonly address: string })[] {
  return ["aws_iam_role_policy", "aws_iam_user_policy"].flatMap((type) =>
    Object.entries(stack.resource?.[type] ?? {}).flatMap(([address, { policy }]) =>
      (parseEmbeddedJson(policy) as { readonly Statement: readonly PolicyStatementJson[] }).Statement.map(
        (statement) => ({
          ...statement,
          address,
        }),
      ),
    ),
  );
}

/** Wraps a single value in a list. */
export function toArray(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
