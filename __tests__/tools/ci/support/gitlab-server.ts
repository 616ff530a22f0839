import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** The token that the server accepts. */
export const GITLAB_TOKEN = "secret-token";
/** The ID of the server's one project. */
export const GITLAB_PROJECT = "5";

/** A note on the merge request 7. */
interface Note {
  readonly id: number;
  body: string;
  readonly author: { readonly id: number };
}

/** A small GitLab: one project with the merge request 7, and its notes. */
export interface GitlabServer {
  /** The API's URL. */
  readonly url: string;
  readonly notes: Note[];
  /** The commits that are the merges of merge request 7. */
  readonly merged: Set<string>;
  /** Responses of this status come first. */
  failures: number[];
  close(): Promise<void>;
}

/** Starts the server on loopback. */
export async function startGitlabServer(): Promise<GitlabServer> {
  const state = { notes: [] as Note[], merged: new Set<string>(), failures: [] as number[] };
  const project = `/api/v4/projects/${GITLAB_PROJECT}`;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const sent = await text(request);
    const send = (status: number, json: unknown) => response.writeHead(status).end(JSON.stringify(json));
    if (request.headers["private-token"] !== GITLAB_TOKEN) return send(401, {});
    const failure = state.failures.shift();
    if (failure !== undefined) return send(failure, { message: "fault" });
    if (pathname === "/api/v4/user") return send(200, { id: 1 });
    const commit = /\/repository\/commits\/(\w+)\/merge_requests$/.exec(pathname)?.[1];
    if (commit !== undefined) {
      const requests = [
        { iid: 6, state: "closed" },
        { iid: 7, state: "merged" },
      ];
      return send(200, state.merged.has(commit) ? requests : []);
    }
    if (!pathname.startsWith(`${project}/merge_requests/7/notes`)) return send(404, {});
    if (request.method === "GET") return send(200, state.notes);
    const { body } = JSON.parse(sent) as { readonly body: string };
    if (request.method === "POST") {
      const note = { id: state.notes.length + 1, body, author: { id: 1 } };
      state.notes.push(note);
      return send(201, note);
    }
    const note = state.notes.find(({ id }) => pathname.endsWith(`/${id}`));
    if (note === undefined) return send(404, {});
    note.body = body;
    return send(200, note);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/api/v4`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
