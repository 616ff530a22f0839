import { createHash, randomUUID } from "node:crypto";
import { AwsHttpError, type HttpResponse } from "./aws-http-error.ts";
import type { ObjectFiles } from "./object-files.ts";
import { type ObjectCall, s3XmlResponse } from "./s3-call.ts";
import { checkPreconditions, storedHeaders } from "./s3-object.ts";
import { xmlElements, xmlElementText } from "./xml.ts";

/**
 * The minimum size of each part but the last:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
const MIN_PART_BYTES = 5 * 1024 * 1024;

interface MultipartUpload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, UploadPart>;
}

interface UploadPart {
  readonly body: Buffer;
  /** In hex. */
  readonly md5: string;
}

/**
 * Multipart uploads, which Terraform's backend uses for a state over 5 MiB. Unfinished uploads are
 * kept in memory: they are not objects yet, and stopping the state backend discards them, as a
 * lifecycle rule would.
 */
export class MultipartUploads {
  readonly #uploads = new Map<string, MultipartUpload>();

  /** CreateMultipartUpload; `encryption` is the object's encryption headers. */
  create(call: ObjectCall, encryption: Readonly<Record<string, string>>): HttpResponse {
    const uploadId = randomUUID();
    // The headers that start an upload cannot contain a checksum of the complete object.
    const stored = Object.entries(storedHeaders(call.request.headers)).filter(
      ([name]) => !name.startsWith("x-amz-checksum-"),
    );
    this.#uploads.set(uploadId, {
      bucket: call.bucket,
      key: call.key,
      headers: { ...Object.fromEntries(stored), ...encryption },
      parts: new Map(),
    });
    const response = s3XmlResponse(call, "InitiateMultipartUploadResult", {
      Bucket: call.bucket,
      Key: call.key,
      UploadId: uploadId,
    });
    return { ...response, headers: { ...response.headers, ...encryption } };
  }

  /** UploadPart. @throws AwsHttpError if there is no such upload, or the part number is invalid. */
  putPart(call: ObjectCall, uploadId: string): HttpResponse {
    const upload = this.#find(call, uploadId);
    const number = Number(call.request.query.get("partNumber"));
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw new AwsHttpError(
        400,
        "InvalidArgument",
        "Part number must be an integer between 1 and 10000, inclusive",
      );
    }
    const md5 = createHash("md5").update(call.request.body).digest("hex");
    upload.parts.set(number, { body: call.request.body, md5 });
    const checksums = Object.entries(storedHeaders(call.request.headers)).filter(([name]) =>
      name.startsWith("x-amz-checksum-"),
    );
    return {
      status: 200,
      headers: { ...Object.fromEntries(checksums), etag: `"${md5}"`, "x-amz-request-id": call.requestId },
      body: "",
    };
  }

  /** CompleteMultipartUpload: combines the named parts into the object, all or nothing. */
  complete(files: ObjectFiles, call: ObjectCall, uploadId: string): HttpResponse {
    const upload = this.#find(call, uploadId);
    const parts = selectParts(upload, call.request.body.toString("utf8"));
    checkPreconditions(files.current(call.bucket, call.key), call.request.headers);
    const md5s = Buffer.from(parts.map(({ md5 }) => md5).join(""), "hex");
    const version = files.put({
      bucket: call.bucket,
      key: call.key,
      body: Buffer.concat(parts.map(({ body }) => body)),
      etag: `${createHash("md5").update(md5s).digest("hex")}-${parts.length}`,
      headers: upload.headers,
      versioned: call.settings.versioned,
    });
    this.#uploads.delete(uploadId);
    const response = s3XmlResponse(call, "CompleteMultipartUploadResult", {
      Bucket: call.bucket,
      Key: call.key,
      ETag: `"${version.etag}"`,
    });
    const versionHeader = version.versionId === "null" ? {} : { "x-amz-version-id": version.versionId };
    return { ...response, headers: { ...response.headers, ...versionHeader } };
  }

  /** AbortMultipartUpload. */
  abort(call: ObjectCall, uploadId: string): HttpResponse {
    this.#find(call, uploadId);
    this.#uploads.delete(uploadId);
    return { status: 204, headers: { "x-amz-request-id": call.requestId }, body: "" };
  }

  #find(call: ObjectCall, uploadId: string): MultipartUpload {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined || upload.bucket !== call.bucket || upload.key !== call.key) {
      throw new AwsHttpError(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        { UploadId: uploadId },
      );
    }
    return upload;
  }
}

/**
 * Returns the parts that a completion lists, in order.
 *
 * @throws AwsHttpError if S3 would reject the list.
 */
function selectParts(upload: MultipartUpload, xml: string): readonly UploadPart[] {
  const requested = xmlElements(xml, "Part").map((part) => ({
    number: Number(xmlElementText(part, "PartNumber")),
    md5: xmlElementText(part, "ETag")?.replaceAll('"', ""),
  }));
  if (requested.length === 0) {
    throw new AwsHttpError(400, "MalformedXML", "The XML you provided was not well-formed");
  }
  return requested.map(({ number, md5 }, index) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.md5 !== md5) {
      throw new AwsHttpError(400, "InvalidPart", "One or more of the specified parts could not be found.", {
        PartNumber: number,
      });
    }
    if (index > 0 && number <= (requested[index - 1]?.number ?? 0)) {
      throw new AwsHttpError(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
    }
    if (index < requested.length - 1 && part.body.length < MIN_PART_BYTES) {
      throw new AwsHttpError(
        400,
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        {
          PartNumber: number,
        },
      );
    }
    return part;
  });
}
