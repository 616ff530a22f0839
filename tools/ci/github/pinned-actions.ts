import { CommentedText } from "../yaml.ts";

/** An action of a released version, by the commit that its tag had. */
interface PinnedAction {
  /** `actions/checkout`. */
  readonly name: string;
  /** The release's tag. */
  readonly tag: string;
  /** The tag's commit: a tag can be moved, a commit cannot. */
  readonly commit: string;
}

/**
 * The actions of the workflows. The commits are those of the repositories' tags, read from a copy
 * of each repository on 2026-11-30.
 * https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
 */
const ACTIONS = {
  checkout: {
    name: "actions/checkout",
    tag: "v7.0.1",
    commit: "3d3c42e5aac5ba805825da76410c181273ba90b1",
  },
  setupNode: {
    name: "actions/setup-node",
    tag: "v7.0.0",
    commit: "820762786026740c76f36085b0efc47a31fe5020",
  },
  setupTerraform: {
    name: "hashicorp/setup-terraform",
    tag: "v4.0.1",
    commit: "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
  },
  awsCredentials: {
    name: "aws-actions/configure-aws-credentials",
    tag: "v6.2.3",
    commit: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
  },
} as const satisfies Readonly<Record<string, PinnedAction>>;

/** Returns the `uses` of an action: its commit, and in the comment the tag. */
export function usesAction(action: keyof typeof ACTIONS): CommentedText {
  const { name, tag, commit }: PinnedAction = ACTIONS[action];
  return new CommentedText(
    `${name}@${commit}`,
    `${tag}: the tag's commit at https://github.com/${name}, read 2026-11-30`,
  );
}
