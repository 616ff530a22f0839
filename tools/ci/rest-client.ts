import { setTimeout as sleep } from "node:timers/promises";
import { CiError } from "./ci-error.ts";

/** The most tries of a request. */
const TRIES = 3;
const RETRY_MS = 1_000;
/** The time limit of one request, its response included. */
const TIMEOUT_MS = 30_000;
/** The longest wait that a server may ask for: a job that waits costs as one that runs. */
const WAIT_MS_MAX = 120_000;
/** A server that limits requests without saying for how long is left alone for a minute. */
const LIMIT_WAIT_MS = 60_000;

/** A request to a {@link RestClient}. */
export interface RestRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  /** The path below the API's URL, with its query. */
  readonly path: string;
  readonly body?: object;
  /**
   * True if the same request may be done twice. A `POST` without it is sent again only if the
   * server says that it did not do it. @default true for all methods but `POST`
   */
  readonly isRepeatable?: boolean;
}

/** Options of {@link RestClient}. */
export interface RestClientOptions {
  /** The server's name in messages: `GitHub`. */
  readonly server: string;
  /** The API's URL. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Returns how to fix a refusal, as a sentence; an empty text if it is not known. */
  readonly fix: (response: Response) => string;
  /** The wait before a failed request is sent again, in milliseconds. @default one second */
  readonly retryMs?: number;
  /** The time limit of one request, in milliseconds. @default half a minute */
  readonly timeoutMs?: number;
}

/** A response with its text, or the reason for which there is none. */
type Outcome = { readonly response: Response; readonly text: string } | { readonly unreachable: string };

/** A client of a JSON API, which sends again what failed in passing and may be sent again. */
export class RestClient {
  readonly #options: RestClientOptions;

  constructor(options: RestClientOptions) {
    this.#options = options;
  }

  /** Reads a list or an object. @throws CiError for a refusal, or for anything but JSON */
  async read(path: string): Promise<unknown> {
    const text = await this.write({ method: "GET", path });
    try {
      return JSON.parse(text);
    } catch {
      throw new CiError(
        `${this.#options.server} answers GET ${shownPath(path)} with something else than JSON: ${text.slice(0, 80).trim()}`,
      );
    }
  }

  /** Reads a page of a list. @throws CiError as {@link read}, or if it is no list */
  async readPage<T>(path: string): Promise<readonly T[]> {
    const items = await this.read(path);
    if (Array.isArray(items)) return items as readonly T[];
    throw new CiError(
      `${this.#options.server} answers GET ${shownPath(path)} with something else than a list.`,
    );
  }

  /** Sends a request, and returns the text of its response. @throws CiError for a refusal */
  async write(request: RestRequest): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#send(request);
      if ("response" in outcome && outcome.response.ok) return outcome.text;
      const wait = attempt < TRIES ? this.#waitBeforeRetry(request, outcome, attempt) : undefined;
      if (wait === undefined || wait > WAIT_MS_MAX) throw this.#failure(request, outcome);
      await sleep(wait);
    }
  }

  /** The wait before a request is sent again, in milliseconds; undefined if it is not. */
  #waitBeforeRetry(
    { method, isRepeatable = method !== "POST" }: RestRequest,
    outcome: Outcome,
    attempt: number,
  ): number | undefined {
    const { retryMs = RETRY_MS } = this.#options;
    const limited = "response" in outcome ? limitWait(outcome.response) : undefined;
    if (limited !== undefined) return limited;
    const isPassing = "unreachable" in outcome || outcome.response.status >= 500;
    return isPassing && isRepeatable ? retryMs * attempt : undefined;
  }

  async #send({ method, path, body }: RestRequest): Promise<Outcome> {
    const { base, headers, timeoutMs = TIMEOUT_MS } = this.#options;
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { "content-type": "application/json", ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { response, text: await response.text() };
    } catch (error) {
      const { cause, message } = error as Error;
      return { unreachable: cause instanceof Error ? cause.message : message };
    }
  }

  #failure({ method, path, isRepeatable = method !== "POST" }: RestRequest, outcome: Outcome): CiError {
    const { server, fix } = this.#options;
    const request = `${method} ${shownPath(path)}`;
    if ("unreachable" in outcome) {
      return new CiError(
        `${server}'s API cannot be reached (${request}): ${outcome.unreachable}${rerun(isRepeatable)}`,
      );
    }
    const { response, text } = outcome;
    const { status } = response;
    const wait = limitWait(response);
    const why = `${server} refuses ${request}: ${status} ${messageOf(text)}`.trimEnd();
    const reason = why.endsWith(".") ? why : `${why}.`;
    if (wait !== undefined) {
      return new CiError(
        `${reason} It limits requests. Fix: run the job again in ${Math.ceil(wait / 1000)} s.`,
      );
    }
    if (status >= 500) return new CiError(`${reason}${rerun(isRepeatable)}`);
    return new CiError([reason, fix(response)].filter((text) => text !== "").join(" "));
  }
}

/** The next step after a request of which it is not known whether it was done. */
function rerun(isRepeatable: boolean): string {
  return isRepeatable
    ? ""
    : " It may have been done all the same. Fix: run the job again, which looks first.";
}

/**
 * The wait that a server asks for since there were too many requests, in milliseconds; undefined
 * if it did not. Such a request was not done.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/
 */
function limitWait({ status, headers }: Response): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  const after = headers.get("retry-after");
  if (after !== null) return retryAfterMs(after);
  const reset = headers.get("x-ratelimit-reset");
  if (headers.get("x-ratelimit-remaining") === "0" && reset !== null) {
    return /^\d+$/.test(reset) ? Math.max(0, Number(reset) * 1000 - Date.now()) : LIMIT_WAIT_MS;
  }
  return status === 429 ? LIMIT_WAIT_MS : undefined;
}

/** Seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function retryAfterMs(after: string): number {
  if (/^\d+$/.test(after)) return Number(after) * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? LIMIT_WAIT_MS : Math.max(0, date - Date.now());
}

/** The server's reason: a `message` of its JSON, else nothing. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}

/** A path without its query. */
function shownPath(path: string): string {
  return path.replace(/\?.*/, "");
}
