import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createReviewCheck } from "../../../tools/ci/github/check-run.ts";
import { keepComment } from "../../../tools/ci/github/comment.ts";
import { GithubApi } from "../../../tools/ci/github/github-api.ts";
import { GitlabApi } from "../../../tools/ci/gitlab/gitlab-api.ts";

/** A response: its status, body and headers; `hang` sends none, `cut` ends the connection. */
type Answer = readonly [number, string?, Record<string, string>?] | "hang" | "cut";

let url: string;
let requests: string[];
let answers: Answer[];
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split("?")[0]}`);
    request.resume().on("end", () => answer(answers.shift() ?? [200, "{}"], response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

function answer(given: Answer, response: ServerResponse): void {
  if (given === "hang") return;
  if (given === "cut") {
    response.destroy();
    return;
  }
  const [status, body = "{}", headers = {}] = given;
  response.writeHead(status, headers).end(body);
}

const times = { retryMs: 1, timeoutMs: 200 };
const github = () => new GithubApi(url, "token", times);
const gitlab = () =>
  new GitlabApi({ CI_API_V4_URL: url, CI_PROJECT_ID: "5", DRYDOCK_GITLAB_TOKEN: "token" }, times);

/** The number of requests, and the error's message: undefined for success. */
async function after(given: readonly Answer[], work: () => Promise<unknown>) {
  answers = [...given];
  requests.length = 0;
  const message = await work().then(
    () => undefined,
    (error: Error) => `${error.name}: ${error.message}`,
  );
  return [requests.length, message];
}

const SOON = { "retry-after": "0" };
const PASSING: readonly Answer[] = [[500], [502, "<html>"], [503], "cut", "hang"];
const LIMITS: readonly Answer[] = [
  [429, "{}", SOON],
  [403, '{"message":"You have exceeded a secondary rate limit"}', SOON],
  [403, "{}", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }],
];

describe("a request to the API of GitHub or GitLab", () => {
  const repeatable = {
    "GET of GitHub": () => github().read("/x"),
    "PATCH of GitHub": () => github().change("/issues/comments/1", {}),
    "GET of GitLab": () => gitlab().ownUser(),
    "PUT of GitLab": () => gitlab().write("PUT", "/notes/1", {}),
    "POST of a check run": () =>
      createReviewCheck(github(), { name: "n", commit: "c", exitCode: 0, digest: "d", markdown: "" }),
  };
  it.each(Object.entries(repeatable))(
    "%s is sent again after a passing fault, at most twice",
    async (_, send) => {
      for (const fault of [...PASSING, ...LIMITS]) expect(await after([fault], send)).toEqual([2, undefined]);
      expect(await after([[500], [500], [500]], send)).toEqual([3, expect.stringContaining(": 500.")]);
    },
  );

  const single = {
    "POST of GitHub": () => github().create("/issues/7/comments", {}),
    "POST of GitLab": () => gitlab().write("POST", "/merge_requests/7/notes", {}),
  };
  it.each(Object.entries(single))("%s is sent again only if it surely was not done", async (_, send) => {
    for (const fault of PASSING)
      expect(await after([fault], send)).toEqual([
        1,
        expect.stringContaining("may have been done all the same. Fix: run the job again"),
      ]);
    for (const limit of LIMITS) expect(await after([limit], send)).toEqual([2, undefined]);
  });

  it("is not sent again before a limit ends, nor waits for a long one", async () => {
    const started = Date.now();
    expect(await after([[429, "{}", { "retry-after": "1" }]], repeatable["GET of GitHub"])).toEqual([
      2,
      undefined,
    ]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
    expect(await after([[429, "{}", { "retry-after": "3600" }]], repeatable["GET of GitLab"])).toEqual([
      1,
      "CiError: GitLab refuses GET /user: 429. It limits requests. Fix: run the job again in 3600 s.",
    ]);
    const date = new Date(Date.now() + 600_000).toUTCString();
    expect(await after([[429, "{}", { "retry-after": date }]], repeatable["GET of GitHub"])).toEqual([
      1,
      expect.stringMatching(/run the job again in (?:599|600) s\.$/),
    ]);
  });

  it("is refused once where only the token can be mended", async () => {
    const denied = '{"message":"Bad credentials"}';
    expect(await after([[401, denied]], repeatable["GET of GitHub"])).toEqual([
      1,
      "CiError: GitHub refuses GET /x: 401 Bad credentials. Fix: give the step the job's token as GITHUB_TOKEN.",
    ]);
    expect(await after([[401]], repeatable["GET of GitLab"])).toEqual([
      1,
      expect.stringContaining("401. Fix: check that DRYDOCK_GITLAB_TOKEN is a project access token"),
    ]);
    expect(await after([[403]], repeatable["PATCH of GitHub"])).toEqual([
      1,
      expect.stringContaining(": 403."),
    ]);
  });

  it("ends with one sentence if the response is garbage", async () => {
    for (const garbage of ["<html>Unicorn!</html>", "", '{"a":']) {
      const [, message] = await after([[200, garbage]], repeatable["GET of GitHub"]);
      expect(message).toMatch(/^CiError: GitHub answers GET \/x with something else than JSON/);
    }
    for (const list of [() => github().list("/issues"), () => gitlab().list("/notes")]) {
      for (const garbage of ['{"message":"x"}', "null", '"text"'])
        expect(await after([[200, garbage]], list)).toEqual([
          1,
          expect.stringMatching(/^CiError: .* than a list\.$/),
        ]);
    }
  });

  it("never doubles a comment: that of a lost response is found by the next run", async () => {
    const body = "<!-- m -->\ntext";
    const keep = () => keepComment(github(), { pullRequest: 7, marker: "<!-- m -->", author: "bot", body });
    expect(await after([[200, "[]"], [502]], keep)).toEqual([
      2,
      expect.stringContaining("run the job again"),
    ]);
    const kept = JSON.stringify([{ id: 1, body, user: { login: "bot" } }]);
    expect(await after([[200, kept]], keep)).toEqual([1, undefined]);
  });
});
