import { formatTimestamp } from "../attribute-rules/attributes.ts";
import { generateUniqueSuffix } from "../attribute-rules/generated-names.ts";
import { deterministicToken } from "../deterministic-values.ts";
import { allocatePrivateAddress } from "../ip-addresses.ts";
import { simulatedRegion } from "../regions.ts";
import { arnTemplate, type ResourceDefinitions, renderTemplate, resolveString } from "../value-context.ts";

const bucketSetting: ResourceDefinitions[string] = { id: "{bucket}" };

const tableArn = arnTemplate("dynamodb:{region}:{account}:table/{name}");

/** Buckets, tables and file systems. */
export const storageResources: ResourceDefinitions = {
  aws_s3_bucket: {
    id: "{bucket}",
    bucket: (context) =>
      `${resolveString(context, "bucket_prefix") || "terraform-"}${generateUniqueSuffix(context)}`,
    arn: arnTemplate("s3:::{bucket}"),
    bucket_domain_name: "{bucket}.s3.amazonaws.com",
    bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
    hosted_zone_id: (context) => simulatedRegion(context.region).hostedZones.s3Website,
    region: "{region}",
    acceleration_status: "",
    acl: null,
    policy: "",
    request_payer: "BucketOwner",
    object_lock_enabled: false,
    website_domain: "",
    website_endpoint: "",
    grant: (context) => [
      {
        id: deterministicToken(`${context.accountId}/canonical`, "hex", 64),
        permissions: ["FULL_CONTROL"],
        type: "CanonicalUser",
        uri: "",
      },
    ],
    versioning: [{ enabled: false, mfa_delete: false }],
    server_side_encryption_configuration: [
      {
        rule: [
          {
            bucket_key_enabled: false,
            apply_server_side_encryption_by_default: [{ kms_master_key_id: "", sse_algorithm: "AES256" }],
          },
        ],
      },
    ],
  },
  ...Object.fromEntries(
    [
      "policy",
      "versioning",
      "public_access_block",
      "ownership_controls",
      "server_side_encryption_configuration",
      "lifecycle_configuration",
      "logging",
      "notification",
      "cors_configuration",
      "accelerate_configuration",
      "object_lock_configuration",
      "request_payment_configuration",
      "replication_configuration",
    ].map((setting) => [`aws_s3_bucket_${setting}`, bucketSetting]),
  ),
  aws_s3_bucket_acl: {
    id: (context) =>
      resolveString(context, "acl") === ""
        ? resolveString(context, "bucket")
        : renderTemplate("{bucket},{acl}", context),
  },
  aws_s3_object: {
    id: "{key}",
    arn: arnTemplate("s3:::{bucket}/{key}"),
    etag: (context) =>
      deterministicToken(
        `${String(context.resolve("content") ?? "")}${String(context.resolve("content_base64") ?? "")}${String(context.resolve("source_hash") ?? "")}`,
        "hex",
        32,
      ),
    version_id: (context) =>
      deterministicToken(`${context.seed}/version/${String(context.before?.version_id ?? "")}`, "mixed", 32),
    content_type: "application/octet-stream",
    storage_class: "STANDARD",
    server_side_encryption: "AES256",
    acl: null,
    kms_key_id: "",
  },
  aws_dynamodb_table: {
    id: "{name}",
    arn: tableArn,
    stream_arn: (context) =>
      context.resolve("stream_enabled") === true
        ? `${tableArn(context)}/stream/${formatTimestamp(context).replace("Z", ".000")}`
        : "",
    stream_label: (context) =>
      context.resolve("stream_enabled") === true ? formatTimestamp(context).replace("Z", ".000") : "",
  },
  aws_efs_file_system: {
    id: "fs-0{hex:16}",
    arn: arnTemplate("elasticfilesystem:{region}:{account}:file-system/{id}"),
    dns_name: "{id}.efs.{region}.amazonaws.com",
    owner_id: "{account}",
    number_of_mount_targets: 0,
    performance_mode: "generalPurpose",
    creation_token: "terraform-20240101{digits:16}",
    availability_zone_id: "",
    availability_zone_name: "",
  },
  aws_efs_access_point: {
    id: "fsap-0{hex:16}",
    arn: arnTemplate("elasticfilesystem:{region}:{account}:access-point/{id}"),
    owner_id: "{account}",
  },
  aws_efs_mount_target: {
    id: "fsmt-0{hex:16}",
    network_interface_id: "eni-0{hex:16/eni}",
    dns_name: "{file_system_id}.efs.{region}.amazonaws.com",
    ip_address: (context) => allocatePrivateAddress(context, resolveString(context, "subnet_id")),
  },
};
