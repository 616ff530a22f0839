import { CiError, type JobEnv, jobVariable } from "../ci-error.ts";

/** The variable with a project access token of the role Reporter and the scope `api`. */
const TOKEN_VARIABLE = "DRYDOCK_GITLAB_TOKEN";
const PAGE_SIZE = 100;
const TIMEOUT_MS = 30_000;

/**
 * GitLab's REST API for a job's project. A job's own token may not write notes, so that it needs
 * one of the project. https://docs.gitlab.com/api/rest/
 */
export class GitlabApi {
  readonly #api: string;
  readonly #project: string;
  readonly #token: string;

  /** @throws CiError if a variable of the job is missing */
  constructor(env: JobEnv) {
    this.#api = jobVariable(env, "CI_API_V4_URL");
    this.#project = `${this.#api}/projects/${jobVariable(env, "CI_PROJECT_ID")}`;
    this.#token = jobVariable(env, TOKEN_VARIABLE);
  }

  /** The ID of the token's user. @throws CiError */
  async ownUser(): Promise<number> {
    const { id } = (await this.#send("GET", `${this.#api}/user`)) as { readonly id: number };
    return id;
  }

  /** Reads all pages of a list of the project. @throws CiError */
  async list<T>(path: string): Promise<readonly T[]> {
    const found: T[] = [];
    for (let page = 1; ; page += 1) {
      const separator = path.includes("?") ? "&" : "?";
      const url = `${this.#project}${path}${separator}per_page=${PAGE_SIZE}&page=${page}`;
      const items = (await this.#send("GET", url)) as readonly T[];
      found.push(...items);
      if (items.length < PAGE_SIZE) return found;
    }
  }

  /** Creates or changes an object of the project. @throws CiError */
  write(method: "POST" | "PUT", path: string, body: object): Promise<unknown> {
    return this.#send(method, `${this.#project}${path}`, body);
  }

  async #send(method: string, url: string, body?: object): Promise<unknown> {
    const response = await fetch(url, {
      method,
      headers: { "private-token": this.#token, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: Error) => {
      throw new CiError(
        `GitLab's API cannot be reached (${method} ${new URL(url).pathname}): ${error.message}`,
      );
    });
    if (response.ok) return response.json();
    throw new CiError(
      `GitLab refuses ${method} ${new URL(url).pathname}: ${response.status}. Fix: check that ${TOKEN_VARIABLE} is a project access token with the scope api.`,
    );
  }
}
