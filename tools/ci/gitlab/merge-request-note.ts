import { EXIT_CODES } from "../../review/level.ts";
import { CiError } from "../ci-error.ts";
import type { GitlabApi } from "./gitlab-api.ts";

/** A review as a note, which a pipeline keeps up to date. */
export interface ReviewNote {
  /** The merge request's number in its project. */
  readonly mergeRequest: string;
  /** The hidden first line by which the note is found again. */
  readonly marker: string;
  /** The reviewed digest. */
  readonly digest: string;
  /** The commit of which the plans were made. */
  readonly commit: string;
  /** The exit code of `drydock review`. */
  readonly exitCode: number;
  /** The review's Markdown, without a marker. */
  readonly markdown: string;
}

/** The commit whose plans were reviewed, and the reviewed digest. */
export interface NotedReview {
  readonly commit: string;
  readonly digest: string;
}

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number };
}

interface MergeRequest {
  readonly iid: number;
  readonly state: string;
}

/** The hidden second line of a note, from which the job that applies reads what was reviewed. */
const REVIEWED = /^<!-- drydock reviewed: ([0-9a-f]{40}) ([0-9a-f]{64}) (\d+) -->$/m;

/**
 * Writes a note on a merge request, in place of the token's earlier one with its marker.
 * https://docs.gitlab.com/api/notes/
 *
 * @throws CiError
 */
export async function keepReviewNote(api: GitlabApi, note: ReviewNote): Promise<"created" | "updated"> {
  const { mergeRequest, marker, commit, digest, exitCode, markdown } = note;
  const path = `/merge_requests/${mergeRequest}/notes`;
  const body = `${marker}\n<!-- drydock reviewed: ${commit} ${digest} ${exitCode} -->\n${markdown}`;
  const known = await findNote(api, path, marker);
  await (known === undefined
    ? api.write("POST", path, { body })
    : api.write("PUT", `${path}/${known.id}`, { body }));
  return known === undefined ? "created" : "updated";
}

/**
 * Finds the plans that were reviewed before a merge, by the token's note. That the merge has the
 * same files is for `drydock apply`, which compares them with the plans.
 * https://docs.gitlab.com/api/commits/#list-all-merge-requests-associated-with-a-commit
 *
 * @throws CiError if the commit was not reviewed, or must not be applied
 */
export async function findNotedReview(api: GitlabApi, merged: string, marker: string): Promise<NotedReview> {
  const requests = await api.list<MergeRequest>(`/repository/commits/${merged}/merge_requests`);
  const request = requests.find(({ state }) => state === "merged");
  const note = request && (await findNote(api, `/merge_requests/${request.iid}/notes`, marker));
  const [, commit, digest, exitCode] = REVIEWED.exec(note?.body ?? "") ?? [];
  if (commit === undefined || digest === undefined) {
    throw new CiError(
      `No merged merge request with a review has the commit ${merged.slice(0, 12)}. Nothing was applied. Fix: make the change in a merge request.`,
    );
  }
  if (Number(exitCode) === EXIT_CODES.block)
    throw new CiError(`The review of ${commit.slice(0, 12)} blocks: nothing was applied.`);
  return { commit, digest };
}

async function findNote(api: GitlabApi, path: string, marker: string): Promise<Note | undefined> {
  const [me, notes] = await Promise.all([api.ownUser(), api.list<Note>(`${path}?sort=asc`)]);
  return notes.find((note) => note.author.id === me && note.body.startsWith(marker));
}
