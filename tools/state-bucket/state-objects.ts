import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { compact } from "../../language/compact.ts";
import { ExpectedError } from "../expected-error.ts";
import { type AwsEnv, awsClientSettings } from "./aws-client.ts";
import { encodeForS3, signedHeaders } from "./sign-request.ts";

/** An object of the state bucket that cannot be read or written. */
class StateBucketError extends ExpectedError {
  override readonly name = "StateBucketError";
}

/** The bucket of a platform's states. */
export interface BucketLocation {
  readonly bucket: string;
  readonly region: string;
}

interface S3Response {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * The objects beside the states: saved plans, and records of deployments. The bucket encrypts what
 * it gets with the key of the states, keeps versions, and is private.
 */
export class StateObjects {
  readonly #location: BucketLocation;
  readonly #env: AwsEnv;

  /** @param env variables that replace this program's. @default none */
  constructor(location: BucketLocation, env: AwsEnv = {}) {
    this.#location = location;
    this.#env = env;
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html @throws StateBucketError */
  async put(key: string, body: Uint8Array): Promise<void> {
    await this.#send("PUT", key, {}, body);
  }

  /**
   * Reads an object; undefined if there is none.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   *
   * @throws StateBucketError
   */
  async get(key: string): Promise<Buffer | undefined> {
    const { status, body } = await this.#send("GET", key, {}, new Uint8Array(), [404]);
    return status === 404 ? undefined : body;
  }

  /**
   * The keys with a prefix, in the order of their names.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
   *
   * @throws StateBucketError
   */
  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let token: string | undefined; ; ) {
      const query = { "list-type": "2", prefix, ...compact({ "continuation-token": token }) };
      const { body } = await this.#send("GET", undefined, query, new Uint8Array());
      const xml = body.toString("utf8");
      keys.push(...[...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => unescapeXml(key)));
      const next = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1];
      if (next === undefined) return keys;
      token = unescapeXml(next);
    }
  }

  async #send(
    method: "GET" | "PUT",
    key: string | undefined,
    query: Readonly<Record<string, string>>,
    body: Uint8Array,
    accepted: readonly number[] = [],
  ): Promise<S3Response> {
    const response = await this.#request(method, key, query, body).catch((error: Error) => {
      throw new StateBucketError(
        `The state bucket ${this.#location.bucket} cannot be reached: ${error.message.replace(/\.?$/, ".")} Fix: check your AWS credentials, and the network.`,
      );
    });
    if (response.status < 300 || accepted.includes(response.status)) return response;
    const text = response.body.toString("utf8");
    const reason = [/<Code>([^<]*)</, /<Message>([^<]*)</].map((pattern) => pattern.exec(text)?.[1] ?? "");
    throw new StateBucketError(
      `${method === "PUT" ? "Writing" : "Reading"} s3://${this.#location.bucket}/${key ?? query.prefix} failed: ${response.status} ${reason.join(": ")}`,
    );
  }

  async #request(
    method: "GET" | "PUT",
    key: string | undefined,
    query: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<S3Response> {
    const { region } = this.#location;
    const settings = await awsClientSettings(region, this.#env);
    const { ECSClient } = await import("@aws-sdk/client-ecs");
    // Any client finds the credentials as the others do: a profile, a web identity, an instance.
    const credentials = await new ECSClient(settings).config.credentials();
    const { url, path } = this.#target(key);
    const headers = signedHeaders(
      { method, path, query, headers: { host: url.host }, body, region, time: new Date() },
      credentials,
    );
    const { response } = await settings.requestHandler.handle({
      ...{ method, path, query: { ...query }, headers, body },
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
    } as Parameters<typeof settings.requestHandler.handle>[0]);
    return { status: response.statusCode, body: await buffer(response.body as Readable) };
  }

  /** The bucket's own host, or a path below another endpoint. */
  #target(key: string | undefined): { readonly url: URL; readonly path: string } {
    const { bucket, region } = this.#location;
    const env = { ...process.env, ...this.#env };
    const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
    const keyPath = (key ?? "").split("/").map(encodeForS3).join("/");
    if (endpoint) return { url: new URL(endpoint), path: `/${bucket}/${keyPath}` };
    return { url: new URL(`https://${bucket}.s3.${region}.amazonaws.com`), path: `/${keyPath}` };
  }
}

function unescapeXml(text: string): string {
  const letters: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (entity, name: string) => letters[name] ?? entity);
}
