import { createHash, randomUUID } from "node:crypto";
import { type Answer, AwsError } from "./aws-error.ts";
import type { ObjectFiles } from "./object-files.ts";
import { type ObjectCall, s3Answer } from "./s3-call.ts";
import { keptHeaders, refuseUnlessConditionsHold } from "./s3-object.ts";
import { elements, elementText } from "./xml.ts";

/** Each part but the last is at least this long: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MIN_PART_BYTES = 5 * 1024 * 1024;

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, Part>;
}

interface Part {
  readonly body: Buffer;
  /** Hex. */
  readonly md5: string;
}

/**
 * Uploads in parts, which Terraform's backend uses for a state over 5 MiB. Unfinished ones are held in memory:
 * they are not objects yet, and a store that stops forgets them, as a lifecycle rule would.
 */
export class MultipartUploads {
  readonly #uploads = new Map<string, Upload>();

  /** CreateMultipartUpload; `encryption` is what the object will be encrypted with. */
  create(call: ObjectCall, encryption: Readonly<Record<string, string>>): Answer {
    const uploadId = randomUUID();
    // A checksum of the whole cannot be known from the headers that start an upload.
    const kept = Object.entries(keptHeaders(call.request.headers)).filter(
      ([name]) => !name.startsWith("x-amz-checksum-"),
    );
    this.#uploads.set(uploadId, {
      bucket: call.bucket,
      key: call.key,
      headers: { ...Object.fromEntries(kept), ...encryption },
      parts: new Map(),
    });
    const answer = s3Answer(call, "InitiateMultipartUploadResult", {
      Bucket: call.bucket,
      Key: call.key,
      UploadId: uploadId,
    });
    return { ...answer, headers: { ...answer.headers, ...encryption } };
  }

  /** UploadPart. */
  putPart(call: ObjectCall, uploadId: string): Answer {
    const upload = this.#find(call, uploadId);
    const number = Number(call.request.query.get("partNumber"));
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw new AwsError(
        400,
        "InvalidArgument",
        "Part number must be an integer between 1 and 10000, inclusive",
      );
    }
    const md5 = createHash("md5").update(call.request.body).digest("hex");
    upload.parts.set(number, { body: call.request.body, md5 });
    const checksums = Object.entries(keptHeaders(call.request.headers)).filter(([name]) =>
      name.startsWith("x-amz-checksum-"),
    );
    return {
      status: 200,
      headers: { ...Object.fromEntries(checksums), etag: `"${md5}"`, "x-amz-request-id": call.requestId },
      body: "",
    };
  }

  /** CompleteMultipartUpload: the parts named become the object, all or nothing. */
  complete(files: ObjectFiles, call: ObjectCall, uploadId: string): Answer {
    const upload = this.#find(call, uploadId);
    const parts = chooseParts(upload, call.request.body.toString("utf8"));
    refuseUnlessConditionsHold(files.current(call.bucket, call.key), call.request.headers);
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
    const answer = s3Answer(call, "CompleteMultipartUploadResult", {
      Bucket: call.bucket,
      Key: call.key,
      ETag: `"${version.etag}"`,
    });
    const versionHeader = version.versionId === "null" ? {} : { "x-amz-version-id": version.versionId };
    return { ...answer, headers: { ...answer.headers, ...versionHeader } };
  }

  /** AbortMultipartUpload. */
  abort(call: ObjectCall, uploadId: string): Answer {
    this.#find(call, uploadId);
    this.#uploads.delete(uploadId);
    return { status: 204, headers: { "x-amz-request-id": call.requestId }, body: "" };
  }

  #find(call: ObjectCall, uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined || upload.bucket !== call.bucket || upload.key !== call.key) {
      throw new AwsError(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        { UploadId: uploadId },
      );
    }
    return upload;
  }
}

/** The parts that a completion names, in its order. Throws {@link AwsError} where S3 refuses the list. */
function chooseParts(upload: Upload, xml: string): readonly Part[] {
  const wanted = elements(xml, "Part").map((part) => ({
    number: Number(elementText(part, "PartNumber")),
    md5: elementText(part, "ETag")?.replaceAll('"', ""),
  }));
  if (wanted.length === 0) {
    throw new AwsError(400, "MalformedXML", "The XML you provided was not well-formed");
  }
  return wanted.map(({ number, md5 }, index) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.md5 !== md5) {
      throw new AwsError(400, "InvalidPart", "One or more of the specified parts could not be found.", {
        PartNumber: number,
      });
    }
    if (index > 0 && number <= (wanted[index - 1]?.number ?? 0)) {
      throw new AwsError(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
    }
    if (index < wanted.length - 1 && part.body.length < MIN_PART_BYTES) {
      throw new AwsError(
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
