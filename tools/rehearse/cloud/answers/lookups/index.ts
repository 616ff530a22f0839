import type { AnswerLookup, CallContext, CloudResource, Refusal } from "../../contracts.ts";
import type { Block } from "../../schema.ts";
import type { ObjectValue } from "../../value.ts";
import { living } from "../account-index.ts";
import { conformBlock } from "../defaults.ts";
import { lastPart } from "../facts.ts";
import { blocksOf, isObject, textOf } from "../read.ts";
import { token, uuid } from "../token.ts";
import { awsOwn, fromCatalogue, isUnknowable } from "./catalogue.ts";
import { managedPolicy } from "./cloudfront-policies.ts";
import { askedFor, describe, many, matching, one, singularOf } from "./from-account.ts";
import {
  availabilityZone,
  availabilityZones,
  callerIdentity,
  canonicalUserId,
  type Lookup,
  sessionContext,
} from "./identity.ts";
import { image, publicParameter } from "./images.ts";
import { lineAttachment } from "./line-attachment.ts";
import { endpointService, engineVersion, prefixList } from "./published.ts";
import { notFound, tooMany } from "./refusals.ts";

type Found = ObjectValue | { readonly refusal: Refusal };
/** Answers a look-up; `undefined` leaves it to the account's resources. */
type Special = (config: ObjectValue, block: Block, context: CallContext) => Found | undefined;

/**
 * Data sources that the provider answers without asking AWS.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const PURE =
  /^aws_(arn|billing_service_account|cloudfront_log_delivery_canonical_user_id|cloudtrail_service_account|default_tags|elastic_beanstalk_hosted_zone|elb_hosted_zone_id|elb_service_account|iam_policy_document|lb_hosted_zone_id|partition|redshift_service_account|region|sagemaker_prebuilt_ecr_image|service|service_principal|ip_ranges)$/;

const simple =
  (lookup: Lookup): Special =>
  (config, block, context) =>
    conformBlock({ ...config, ...lookup(config, context) }, block);

function shaped(found: Found | undefined, config: ObjectValue, block: Block): Found | undefined {
  if (found === undefined || isRefusal(found)) return found;
  return conformBlock({ ...config, ...found }, block);
}

function isRefusal(found: Found): found is { readonly refusal: Refusal } {
  return (
    isObject(found as ObjectValue) &&
    "refusal" in found &&
    typeof (found as { refusal: unknown }).refusal === "object"
  );
}

/** A parameter of the account's own, or one that AWS publishes. */
const ssmParameter: Special = (config, block, context) => {
  const name = textOf(config, "name") ?? "";
  const own = matching("aws_ssm_parameter", { name }, context)[0];
  if (own !== undefined) return describe("aws_ssm_parameter", config, block, context, own);
  const value = publicParameter(name, context.region);
  if (value === undefined) return notFound("aws_ssm_parameter", name);
  const arn = `arn:aws:ssm:${context.region}::parameter${name}`;
  return shaped(
    { id: name, name, arn, type: "String", value, insecure_value: value, version: 1, with_decryption: true },
    config,
    block,
  );
};

/** A policy that CloudFront keeps; the account's own are found like any other thing. */
const cloudfrontPolicy =
  (type: string): Special =>
  (config, block, context) => {
    const found = managedPolicy(type, { name: textOf(config, "name"), id: textOf(config, "id") });
    if (found === undefined) return undefined;
    const kind = type.replace("aws_cloudfront_", "").replaceAll("_", "-");
    const arn = `arn:aws:cloudfront::${context.account.accountId}:${kind}/${found.id}`;
    const values = { ...found, arn, etag: `E${token(found.id, "upper", 13)}`, comment: "" };
    return describe(type, config, block, context, { type, id: found.id, region: context.region, values });
  };

/** How AWS names the policies that it keeps: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const MANAGED_POLICY =
  /^(Amazon|AWS|CloudWatch|ReadOnlyAccess|AdministratorAccess|PowerUser|SecurityAudit|ViewOnlyAccess|Billing|DatabaseAdministrator|DataScientist|NetworkAdministrator|SupportUser|SystemAdministrator|IAM|Job)/;

/** A policy of AWS's own has `aws` for its account; its text stays with AWS. */
const iamPolicy: Special = (config, block, context) => {
  const arn = textOf(config, "arn");
  const name = textOf(config, "name");
  if (matching("aws_iam_policy", config, context).length > 0) return undefined;
  const managed = /^arn:[^:]+:iam::aws:policy\//.test(arn ?? "")
    ? arn
    : name !== undefined && MANAGED_POLICY.test(name)
      ? `arn:aws:iam::aws:policy/${name}`
      : undefined;
  if (managed === undefined) return undefined;
  const path = `/${managed.split(":policy/")[1]?.split("/").slice(0, -1).join("/") ?? ""}/`.replace(
    "//",
    "/",
  );
  return shaped(
    {
      id: managed,
      arn: managed,
      name: lastPart(managed),
      path,
      description: "",
      policy: "",
      policy_id: `ANPA${token(managed, "base32", 17)}`,
      attachment_count: 0,
      tags: {},
    },
    config,
    block,
  );
};

