import type { GithubApi } from "./github-api.ts";

/** A comment that a pipeline keeps up to date. */
export interface KeptComment {
  /** The number of the pull request. */
  readonly pullRequest: number;
  /** The hidden first line by which the comment is found again. */
  readonly marker: string;
  /** The login of the comment's author: one of anyone else with that marker is not touched. */
  readonly author: string;
  /** The Markdown, which begins with the marker. */
  readonly body: string;
}

interface IssueComment {
  readonly id: number;
  readonly body?: string;
  readonly user?: { readonly login: string } | null;
}

/**
 * Writes a comment on a pull request, in place of the earlier one with its marker and author.
 * https://docs.github.com/en/rest/issues/comments
 *
 * @throws CiError
 */
export async function keepComment(
  api: GithubApi,
  { pullRequest, marker, author, body }: KeptComment,
): Promise<"created" | "updated" | "unchanged"> {
  const comments = await api.list<IssueComment>(`/issues/${pullRequest}/comments`);
  const known = comments.find(
    (comment) => comment.user?.login === author && comment.body?.startsWith(marker) === true,
  );
  if (known === undefined) {
    await api.create(`/issues/${pullRequest}/comments`, { body });
    return "created";
  }
  // GitHub stores line endings as they come, and the page edits them.
  if (known.body?.replaceAll("\r\n", "\n").trimEnd() === body.trimEnd()) return "unchanged";
  await api.change(`/issues/comments/${known.id}`, { body });
  return "updated";
}
