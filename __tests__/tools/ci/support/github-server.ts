import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** The login of a workflow's token. */
export const BOT = "github-actions[bot]";

/** A comment, an issue or a check run, as the server keeps it. */
export type Kept = Record<string, unknown> & { id: number };

/** A small GitHub: one repository's comments, issues, check runs, pull requests and commits. */
export interface GithubServer {
  /** The API's URL. */
  readonly url: string;
  /** The requests that changed something: `POST /issues`. */
  readonly writes: string[];
  readonly comments: Kept[];
  readonly issues: Kept[];
  readonly checkRuns: Kept[];
  /** The trees by commit. */
  readonly trees: Map<string, string>;
  /** The pull requests by the commit that they are listed for. */
  readonly pulls: Map<string, object[]>;
  /** Responses with a server's fault that come first. */
  failures: number;
  close(): Promise<void>;
}

/** Starts the server on loopback. It accepts the token `secret-token` alone. */
export async function startGithubServer(repository = "acme/shop"): Promise<GithubServer> {
  const state = {
    writes: [] as string[],
    comments: [] as Kept[],
    issues: [] as Kept[],
    checkRuns: [] as Kept[],
    trees: new Map<string, string>(),
    pulls: new Map<string, object[]>(),
    failures: 0,
  };
  let next = 1;
  const add = (list: Kept[], body: object, more: object = {}) => {
    const kept = { ...body, ...more, id: next++ };
    list.push(kept);
    return kept;
  };
  const change = (list: Kept[], key: string, value: number, body: object) => {
    const found = list.find((one) => one[key] === value);
    return found === undefined ? undefined : Object.assign(found, body);
  };
  const user = { login: BOT };
  const answer = (method: string, path: string, query: URLSearchParams, body: object): unknown => {
    const page = <T>(list: readonly T[]) => {
      const size = Number(query.get("per_page") ?? 30);
      return list.slice((Number(query.get("page") ?? 1) - 1) * size).slice(0, size);
    };
    const [, kind = "", first = "", second = ""] = path.split("/");
    switch (`${method} ${kind} ${second}`.trim()) {
      case "GET issues comments":
        return page(state.comments.filter(({ issue }) => issue === Number(first)));
      case "POST issues comments":
        return add(state.comments, body, { issue: Number(first), user });
      case "GET issues":
        return page(
          state.issues.filter(
            ({ state: open, labels }) =>
              open === query.get("state") && (labels as string[]).includes(query.get("labels") ?? ""),
          ),
        );
      case "POST issues":
        return add(state.issues, body, { number: 100 + next, state: "open", user });
      case "PATCH issues":
        return change(state.issues, "number", Number(first), body);
      case "POST check-runs":
        return add(state.checkRuns, body, { app: { slug: "github-actions" } });
      case "GET commits pulls":
        return page(state.pulls.get(first) ?? []);
      case "GET commits check-runs":
        return {
          check_runs: state.checkRuns.filter(
            ({ name, head_sha: head }) => name === query.get("check_name") && head === first,
          ),
        };
    }
    if (method === "PATCH" && path.startsWith("/issues/comments/"))
      return change(state.comments, "id", Number(second), body);
    if (method === "GET" && path.startsWith("/git/commits/"))
      return { tree: { sha: state.trees.get(second) } };
    return undefined;
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const body = await bodyOf(request);
    const send = (status: number, json: unknown, headers = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(json));
    if (request.headers.authorization !== "Bearer secret-token")
      return send(
        403,
        { message: "Resource not accessible" },
        { "x-accepted-github-permissions": "issues=write" },
      );
    if (state.failures > 0) {
      state.failures -= 1;
      return send(502, { message: "Server Error" });
    }
    const path = url.pathname.replace(`/repos/${repository}`, "");
    if (path === url.pathname) return send(404, { message: "Not Found" });
    const found = answer(request.method ?? "", path, url.searchParams, body);
    if (request.method !== "GET") state.writes.push(`${request.method} ${path}`);
    return found === undefined ? send(404, { message: "Not Found" }) : send(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

async function bodyOf(request: IncomingMessage): Promise<object> {
  const sent = await text(request);
  return sent === "" ? {} : (JSON.parse(sent) as object);
}
