import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { arnTemplate } from "../../computed-values/value-context.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { ServiceResources } from "../service-resources.ts";

/**
 * Lists the keys of a bucket's objects.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
const listObjects: DataSourceHandler = (config, { account }) => {
  const bucket = stringAttribute(config, "bucket") ?? "";
  const keys = account.objectKeys?.(bucket, stringAttribute(config, "prefix") ?? "") ?? [];
  return { values: { id: bucket, keys, common_prefixes: [], owners: [], request_charged: "" } };
};

/** S3 objects. */
export const s3ObjectResources: ServiceResources = {
  types: {
    aws_s3_objects: { readDataSource: listObjects },
    aws_s3_object: {
      identity: ["arn"],
      values: {
        id: "{key}",
        arn: arnTemplate("s3:::{bucket}/{key}"),
        etag: (context) =>
          deterministicToken(
            `${String(context.resolve("content") ?? "")}${String(context.resolve("content_base64") ?? "")}${String(context.resolve("source_hash") ?? "")}`,
            "hex",
            32,
          ),
        version_id: (context) =>
          deterministicToken(
            `${context.seed}/version/${String(context.before?.version_id ?? "")}`,
            "mixed",
            32,
          ),
        content_type: "application/octet-stream",
        storage_class: "STANDARD",
        server_side_encryption: "AES256",
        acl: null,
        kms_key_id: "",
      },
    },
  },
};
