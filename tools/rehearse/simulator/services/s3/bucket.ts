import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { generateUniqueSuffix } from "../../computed-values/attribute-rules/generated-names.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { simulatedRegion } from "../../computed-values/regions.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import {
  isCreate,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { parsePolicyStatements, statementPrincipals } from "../../constraints/support/policy-statements.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** A setting of a bucket. */
const bucketSetting: ValueGenerators = { id: "{bucket}" };

/**
 * The endpoint of S3 websites in the region.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
function websiteHost(context: ValueContext): string {
  const dash = /^(us-east-1|us-west-[12]|eu-west-1|ap-southeast-[12]|ap-northeast-1|sa-east-1)$/.test(
    context.region,
  );
  return `s3-website${dash ? "-" : "."}${context.region}.amazonaws.com`;
}

/** The alias of an access point, usable in place of a bucket name. */
const accessPointAlias = (context: ValueContext) =>
  `${resolveString(context, "name").slice(0, 20)}-${renderTemplate("{base36:34}", context)}-s3alias`;

/**
 * The canonical user ID of CloudFront's log delivery in a bucket's ACL: the same for every account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
const LOG_DELIVERY_USER_ID = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

/** The account's canonical user ID: 64 hexadecimal digits. */
const readCanonicalUserId: DataSourceHandler = (_config, { account }) => ({
  values: {
    id: deterministicToken(`${account.accountId}/canonical`, "hex", 64),
    display_name: "",
  },
});

/** A bucket accepts ACLs only if its ownership setting enables them; a new bucket's does not. */
const bucketAcl: Constraint = {
  name: "bucket-acl",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  errorCodes: ["AccessControlListNotSupported"],
  types: ["aws_s3_bucket_acl"],
  check(change, context) {
    const bucket = stringAttribute(change.after, "bucket");
    if (bucket === undefined) return [];
    const allowsAcls = resourcesInRegion(context, "aws_s3_bucket_ownership_controls")
      .filter(({ values }) => values.bucket === bucket)
      .flatMap(({ values }) => nestedBlocksOf(values, "rule"))
      .some(({ object_ownership }) => object_ownership !== "BucketOwnerEnforced");
    return violationIf(
      !allowsAcls,
      "AccessControlListNotSupported",
      "The bucket does not allow ACLs",
      "bucket",
    );
  },
};

/** A bucket name is unique within the partition. */
const bucketNameUnique: Constraint = {
  name: "bucket-name",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  errorCodes: ["BucketAlreadyOwnedByYou"],
  types: ["aws_s3_bucket"],
  check(change, { account }) {
    const name = isCreate(change) ? stringAttribute(change.after, "bucket") : undefined;
    const taken =
      name !== undefined && account.resources("aws_s3_bucket").some(({ values }) => values.bucket === name);
    return violationIf(
      taken,
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      "bucket",
    );
  },
};

/**
 * A bucket with objects or old versions cannot be deleted; `force_destroy` makes the provider empty
 * it first.
 */
const bucketNotEmpty: Constraint = {
  name: "bucket-not-empty",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
  errorCodes: ["BucketNotEmpty"],
  types: ["aws_s3_bucket"],
  check(change, { account }) {
    if (!isDelete(change) || change.before.force_destroy === true) return [];
    const count = account.objectCount?.(stringAttribute(change.before, "bucket") ?? "") ?? 0;
    return violationIf(
      count > 0,
      "BucketNotEmpty",
      "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    );
  },
};

/** A bucket that blocks public policies rejects a public policy. */
const bucketPolicyPublic: Constraint = {
  name: "bucket-policy-public",
  documentation:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  errorCodes: ["AccessDenied"],
  types: ["aws_s3_bucket_policy"],
  check(change, context) {
    const bucket = stringAttribute(change.after, "bucket");
    const text = stringAttribute(change.after, "policy");
    if (bucket === undefined || text === undefined) return [];
    const blocksPublicPolicy = resourcesInRegion(context, "aws_s3_bucket_public_access_block").some(
      ({ values }) => values.bucket === bucket && values.block_public_policy === true,
    );
    const isPublic = (parsePolicyStatements(text) ?? []).some(
      (statement) =>
        statement.Effect === "Allow" &&
        statement.Condition === undefined &&
        statementPrincipals(statement).includes("*"),
    );
    const message = `User: arn:aws:iam::${context.account.accountId}:user/rehearsal is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`;
    return violationIf(blocksPublicPolicy && isPublic, "AccessDenied", message, "policy");
  },
};

/** S3 buckets and access points. */
export const s3BucketResources: ServiceResources = {
  types: {
    aws_s3_access_point: {
      values: {
        id: "{account}:{name}",
        arn: arnTemplate("s3:{region}:{account}:accesspoint/{name}"),
        alias: accessPointAlias,
        domain_name: "{name}-{account}.s3-accesspoint.{region}.amazonaws.com",
      },
    },
    aws_s3_bucket_website_configuration: {
      values: {
        id: "{bucket}",
        website_domain: websiteHost,
        website_endpoint: (context) => `${resolveString(context, "bucket")}.${websiteHost(context)}`,
      },
    },
    aws_s3_bucket: {
      values: {
        id: "{bucket}",
        bucket: (context) =>
          `${resolveString(context, "bucket_prefix") || "terraform-"}${generateUniqueSuffix(context)}`,
        arn: arnTemplate("s3:::{bucket}"),
        bucket_domain_name: "{bucket}.s3.amazonaws.com",
        bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
        hosted_zone_id: (context) =>
          simulatedRegion(context.region).hostedZones.s3Website ||
          `Z${deterministicToken(`s3/${context.region}`, "upper", 20)}`,
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
      notFound: { code: "NotFound", message: "The bucket {} does not exist" },
    },
    aws_s3_bucket_policy: { values: bucketSetting },
    aws_s3_bucket_versioning: { values: bucketSetting },
    aws_s3_bucket_public_access_block: { values: bucketSetting },
    aws_s3_bucket_ownership_controls: { values: bucketSetting },
    aws_s3_bucket_server_side_encryption_configuration: { values: bucketSetting },
    aws_s3_bucket_lifecycle_configuration: { values: bucketSetting },
    aws_s3_bucket_logging: { values: bucketSetting },
    aws_s3_bucket_notification: { values: bucketSetting },
    aws_s3_bucket_cors_configuration: { values: bucketSetting },
    aws_s3_bucket_accelerate_configuration: { values: bucketSetting },
    aws_s3_bucket_object_lock_configuration: { values: bucketSetting },
    aws_s3_bucket_request_payment_configuration: { values: bucketSetting },
    aws_s3_bucket_replication_configuration: { values: bucketSetting },
    aws_s3_bucket_acl: {
      values: {
        id: (context) =>
          resolveString(context, "acl") === ""
            ? resolveString(context, "bucket")
            : renderTemplate("{bucket},{acl}", context),
      },
    },
    aws_canonical_user_id: { readDataSource: readCanonicalUserId },
    aws_cloudfront_log_delivery_canonical_user_id: {
      computeInProvider: () => ({ id: LOG_DELIVERY_USER_ID }),
    },
  },
  constraints: [bucketAcl, bucketNameUnique, bucketNotEmpty, bucketPolicyPublic],
};
