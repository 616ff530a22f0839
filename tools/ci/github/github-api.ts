import { CiError, type JobEnv, jobVariable } from "../ci-error.ts";
import { RestClient, type RestClientOptions } from "../rest-client.ts";

/**
 * The version of GitHub's REST API.
 * https://docs.github.com/en/rest/about-the-rest-api/api-versions
 */
const API_VERSION = "2022-11-28";
/** The most objects in a page of a list. */
const PAGE_SIZE = 100;
/** The most pages that are read: a list of more is a mistake. */
const PAGES_MAX = 50;

/** GitHub's REST API for one repository. https://docs.github.com/en/rest */
export class GithubApi {
  readonly #client: RestClient;

  /**
   * @param base the API's URL, with the repository's path
   * @param token the job's token
   * @param times the waits and time limits
   */
  constructor(base: string, token: string, times: Pick<RestClientOptions, "retryMs" | "timeoutMs"> = {}) {
    this.#client = new RestClient({
      server: "GitHub",
      base,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "user-agent": "drydock",
        "x-github-api-version": API_VERSION,
      },
      fix: fixOf,
      ...times,
    });
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
      const items = await this.#client.readPage<T>(`${path}${separator}per_page=${PAGE_SIZE}&page=${page}`);
      found.push(...items);
      if (items.length < PAGE_SIZE) return found;
    }
    throw new CiError(`GitHub's list ${path} has more than ${PAGES_MAX * PAGE_SIZE} entries.`);
  }

  /** Reads an object. @throws CiError */
  read(path: string): Promise<unknown> {
    return this.#client.read(path);
  }

  /**
   * Creates an object. It is not sent again after a fault that leaves open whether the object was
   * created, unless a second one does no harm.
   *
   * @throws CiError
   */
  async create(
    path: string,
    body: object,
    { isRepeatable = false }: { readonly isRepeatable?: boolean } = {},
  ): Promise<void> {
    await this.#client.write({ method: "POST", path, body, isRepeatable });
  }

  /** Changes an object: twice the same change is one. @throws CiError */
  async change(path: string, body: object): Promise<void> {
    await this.#client.write({ method: "PATCH", path, body });
  }
}

/** The permission that the job lacks, where a token may not do something. */
function fixOf({ status, headers }: Response): string {
  const needed = headers.get("x-accepted-github-permissions");
  if (status === 403 && needed !== null) return `Fix: give the job these permissions: ${needed}.`;
  return status === 401 ? "Fix: give the step the job's token as GITHUB_TOKEN." : "";
}