/** A hosted zone: private only when asked for. */
const hostedZone: Special = (config, block, context) => {
  const isPrivate = ({ values }: CloudResource) => Array.isArray(values.vpc) && values.vpc.length > 0;
  const { vpc_id: vpc, ...rest } = config;
  const wanted = config.private_zone === true || typeof vpc === "string";
  const found = matching("aws_route53_zone", rest, context).filter(
    (zone) => isPrivate(zone) === wanted || textOf(config, "zone_id") !== undefined,
  );
  const [zone] = found;
  if (zone === undefined) return notFound("aws_route53_zone", askedFor(config));
  if (found.length > 1) return tooMany("aws_route53_zone", found.length);
  const count = context.account
    .resources("aws_route53_record")
    .filter((record) => record.values.zone_id === zone.id).length;
  return describe("aws_route53_zone", config, block, context, zone, {
    resource_record_set_count: count + 2,
    name: String(zone.values.name).replace(/\.$/, ""),
  });
};

/** The login that RDS keeps in a secret of its own: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html */
function managedLogin(secret: string, { account }: CallContext): CloudResource | undefined {
  const owner = account.resources().find(({ values }) => {
    const [own] = blocksOf(values, "master_user_secret");
    return own !== undefined && textOf(own, "secret_arn") === secret;
  });
  if (owner === undefined) return undefined;
  const username = String(owner.values.master_username ?? owner.values.username ?? "");
  const secret_string = JSON.stringify({ username, password: token(`${secret}/password`, "mixed", 28) });
  const values = {
    secret_id: secret,
    secret_string,
    version_id: uuid(secret),
    version_stages: ["AWSCURRENT"],
  };
  return { type: "aws_secretsmanager_secret_version", id: secret, region: owner.region, values };
}

/** A secret's value: one that was put there, or that RDS did. The simulation makes no other up. */
const secretVersion: Special = (config, block, context) => {
  const secret = textOf(config, "secret_id") ?? "";
  const stage = textOf(config, "version_stage") ?? "AWSCURRENT";
  const owner = matching("aws_secretsmanager_secret", { arn: secret }, context)[0];
  const ids = [secret, owner?.id, owner?.values.name];
  const version =
    living(context.account, "aws_secretsmanager_secret_version").find((one) =>
      ids.includes(one.values.secret_id as string),
    ) ?? managedLogin(secret, context);
  if (version === undefined) {
    const message = `Secrets Manager can't find the specified secret value for staging label: ${stage}`;
    return { refusal: { code: "ResourceNotFoundException", operation: "GetSecretValue", message } };
  }
  const id = `${owner?.id ?? secret}|${stage}`;
  return describe("aws_secretsmanager_secret_version", config, block, context, version, {
    id,
    arn: owner?.id ?? secret,
    version_stage: stage,
  });
};

/** A task definition: by family the newest revision, by `family:revision` or ARN that one. */
const taskDefinition: Special = (config, block, context) => {
  const asked = lastPart(textOf(config, "task_definition") ?? "");
  const full = textOf(config, "task_definition") ?? "";
  const all = context.account
    .resources("aws_ecs_task_definition")
    .filter(({ region }) => region === context.region);
  const matches = all.filter(
    ({ values }) =>
      [
        values.family,
        `${values.family}:${values.revision}`,
        values.arn,
        values.arn_without_revision,
      ].includes(full) || values.family === asked,
  );
  const newest = matches.sort((a, b) => Number(b.values.revision) - Number(a.values.revision))[0];
  if (newest === undefined) return notFound("aws_ecs_task_definition", full);
  return describe("aws_ecs_task_definition", config, block, context, newest, {
    status: "ACTIVE",
    id: String(newest.values.arn),
  });
};

/** A service of a cluster: both must be right. */
const ecsService: Special = (config, block, context) => {
  const name = lastPart(textOf(config, "service_name") ?? "");
  const cluster = lastPart(textOf(config, "cluster_arn") ?? "");
  const found = context.account
    .resources("aws_ecs_service")
    .find(
      ({ values, region }) =>
        region === context.region && values.name === name && lastPart(String(values.cluster)) === cluster,
    );
  if (found === undefined) return notFound("aws_ecs_service", name);
  return describe("aws_ecs_service", config, block, context, found, { arn: found.id });
};

/** A key by id, ARN or alias. */
const kmsKey: Special = (config, block, context) => {
  const asked = textOf(config, "key_id") ?? "";
  const alias = context.account
    .resources("aws_kms_alias")
    .find(({ values }) => [values.name, values.arn].includes(asked));
  const target = alias === undefined ? asked : String(alias.values.target_key_id);
  const key = context.account
    .resources("aws_kms_key")
    .find(({ id, values }) => id === target || values.arn === target);
  if (key === undefined)
    return /alias\/aws\//.test(asked)
      ? awsKey(asked, config, block, context)
      : notFound("aws_kms_key", asked);
  return describe("aws_kms_key", config, block, context, key, {
    key_state: "Enabled",
    enabled: true,
    key_manager: "CUSTOMER",
    origin: "AWS_KMS",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    key_id: asked,
  });
};

