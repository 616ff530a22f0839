import { setTimeout as sleep } from "node:timers/promises";
import { CiError, type JobEnv, jobVariable } from "../ci-error.ts";

/**
 * The version of GitHub's REST API.
 * https://docs.github.com/en/rest/about-the-rest-api/api-versions
 */
const API_VERSION = "2022-11-28";
/** The most objects in a page of a list. */
const PAGE_SIZE = 100;
/** The most pages that are read: a list of more is a mistake. */
const PAGES_MAX = 50;
const TRIES = 3;
const RETRY_MS = 1_000;
/** The time limit of one request. */
const TIMEOUT_MS = 30_000;

/** GitHub's REST API for one repository. https://docs.github.com/en/rest */
export class GithubApi {
  readonly #base: string;
  readonly #token: string;
  readonly #retryMs: number;

  /**
   * @param base the API's URL, with the repository's path
   * @param token the job's token
   * @param retryMs the wait before a failed request is sent again, in milliseconds
   */
  constructor(base: string, token: string, retryMs = RETRY_MS) {
    this.#base = base;
    this.#token = token;
    this.#retryMs = retryMs;
  }

  /** The API of a job's own repository, by its variables. @throws CiError if one is missing */
  static ofJob(env: JobEnv): GithubApi {
    const url = env.GITHUB_API_URL || "https://api.github.com";
    const base = `${url}/repos/${jobVariable(env, "GITHUB_REPOSITORY")}`;
    return new GithubApi(base, jobVariable(env, "GITHUB_TOKEN"));
  }

  /** Reads all pages of a list. @throws CiError */
  async list<T>(path: string): Promise<readonly T[]> {
    const found: T[] = [];
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const separator = path.includes("?") ? "&" : "?";
      const items = (await this.#send(
        "GET",
        `${path}${separator}per_page=${PAGE_SIZE}&page=${page}`,
      )) as readonly T[];
      found.push(...items);
      if (items.length < PAGE_SIZE) return found;
    }
    throw new CiError(`GitHub's list ${path} has more than ${PAGES_MAX * PAGE_SIZE} entries.`);
  }

  /** Reads an object. @throws CiError */
  read(path: string): Promise<unknown> {
    return this.#send("GET", path);
  }

  /** Creates an object. @throws CiError */
  create(path: string, body: object): Promise<unknown> {
    return this.#send("POST", path, body);
  }

  /** Changes an object. @throws CiError */
  change(path: string, body: object): Promise<unknown> {
    return this.#send("PATCH", path, body);
  }

  /** Sends a request. What only reads is sent again after a passing fault of the server. */
  async #send(method: string, path: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#fetch(method, path, body);
      if (response.ok) return response.json();
      const isPassing = response.status >= 500 && method === "GET" && attempt < TRIES;
      if (!isPassing) throw new CiError(await failure(response, method, path));
      await sleep(this.#retryMs * attempt);
    }
  }

  async #fetch(method: string, path: string, body: object | undefined): Promise<Response> {
    try {
      return await fetch(`${this.#base}${path}`, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${this.#token}`,
          "content-type": "application/json",
          "user-agent": "drydock",
          "x-github-api-version": API_VERSION,
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const { cause, message } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      throw new CiError(`GitHub's API cannot be reached (${method} ${path}): ${why}`);
    }
  }
}

/** GitHub's reason; with the permission that the job lacks, where a token may not do something. */
async function failure(response: Response, method: string, path: string): Promise<string> {
  const { message = "" } = (await response.json().catch(() => ({}))) as { readonly message?: string };
  const needed = response.headers.get("x-accepted-github-permissions");
  const fix =
    response.status === 403 && needed !== null ? ` Fix: give the job these permissions: ${needed}.` : "";
  return `GitHub refuses ${method} ${path.split("?")[0]}: ${response.status} ${message}.${fix}`;
}
