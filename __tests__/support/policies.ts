import type { SynthesizedStackJson } from "./synth.ts";

/**
 * JSON that a stack holds as text: a policy, container definitions. References to other resources may hold
 * quotes of their own (`arns["key"]`), which would end the text around them; they become single ones.
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

/** What the roles and users of a stack may do, by the address of the policy's construct. */
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

/** A value or a list of them, as a list. */
export function toArray(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
