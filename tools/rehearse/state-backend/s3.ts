import { createHash } from "node:crypto";
import { compact } from "../../../language/compact.ts";
import { AwsHttpError, type HttpResponse } from "./aws-http-error.ts";
import type { AwsRequest } from "./aws-request.ts";
import { MultipartUploads } from "./multipart.ts";
import type { ObjectFiles, ObjectVersion } from "./object-files.ts";
import {
  type AccountResolver,
  type BucketCall,
  type BucketSettings,
  type ObjectCall,
  s3XmlResponse,
} from "./s3-call.ts";
import { deleteObjects, listObjects, listObjectVersions } from "./s3-listing.ts";
import {
  checkPreconditions,
  isNotModified,
  parseByteRange,
  responseHeaders,
  storedHeaders,
} from "./s3-object.ts";

/** Query parameters that are not sub-resources, and so do not select an operation. */
const NON_SUBRESOURCE_PARAMETERS = new Set([
  "x-id",
  "list-type",
  "prefix",
  "delimiter",
  "max-keys",
  "marker",
  "continuation-token",
  "start-after",
  "encoding-type",
  "fetch-owner",
  "key-marker",
  "version-id-marker",
  "versionId",
  "uploadId",
  "partNumber",
]);

/**
 * The subset of S3 that Terraform's backend and operators inspecting states need.
 *
 * It replaces s3rver for these reasons: s3rver 4.0.4 writes objects in place (a crash leaves a
 * partial object), responds to a PUT before its data is on disk, has no versions, encryption
 * headers or checksums, cannot read bodies with a trailing checksum, and ignores every precondition
 * on PUT, on which Terraform's locks depend. With all of that added, little of it would be left.
 * Operations:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export class S3Service {
  readonly #files: ObjectFiles;
  readonly #account: AccountResolver;
  readonly #uploads = new MultipartUploads();

  constructor(files: ObjectFiles, account: AccountResolver) {
    this.#files = files;
    this.#account = account;
  }

  /** Handles one request. @throws AwsHttpError if S3 would reject it. */
  handle(request: AwsRequest, requestId: string): HttpResponse {
    if (request.signer === undefined) throw new AwsHttpError(403, "AccessDenied", "Access Denied");
    if (request.target.service !== "s3" || request.target.bucket === undefined) {
      throw notImplemented(request, "an operation without a bucket");
    }
    const { bucket, key } = request.target;
    const call = { request, requestId, bucket, settings: this.#findBucket(bucket, request.signer.region) };
    return key === undefined ? this.#handleBucket(call) : this.#handleObject({ ...call, key });
  }

  #findBucket(name: string, signedRegion: string): BucketSettings {
    const settings = this.#account.findBucket(name);
    if (settings === undefined) {
      throw new AwsHttpError(404, "NoSuchBucket", "The specified bucket does not exist", {
        BucketName: name,
      });
    }
    // With the bucket's region in a header, as of any bucket:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    if (settings.region !== signedRegion) {
      throw new AwsHttpError(
        301,
        "PermanentRedirect",
        `The bucket is in the region ${settings.region}, the request was signed for ${signedRegion}.`,
        { Bucket: name, Region: settings.region },
        { "x-amz-bucket-region": settings.region },
      );
    }
    return settings;
  }

  #handleBucket(call: BucketCall): HttpResponse {
    const { request, requestId, settings } = call;
    const operation = `${request.method} ${subresourceOf(request.query)}`.trim();
    switch (operation) {
      case "GET":
        return listObjects(this.#files, call);
      case "GET versions":
        return listObjectVersions(this.#files, call);
      case "POST delete":
        return deleteObjects(this.#files, call);
      case "HEAD":
        return {
          status: 200,
          headers: { "x-amz-bucket-region": settings.region, "x-amz-request-id": requestId },
          body: "",
        };
      case "GET location":
        // S3 returns an empty location for its first region only.
        return s3XmlResponse(
          call,
          "LocationConstraint",
          settings.region === "us-east-1" ? "" : settings.region,
        );
      case "GET versioning":
        return s3XmlResponse(call, "VersioningConfiguration", {
          Status: settings.versioned ? "Enabled" : undefined,
        });
      default:
        throw notImplemented(request, `${operation} on a bucket`);
    }
  }

  #handleObject(call: ObjectCall): HttpResponse {
    const { request, requestId } = call;
    const upload = request.query.get("uploadId");
    const operation = `${request.method} ${subresourceOf(request.query)}`.trim();
    if (operation === "POST uploads") {
      return this.#uploads.create(call, this.#encryption(request));
    }
    if (upload !== null && operation === "PUT") return this.#uploads.putPart(call, upload);
    if (upload !== null && operation === "POST") return this.#uploads.complete(this.#files, call, upload);
    if (upload !== null && operation === "DELETE") return this.#uploads.abort(call, upload);
    switch (operation) {
      case "GET":
      case "HEAD":
        return this.#get(call);
      case "PUT":
        return request.headers["x-amz-copy-source"] === undefined ? this.#put(call) : this.#copy(call);
      case "DELETE":
        return this.#delete(call, requestId);
      default:
        throw notImplemented(request, `${operation} on an object`);
    }
  }

  #get(call: ObjectCall): HttpResponse {
    const { request, requestId } = call;
    const version = this.#findVersion(call);
    const headers = { ...responseHeaders(version, request.headers), "x-amz-request-id": requestId };
    if (isNotModified(version, request.headers)) return { status: 304, headers, body: "" };
    checkPreconditions(version, { "if-match": request.headers["if-match"] });
    const range = parseByteRange(version.sizeBytes, request.headers.range);
    const body = request.method === "HEAD" ? undefined : this.#files.read(version);
    const [start, end] = range ?? [0, version.sizeBytes - 1];
    return {
      status: range === undefined ? 200 : 206,
      headers: {
        ...headers,
        "content-length": String(end - start + 1),
        ...compact({
          "content-range": range === undefined ? undefined : `bytes ${start}-${end}/${version.sizeBytes}`,
        }),
      },
      body: body?.subarray(start, end + 1) ?? "",
    };
  }

  #findVersion({ request, bucket, key }: ObjectCall): ObjectVersion {
    const versionId = request.query.get("versionId");
    if (versionId === null) {
      const current = this.#files.current(bucket, key);
      if (current === undefined) {
        throw new AwsHttpError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
      }
      return current;
    }
    const version = this.#files.version(bucket, key, versionId);
    if (version === undefined) {
      throw new AwsHttpError(404, "NoSuchVersion", "The specified version does not exist.", {
        Key: key,
        VersionId: versionId,
      });
    }
    if (version.deleted) {
      throw new AwsHttpError(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
      );
    }
    return version;
  }

  #put({ request, requestId, bucket, key, settings }: ObjectCall): HttpResponse {
    checkPreconditions(this.#files.current(bucket, key), request.headers);
    const version = this.#files.put({
      bucket,
      key,
      body: request.body,
      etag: createHash("md5").update(request.body).digest("hex"),
      headers: { ...storedHeaders(request.headers), ...this.#encryption(request) },
      versioned: settings.versioned,
    });
    const { "content-length": _, ...headers } = responseHeaders(version, {
      "x-amz-checksum-mode": "ENABLED",
    });
    return { status: 200, headers: { ...headers, "x-amz-request-id": requestId }, body: "" };
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
  #copy(call: ObjectCall): HttpResponse {
    const source = this.#findVersion(copySourceOf(call));
    const version = this.#files.put({
      bucket: call.bucket,
      key: call.key,
      body: this.#files.read(source),
      etag: source.etag,
      headers: { ...source.headers, ...this.#encryption(call.request) },
      versioned: call.settings.versioned,
    });
    const content = { ETag: `"${version.etag}"`, LastModified: version.lastModified };
    const response = s3XmlResponse(call, "CopyObjectResult", content);
    const idOf = ({ versionId }: ObjectVersion) => (versionId === "null" ? undefined : versionId);
    const versions = compact({
      "x-amz-copy-source-version-id": idOf(source),
      "x-amz-version-id": idOf(version),
    });
    return { ...response, headers: { ...response.headers, ...versions } };
  }

  #delete({ request, bucket, key, settings }: ObjectCall, requestId: string): HttpResponse {
    checkPreconditions(this.#files.current(bucket, key), { "if-match": request.headers["if-match"] });
    const headers: Record<string, string> = { "x-amz-request-id": requestId };
    const versionId = request.query.get("versionId");
    if (versionId !== null) {
      const version = this.#files.version(bucket, key, versionId);
      if (version !== undefined) this.#files.deleteVersion(version);
      headers["x-amz-version-id"] = versionId;
    } else {
      const marker = this.#files.delete(bucket, key, settings.versioned);
      if (marker !== undefined) {
        headers["x-amz-version-id"] = marker.versionId;
        headers["x-amz-delete-marker"] = "true";
      }
    }
    return { status: 204, headers, body: "" };
  }

  /**
   * Returns the encryption headers of an upload, with its key as an ARN. Default: AES256, as in S3.
   */
  #encryption(request: AwsRequest): Readonly<Record<string, string>> {
    const algorithm = request.headers["x-amz-server-side-encryption"];
    if (algorithm === undefined) return { "x-amz-server-side-encryption": "AES256" };
    const keyId = request.headers["x-amz-server-side-encryption-aws-kms-key-id"];
    if (typeof keyId !== "string") return { "x-amz-server-side-encryption": String(algorithm) };
    const keyArn = this.#account.findKmsKeyArn(keyId);
    if (keyArn === undefined) {
      throw new AwsHttpError(400, "KMS.NotFoundException", `Invalid keyId '${keyId}'`);
    }
    return {
      "x-amz-server-side-encryption": String(algorithm),
      "x-amz-server-side-encryption-aws-kms-key-id": keyArn,
    };
  }
}

/**
 * Returns the source of a copy as an object to read: `bucket/key?versionId=…`, URL-escaped.
 *
 * @throws AwsHttpError if it is of another bucket, which the rehearsal's S3 does not copy from
 */
function copySourceOf(call: ObjectCall): ObjectCall {
  const [path = "", query] = String(call.request.headers["x-amz-copy-source"]).split("?");
  const [bucket, ...key] = decodeURIComponent(path).replace(/^\//, "").split("/");
  if (bucket !== call.bucket) throw notImplemented(call.request, "copies between buckets");
  return { ...call, key: key.join("/"), request: { ...call.request, query: new URLSearchParams(query) } };
}

/** Returns a query's sub-resource (`?versions`), which with the method selects the operation. */
function subresourceOf(query: URLSearchParams): string {
  return [...query.keys()].filter((name) => !NON_SUBRESOURCE_PARAMETERS.has(name)).join("&");
}

function notImplemented(request: AwsRequest, operation: string): AwsHttpError {
  return new AwsHttpError(
    501,
    "NotImplemented",
    `The rehearsal's S3 does not support ${operation} (${request.method}).`,
  );
}
