import type { HttpResponse } from "./aws-http-error.ts";
import { compareUtf8, type ObjectFiles, type ObjectVersion } from "./object-files.ts";
import { type BucketCall, s3XmlResponse } from "./s3-call.ts";
import { type XmlChildren, xmlElements, xmlElementText } from "./xml.ts";

/** The maximum number of keys in one S3 response. */
const MAX_KEYS = 1000;

/**
 * ListObjects and ListObjectsV2:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjects(files: ObjectFiles, call: BucketCall): HttpResponse {
  const { query } = call.request;
  const isV2 = query.get("list-type") === "2";
  const after =
    (isV2 ? (query.get("continuation-token") ?? query.get("start-after")) : query.get("marker")) ?? "";
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = Math.min(Number(query.get("max-keys") ?? MAX_KEYS), MAX_KEYS);
  const entries = groupByDelimiter(files.list(call.bucket, prefix), prefix, delimiter);
  const remaining = entries.filter(({ name }) => compareUtf8(name, after) > 0);
  const page = remaining.slice(0, maxKeys);
  const truncated = remaining.length > page.length;
  const last = page.at(-1)?.name;
  const encode = keyEncoder(query);
  return s3XmlResponse(call, "ListBucketResult", {
    Name: call.bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: truncated,
    ...(isV2
      ? { KeyCount: page.length, NextContinuationToken: truncated ? last : undefined }
      : { Marker: encode(after), NextMarker: truncated && last !== undefined ? encode(last) : undefined }),
    Contents: page.flatMap(({ object }) => (object === undefined ? [] : [listEntryXml(object, encode)])),
    CommonPrefixes: page.flatMap(({ name, object }) =>
      object === undefined ? [{ Prefix: encode(name) }] : [],
    ),
  });
}

/**
 * ListObjectVersions, in one page:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function listObjectVersions(files: ObjectFiles, call: BucketCall): HttpResponse {
  const { query } = call.request;
  const encode = keyEncoder(query);
  const versions = files.versions(call.bucket, query.get("prefix") ?? "");
  const versionXml = (version: ObjectVersion): XmlChildren => ({
    ...listEntryXml(version, encode),
    VersionId: version.versionId,
    IsLatest: versions.find(({ key }) => key === version.key) === version,
  });
  return s3XmlResponse(call, "ListVersionsResult", {
    Name: call.bucket,
    Prefix: encode(query.get("prefix") ?? ""),
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: false,
    Version: versions.filter(({ deleted }) => !deleted).map(versionXml),
    DeleteMarker: versions.filter(({ deleted }) => deleted).map(versionXml),
  });
}

/** DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export function deleteObjects(files: ObjectFiles, call: BucketCall): HttpResponse {
  const xml = call.request.body.toString("utf8");
  const deleted = xmlElements(xml, "Object").map((item): XmlChildren => {
    const key = xmlElementText(item, "Key") ?? "";
    const versionId = xmlElementText(item, "VersionId");
    if (versionId === undefined) {
      const marker = files.delete(call.bucket, key, call.settings.versioned);
      return { Key: key, DeleteMarker: marker && true, DeleteMarkerVersionId: marker?.versionId };
    }
    const version = files.version(call.bucket, key, versionId);
    if (version !== undefined) files.deleteVersion(version);
    return { Key: key, VersionId: versionId };
  });
  const quiet = xmlElementText(xml, "Quiet") === "true";
  return s3XmlResponse(call, "DeleteResult", { Deleted: quiet ? [] : deleted });
}

interface ListEntry {
  readonly name: string;
  /** `undefined` for a common prefix. */
  readonly object: ObjectVersion | undefined;
}

/** Lists keys that share a prefix up to the delimiter once, as a common prefix. */
function groupByDelimiter(
  objects: readonly ObjectVersion[],
  prefix: string,
  delimiter: string,
): readonly ListEntry[] {
  const entries = new Map<string, ListEntry>();
  for (const object of objects) {
    const cut = delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length);
    entries.set(name, { name, object: cut < 0 ? object : undefined });
  }
  return [...entries.values()];
}

function listEntryXml(version: ObjectVersion, encode: (text: string) => string): XmlChildren {
  return {
    Key: encode(version.key),
    LastModified: version.lastModified,
    ETag: version.deleted ? undefined : `"${version.etag}"`,
    Size: version.deleted ? undefined : version.sizeBytes,
    StorageClass: version.deleted ? undefined : "STANDARD",
  };
}

function keyEncoder(query: URLSearchParams): (text: string) => string {
  return query.get("encoding-type") === "url"
    ? (text) => encodeURIComponent(text).replaceAll("%2F", "/")
    : (text) => text;
}
