import { canonicalType } from "../../../../aws/resource-types.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { DataSourceReader, SimulatedResource } from "../simulator-types.ts";
import {
  readAvailabilityZone,
  readAvailabilityZones,
  readCallerIdentity,
  readCanonicalUserId,
  readIamSessionContext,
  type ValuesReader,
} from "./account-and-zones.ts";
import { isUnsupportedDataSource, readAwsCatalog, readAwsManaged } from "./aws-catalog.ts";
import { readAwsPrefixList, readEndpointService, readEngineVersion } from "./aws-published.ts";
import { findCloudfrontManagedPolicy } from "./cloudfront-managed-policies.ts";
import { type DataSourceHandler, normalizeResult } from "./data-source-handler.ts";
import { findDxGatewayAttachment } from "./dx-gateway-attachment.ts";
import { readEcsService, readTaskDefinition } from "./ecs.ts";
import {
  dataSourceValues,
  describeQuery,
  findMatchingResources,
  readPlural,
  readSingular,
  singularResourceType,
} from "./from-account.ts";
import { publicSsmParameter, readAmi } from "./images.ts";
import { readKmsAlias, readKmsKey } from "./kms.ts";
import { multipleResultsError, notFoundError } from "./not-found-errors.ts";
import { readSecretVersion } from "./secrets.ts";
import { taggedResources } from "./tagged.ts";

/**
 * Data sources that the provider computes without calling AWS.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const PROVIDER_ONLY_TYPES =
  /^aws_(arn|billing_service_account|cloudfront_log_delivery_canonical_user_id|cloudtrail_service_account|default_tags|elastic_beanstalk_hosted_zone|elb_hosted_zone_id|elb_service_account|iam_policy_document|lb_hosted_zone_id|partition|redshift_service_account|region|sagemaker_prebuilt_ecr_image|service|service_principal|ip_ranges)$/;

const fromValues =
  (read: ValuesReader): DataSourceHandler =>
  (config, block, context) =>
    normalizeToBlock({ ...config, ...read(config, context) }, block);

/** Reads a parameter of the account, or a public one. */
const readSsmParameter: DataSourceHandler = (config, block, context) => {
  const name = stringAttribute(config, "name") ?? "";
  const ownParameter = findMatchingResources("aws_ssm_parameter", { name }, context)[0];
  if (ownParameter !== undefined)
    return dataSourceValues("aws_ssm_parameter", config, block, context, ownParameter);
  const value = publicSsmParameter(name, context.region);
  if (value === undefined) return notFoundError("aws_ssm_parameter", name);
  const arn = `arn:aws:ssm:${context.region}::parameter${name}`;
  return normalizeResult(
    { id: name, name, arn, type: "String", value, insecure_value: value, version: 1, with_decryption: true },
    config,
    block,
  );
};

/**
 * Reads a managed policy of CloudFront; the account's policies are read like any other resource.
 */
const readCloudfrontPolicy =
  (type: string): DataSourceHandler =>
  (config, block, context) => {
    const policy = findCloudfrontManagedPolicy(type, {
      name: stringAttribute(config, "name"),
      id: stringAttribute(config, "id"),
    });
    if (policy === undefined) return undefined;
    const kind = type.replace("aws_cloudfront_", "").replaceAll("_", "-");
    const arn = `arn:aws:cloudfront::${context.account.accountId}:${kind}/${policy.id}`;
    const values = { ...policy, arn, etag: `E${deterministicToken(policy.id, "upper", 13)}`, comment: "" };
    return dataSourceValues(type, config, block, context, {
      type,
      id: policy.id,
      region: context.region,
      values,
    });
  };

/**
 * Names of AWS managed policies:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const AWS_MANAGED_POLICY =
  /^(Amazon|AWS|CloudWatch|ReadOnlyAccess|AdministratorAccess|PowerUser|SecurityAudit|ViewOnlyAccess|Billing|DatabaseAdministrator|DataScientist|NetworkAdministrator|SupportUser|SystemAdministrator|IAM|Job)/;

/** Reads an AWS managed policy, whose ARN has `aws` as its account; its document is left empty. */
const readIamPolicy: DataSourceHandler = (config, block, context) => {
  const arn = stringAttribute(config, "arn");
  const name = stringAttribute(config, "name");
  if (findMatchingResources("aws_iam_policy", config, context).length > 0) return undefined;
  const managed = /^arn:[^:]+:iam::aws:policy\//.test(arn ?? "")
    ? arn
    : name !== undefined && AWS_MANAGED_POLICY.test(name)
      ? `arn:aws:iam::aws:policy/${name}`
      : undefined;
  if (managed === undefined) return undefined;
  const path = `/${managed.split(":policy/")[1]?.split("/").slice(0, -1).join("/") ?? ""}/`.replace(
    "//",
    "/",
  );
  return normalizeResult(
    {
      id: managed,
      arn: managed,
      name: lastSegment(managed),
      path,
      description: "",
      policy: "",
      policy_id: `ANPA${deterministicToken(managed, "base32", 17)}`,
      attachment_count: 0,
      tags: {},
    },
    config,
    block,
  );
};