/** A key that AWS keeps for a service: `alias/aws/rds`. */
function awsKey(asked: string, config: ObjectValue, block: Block, context: CallContext): Found {
  const service = lastPart(asked);
  const id = uuid(`${context.account.accountId}/${context.region}/aws/${service}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}:key/${id}`;
  const values = {
    id,
    arn,
    key_id: asked,
    enabled: true,
    key_manager: "AWS",
    key_state: "Enabled",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    aws_account_id: context.account.accountId,
  };
  return describe("aws_kms_key", config, block, context, {
    type: "aws_kms_key",
    id,
    region: context.region,
    values,
  });
}

/** An alias: the account's own, or one that AWS keeps. */
const kmsAlias: Special = (config, block, context) => {
  const name = textOf(config, "name") ?? "";
  if (!name.startsWith("alias/aws/") || matching("aws_kms_alias", { name }, context).length > 0)
    return undefined;
  const target = uuid(`${context.account.accountId}/${context.region}/aws/${lastPart(name)}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}`;
  return shaped(
    {
      id: `${arn}:${name}`,
      name,
      arn: `${arn}:${name}`,
      target_key_id: target,
      target_key_arn: `${arn}:key/${target}`,
    },
    config,
    block,
  );
};

const SPECIAL: Readonly<Record<string, Special>> = {
  aws_ami: (config, block, context) => shaped(image(config, context), config, block),
  aws_availability_zone: (config, block, context) =>
    shaped(
      availabilityZone(config, context) ?? notFound("aws_availability_zone", askedFor(config)),
      config,
      block,
    ),
  aws_availability_zones: simple(availabilityZones),
  aws_caller_identity: simple(callerIdentity),
  aws_canonical_user_id: simple(canonicalUserId),
  aws_cloudfront_cache_policy: cloudfrontPolicy("aws_cloudfront_cache_policy"),
  aws_cloudfront_origin_request_policy: cloudfrontPolicy("aws_cloudfront_origin_request_policy"),
  aws_cloudfront_response_headers_policy: cloudfrontPolicy("aws_cloudfront_response_headers_policy"),
  aws_ec2_transit_gateway_dx_gateway_attachment: (config, block, context) => {
    const type = "aws_ec2_transit_gateway_dx_gateway_attachment";
    const found = lineAttachment(config, context);
    return found === undefined
      ? notFound(type, askedFor(config))
      : describe(type, config, block, context, found);
  },
  aws_ec2_managed_prefix_list: (config, block, context) => shaped(prefixList(config, context), config, block),
  aws_ecs_service: ecsService,
  aws_ecs_task_definition: taskDefinition,
  aws_iam_policy: iamPolicy,
  aws_iam_session_context: simple(sessionContext),
  aws_kms_alias: kmsAlias,
  aws_kms_key: kmsKey,
  aws_prefix_list: (config, block, context) =>
    shaped(prefixList(config, context) ?? notFound("aws_prefix_list", askedFor(config)), config, block),
  // What AWS works out anew at each look, though a resource of that name is kept.
  aws_kms_ciphertext: (config, block, context) => fromCatalogue("aws_kms_ciphertext", config, block, context),
  aws_rds_certificate: (config, block, context) =>
    fromCatalogue("aws_rds_certificate", config, block, context),
  aws_rds_engine_version: (config, block) => shaped(engineVersion(config), config, block),
  aws_route53_zone: hostedZone,
  aws_secretsmanager_secret_version: secretVersion,
  aws_ssm_parameter: ssmParameter,
  aws_vpc_endpoint_service: (config, block, context) =>
    shaped(endpointService(config, context), config, block),
};

/** Data sources whose things are made under another type's name. */
const SAME: Readonly<Record<string, string>> = {
  aws_alb: "aws_lb",
  aws_alb_listener: "aws_lb_listener",
  aws_alb_target_group: "aws_lb_target_group",
  aws_s3_bucket_object: "aws_s3_object",
  aws_s3_bucket_objects: "aws_s3_objects",
};

/**
 * Answers the data sources that AWS would be asked for; `undefined` for those the provider answers itself, and for
 * those that nobody can.
 */
export const answerLookup: AnswerLookup = (asked, config, block, context, isMade) => {
  const type = SAME[asked] ?? asked;
  if (PURE.test(type) || isUnknowable(type)) return undefined;
  const special = SPECIAL[type]?.(config, block, context) ?? awsOwn(type, config, block, context);
  if (special !== undefined) return special;
  if (isMade(type)) return one(type, config, block, context);
  const listed = singularOf(type);
  const list = isMade(listed) ? many(listed, config, block, context) : undefined;
  return list ?? fromCatalogue(type, config, block, context);
};
