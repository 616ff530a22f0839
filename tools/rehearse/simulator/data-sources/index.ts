import { canonicalType } from "../../../../aws/resource-types.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { CallContext, DataSourceReader } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { isUnsupportedDataSource, readAwsCatalog, readAwsManaged } from "./aws-catalog.ts";
import type { DataSourceResult } from "./data-source-handler.ts";
import { dataSourceValues, readPlural, readSingular, singularResourceType } from "./from-account.ts";
import { notFoundError } from "./not-found-errors.ts";

/**
 * Data sources that the provider computes without calling AWS, besides those whose definitions say
 * how.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const PROVIDER_ONLY_TYPES: ReadonlySet<string> = new Set([
  "aws_arn",
  "aws_billing_service_account",
  "aws_cloudtrail_service_account",
  "aws_default_tags",
  "aws_elastic_beanstalk_hosted_zone",
  "aws_elb_hosted_zone_id",
  "aws_redshift_service_account",
  "aws_sagemaker_prebuilt_ecr_image",
  "aws_service",
  "aws_service_principal",
  "aws_ip_ranges",
]);

/** Completes a result to the data source's schema. */
function completeResult(
  type: string,
  result: DataSourceResult,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ReturnType<DataSourceReader> {
  if ("values" in result) return normalizeToBlock({ ...config, ...result.values }, block);
  if ("resource" in result)
    return dataSourceValues(type, config, block, context, result.resource, result.overrides);
  if ("notFound" in result) return notFoundError(type, result.notFound);
  return "computed" in result ? readAwsCatalog(type, config, block, context) : result;
}

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
  const { readDataSource, computeInProvider } = typeDefinition(type);
  if (PROVIDER_ONLY_TYPES.has(type) || computeInProvider !== undefined || isUnsupportedDataSource(type))
    return undefined;
  const result = readDataSource?.(config, context);
  if (result !== undefined) return completeResult(type, result, config, block, context);
  const managed = readAwsManaged(type, config, block, context);
  if (managed !== undefined) return managed;
  if (isResourceType(type)) return readSingular(type, config, block, context);
  const resourceType = singularResourceType(type);
  const list = isResourceType(resourceType) ? readPlural(resourceType, config, block, context) : undefined;
  return list ?? readAwsCatalog(type, config, block, context);
};