/** Reads a hosted zone; a private one only on request. */
const readHostedZone: DataSourceHandler = (config, block, context) => {
  const isPrivate = ({ values }: SimulatedResource) => Array.isArray(values.vpc) && values.vpc.length > 0;
  const { vpc_id: vpc, ...rest } = config;
  const wantsPrivate = config.private_zone === true || typeof vpc === "string";
  const matches = findMatchingResources("aws_route53_zone", rest, context).filter(
    (zone) => isPrivate(zone) === wantsPrivate || stringAttribute(config, "zone_id") !== undefined,
  );
  const [zone] = matches;
  if (zone === undefined) return notFoundError("aws_route53_zone", describeQuery(config));
  if (matches.length > 1) return multipleResultsError("aws_route53_zone", matches.length);
  const count = context.account
    .resources("aws_route53_record")
    .filter((record) => record.values.zone_id === zone.id).length;
  return dataSourceValues("aws_route53_zone", config, block, context, zone, {
    resource_record_set_count: count + 2,
    name: String(zone.values.name).replace(/\.$/, ""),
  });
};

const DATA_SOURCE_HANDLERS: Readonly<Record<string, DataSourceHandler>> = {
  aws_ami: (config, block, context) => normalizeResult(readAmi(config, context), config, block),
  aws_availability_zone: (config, block, context) =>
    normalizeResult(
      readAvailabilityZone(config, context) ?? notFoundError("aws_availability_zone", describeQuery(config)),
      config,
      block,
    ),
  aws_availability_zones: fromValues(readAvailabilityZones),
  aws_caller_identity: fromValues(readCallerIdentity),
  aws_canonical_user_id: fromValues(readCanonicalUserId),
  aws_cloudfront_cache_policy: readCloudfrontPolicy("aws_cloudfront_cache_policy"),
  aws_cloudfront_origin_request_policy: readCloudfrontPolicy("aws_cloudfront_origin_request_policy"),
  aws_cloudfront_response_headers_policy: readCloudfrontPolicy("aws_cloudfront_response_headers_policy"),
  aws_ec2_transit_gateway_dx_gateway_attachment: (config, block, context) => {
    const type = "aws_ec2_transit_gateway_dx_gateway_attachment";
    const attachment = findDxGatewayAttachment(config, context);
    return attachment === undefined
      ? notFoundError(type, describeQuery(config))
      : dataSourceValues(type, config, block, context, attachment);
  },
  aws_ec2_managed_prefix_list: (config, block, context) =>
    normalizeResult(readAwsPrefixList(config, context), config, block),
  aws_ecs_service: readEcsService,
  aws_ecs_task_definition: readTaskDefinition,
  aws_iam_policy: readIamPolicy,
  aws_iam_session_context: fromValues(readIamSessionContext),
  aws_kms_alias: readKmsAlias,
  aws_kms_key: readKmsKey,
  aws_prefix_list: (config, block, context) =>
    normalizeResult(
      readAwsPrefixList(config, context) ?? notFoundError("aws_prefix_list", describeQuery(config)),
      config,
      block,
    ),
  // AWS computes these at each read, although there are managed resources of the same name.
  aws_kms_ciphertext: (config, block, context) =>
    readAwsCatalog("aws_kms_ciphertext", config, block, context),
  aws_rds_certificate: (config, block, context) =>
    readAwsCatalog("aws_rds_certificate", config, block, context),
  aws_rds_engine_version: (config, block) => normalizeResult(readEngineVersion(config), config, block),
  aws_resourcegroupstaggingapi_resources: fromValues(taggedResources),
  aws_route53_zone: readHostedZone,
  aws_secretsmanager_secret_version: readSecretVersion,
  aws_ssm_parameter: readSsmParameter,
  aws_vpc_endpoint_service: (config, block, context) =>
    normalizeResult(readEndpointService(config, context), config, block),
};

/**
 * Reads the data sources that would call AWS; `undefined` for those that the provider computes
 * itself, and for those that cannot be simulated.
 */
export const readSimulatedDataSource: DataSourceReader = (
  requestedType,
  config,
  block,
  context,
  isResourceType,
) => {
  const type = canonicalType(requestedType);
  if (PROVIDER_ONLY_TYPES.test(type) || isUnsupportedDataSource(type)) return undefined;
  const handled =
    DATA_SOURCE_HANDLERS[type]?.(config, block, context) ?? readAwsManaged(type, config, block, context);
  if (handled !== undefined) return handled;
  if (isResourceType(type)) return readSingular(type, config, block, context);
  const resourceType = singularResourceType(type);
  const list = isResourceType(resourceType) ? readPlural(resourceType, config, block, context) : undefined;
  return list ?? readAwsCatalog(type, config, block, context);
};
