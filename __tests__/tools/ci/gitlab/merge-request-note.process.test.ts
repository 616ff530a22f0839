import { GitlabApi } from "../../../../tools/ci/gitlab/gitlab-api.ts";
import { findNotedReview, keepReviewNote } from "../../../../tools/ci/gitlab/merge-request-note.ts";
import {
  GITLAB_PROJECT,
  GITLAB_TOKEN,
  type GitlabServer,
  startGitlabServer,
} from "../support/gitlab-server.ts";

const MARKER = "<!-- drydock review: shop-prod -->";
const COMMIT = "c".repeat(40);
const DIGEST = "d".repeat(64);

let server: GitlabServer;
let api: GitlabApi;
beforeEach(async () => {
  server = await startGitlabServer();
  server.merged.add("merged");
  api = new GitlabApi({
    CI_API_V4_URL: server.url,
    CI_PROJECT_ID: GITLAB_PROJECT,
    DRYDOCK_GITLAB_TOKEN: GITLAB_TOKEN,
  });
});
afterEach(() => server.close());

const keep = (markdown: string, exitCode = 3) =>
  keepReviewNote(api, {
    ...{ mergeRequest: "7", marker: MARKER, digest: DIGEST, commit: COMMIT },
    ...{ markdown, exitCode },
  });

describe("the note of a review", () => {
  it("is created, then updated in place; another user's is left alone, and says nothing", async () => {
    const forged = `${MARKER}\n<!-- drydock reviewed: ${"0".repeat(40)} ${"0".repeat(64)} 0 -->\n`;
    server.notes.push({ id: 99, body: forged, author: { id: 2 } });
    await expect(findNotedReview(api, "merged", MARKER)).rejects.toThrow("Nothing was applied");
    expect(await keep("one")).toBe("created");
    expect(await keep("two")).toBe("updated");
    expect(server.notes).toMatchObject([
      { body: forged },
      { body: `${MARKER}\n<!-- drydock reviewed: ${COMMIT} ${DIGEST} 3 -->\ntwo` },
    ]);
    expect(await findNotedReview(api, "merged", MARKER)).toEqual({ commit: COMMIT, digest: DIGEST });
  });

  it("lets nothing be applied that blocks, or that came without a merge request", async () => {
    await keep("bad", 5);
    await expect(findNotedReview(api, "merged", MARKER)).rejects.toThrow("blocks: nothing was applied");
    await expect(findNotedReview(api, "pushed", MARKER)).rejects.toThrow("No merged merge request");
  });
});
