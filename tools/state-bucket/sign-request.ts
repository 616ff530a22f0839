import { createHash, createHmac } from "node:crypto";

/** Credentials of AWS, which may be temporary. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The token of temporary credentials. @default none */
  readonly sessionToken?: string | undefined;
}

/** A request to sign. */
export interface RequestToSign {
  readonly method: "GET" | "PUT";
  /** The path, with every part encoded: `/acme-states/plans/a.zip`. */
  readonly path: string;
  /** The query's parameters. */
  readonly query: Readonly<Record<string, string>>;
  /** The headers by lower-case name, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly body: Uint8Array;
  /** The bucket's region. */
  readonly region: string;
  /** The time of the request. */
  readonly time: Date;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Returns the headers of an S3 request with those of its signature (version 4).
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signedHeaders(request: RequestToSign, credentials: AwsCredentials): Record<string, string> {
  const { sessionToken, accessKeyId, secretAccessKey } = credentials;
  const amzDate = request.time.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const date = amzDate.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    "x-amz-content-sha256": sha256(request.body),
    "x-amz-date": amzDate,
    ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
  };
  const names = Object.keys(headers).sort();
  const signed = names.join(";");
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    signed,
    headers["x-amz-content-sha256"],
  ].join("\n");
  const scope = `${date}/${request.region}/s3/aws4_request`;
  const text = [ALGORITHM, amzDate, scope, sha256(canonical)].join("\n");
  const key = [date, request.region, "s3", "aws4_request"].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, text).toString("hex");
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope},SignedHeaders=${signed},Signature=${signature}`,
  };
}

/** Encodes a text as S3 signs it: everything but letters, digits and `-._~`. */
export function encodeForS3(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(query: RequestToSign["query"]): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeForS3(name)}=${encodeForS3(value)}`)
    .sort()
    .join("&");
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
