import { CiError, type JobEnv, jobVariable } from "../ci-error.ts";
import { RestClient, type RestClientOptions } from "../rest-client.ts";

/** The variable with a project access token of the role Reporter and the scope `api`. */
const TOKEN_VARIABLE = "DRYDOCK_GITLAB_TOKEN";
const PAGE_SIZE = 100;
/** The most pages that are read: a list of more is a mistake. */
const PAGES_MAX = 50;

/**
 * GitLab's REST API for a job's project. A job's own token may not write notes, so that it needs
 * one of the project. https://docs.gitlab.com/api/rest/
 */
export class GitlabApi {
  readonly #project: string;
  readonly #client: RestClient;

  /**
   * @param times the waits and time limits
   * @throws CiError if a variable of the job is missing
   */
  constructor(env: JobEnv, times: Pick<RestClientOptions, "retryMs" | "timeoutMs"> = {}) {
    this.#project = `/projects/${jobVariable(env, "CI_PROJECT_ID")}`;
    this.#client = new RestClient({
      server: "GitLab",
      base: jobVariable(env, "CI_API_V4_URL"),
      headers: { "private-token": jobVariable(env, TOKEN_VARIABLE) },
      fix: fixOf,
      ...times,
    });
  }

  /** The ID of the token's user. @throws CiError */
  async ownUser(): Promise<number> {
    const { id } = (await this.#client.read("/user")) as { readonly id: number };
    return id;
  }

  /** Reads all pages of a list of the project. @throws CiError */
  async list<T>(path: string): Promise<readonly T[]> {
    const found: T[] = [];
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const separator = path.includes("?") ? "&" : "?";
      const paged = `${this.#project}${path}${separator}per_page=${PAGE_SIZE}&page=${page}`;
      const items = await this.#client.readPage<T>(paged);
      found.push(...items);
      if (items.length < PAGE_SIZE) return found;
    }
    throw new CiError(`GitLab's list ${path} has more than ${PAGES_MAX * PAGE_SIZE} entries.`);
  }

  /**
   * Creates or changes an object of the project. A creation is not sent again after a fault that
   * leaves open whether it was done.
   *
   * @throws CiError
   */
  async write(method: "POST" | "PUT", path: string, body: object): Promise<void> {
    await this.#client.write({ method, path: `${this.#project}${path}`, body });
  }
}

/** The token that the project must have, where the job's is refused. */
function fixOf({ status }: Response): string {
  if (status !== 401 && status !== 403) return "";
  return `Fix: check that ${TOKEN_VARIABLE} is a project access token with the scope api.`;
}
