import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { GitlabApi } from "../../../../tools/ci/gitlab/gitlab-api.ts";
import { findNotedReview, keepReviewNote } from "../../../../tools/ci/gitlab/merge-request-note.ts";

const MARKER = "<!-- drydock review: shop-prod -->";
const COMMIT = "c".repeat(40);
const DIGEST = "d".repeat(64);

interface Note {
  readonly id: number;
  body: string;
  readonly author: { readonly id: number };
}

let server: Server;
let notes: Note[];
let api: GitlabApi;
beforeEach(async () => {
  notes = [];
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const send = (status: number, json: unknown) => response.writeHead(status).end(JSON.stringify(json));
    if (request.headers["private-token"] !== "secret-token") return send(401, {});
    if (pathname === "/api/v4/user") return send(200, { id: 1 });
    if (pathname === "/api/v4/projects/5/repository/commits/merged/merge_requests")
      return send(200, [
        { iid: 6, state: "closed" },
        { iid: 7, state: "merged" },
      ]);
    if (!pathname.startsWith("/api/v4/projects/5/merge_requests/7/notes")) return send(200, []);
    if (request.method === "GET") return send(200, notes);
    const { body } = JSON.parse(await text(request)) as { readonly body: string };
    if (request.method === "POST") notes.push({ id: notes.length + 1, body, author: { id: 1 } });
    else notes.find(({ id }) => pathname.endsWith(`/${id}`))!.body = body;
    return send(200, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  api = new GitlabApi({
    CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
    CI_PROJECT_ID: "5",
    DRYDOCK_GITLAB_TOKEN: "secret-token",
  });
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

const keep = (markdown: string, exitCode = 3) =>
  keepReviewNote(api, {
    ...{ mergeRequest: "7", marker: MARKER, digest: DIGEST, commit: COMMIT },
    ...{ markdown, exitCode },
  });

describe("the note of a review", () => {
  it("is created, then updated in place; another user's is left alone, and says nothing", async () => {
    const forged = `${MARKER}\n<!-- drydock reviewed: ${"0".repeat(40)} ${"0".repeat(64)} 0 -->\n`;
    notes.push({ id: 99, body: forged, author: { id: 2 } });
    await expect(findNotedReview(api, "merged", MARKER)).rejects.toThrow("Nothing was applied");
    expect(await keep("one")).toBe("created");
    expect(await keep("two")).toBe("updated");
    expect(notes).toMatchObject([
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
