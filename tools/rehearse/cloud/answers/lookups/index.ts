import type { AnswerLookup, CloudResource } from "../../contracts.ts";
import { conformBlock } from "../defaults.ts";
import { lastPart } from "../facts.ts";
import { textOf } from "../read.ts";
import { token } from "../token.ts";
import { awsOwn, fromCatalogue, isUnknowable } from "./catalogue.ts";
import { managedPolicy } from "./cloudfront-policies.ts";
import { ecsService, taskDefinition } from "./containers.ts";
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
import { kmsAlias, kmsKey } from "./keys.ts";
import { lineAttachment } from "./line-attachment.ts";
import { endpointService, engineVersion, prefixList } from "./published.ts";
import { notFound, tooMany } from "./refusals.ts";
import { secretVersion } from "./secrets.ts";
import { type Special, shaped } from "./special.ts";
import { taggedResources } from "./tagged.ts";

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
  aws_resourcegroupstaggingapi_resources: simple(taggedResources),
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
