/** A kind that managed policies are attached to. */
export interface AttachedKind {
  /** The word in messages. */
  readonly noun: string;
  /** The resource type. */
  readonly type: string;
}

/** A kind of identity, with the types that give policies to it. */
export interface IdentityKind extends AttachedKind {
  /** The word in messages, and the argument that names such an identity. */
  readonly noun: "role" | "user" | "group";
  /** The argument of `aws_iam_policy_attachment` that lists such identities. */
  readonly listed: string;
}

/** The kinds of identities of IAM that policies are attached to. */
export const IDENTITY_KINDS: readonly IdentityKind[] = [
  { noun: "role", type: "aws_iam_role", listed: "roles" },
  { noun: "user", type: "aws_iam_user", listed: "users" },
  { noun: "group", type: "aws_iam_group", listed: "groups" },
];
