import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { generateUniqueSuffix } from "../../computed-values/attribute-rules/generated-names.ts";
import { deterministicUuid } from "../../computed-values/deterministic-values.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import {
  arnTemplate,
  lastSegment,
  renderTemplate,
  resolveString,
} from "../../computed-values/value-context.ts";
import { findInRegion, violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { findMatchingResources } from "../../data-sources/matching-resources.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Reads an alias: the account's, or one that AWS manages. */
const readKmsAlias: DataSourceHandler = (config, context) => {
  const name = stringAttribute(config, "name") ?? "";
  if (!name.startsWith("alias/aws/") || findMatchingResources("aws_kms_alias", { name }, context).length > 0)
    return undefined;
  const target = deterministicUuid(`${context.account.accountId}/${context.region}/aws/${lastSegment(name)}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}`;
  return {
    values: {
      id: `${arn}:${name}`,
      name,
      arn: `${arn}:${name}`,
      target_key_id: target,
      target_key_arn: `${arn}:key/${target}`,
    },
  };
};

/** A KMS alias must refer to an existing key. */
const aliasKey: Constraint = {
  name: "alias-key",
  documentation: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  errorCodes: ["NotFoundException"],
  types: ["aws_kms_alias"],
  check(change, context) {
    const key = stringAttribute(change.after, "target_key_id");
    const isMissing =
      key !== undefined &&
      findInRegion(context, key, "aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key") === undefined;
    return violationIf(isMissing, "NotFoundException", `Key '${key}' does not exist`, "target_key_id");
  },
};

/** KMS aliases. */
export const kmsAliasResources: ServiceResources = {
  types: {
    aws_kms_alias: {
      values: {
        id: "{name}",
        name: (context) =>
          `${resolveString(context, "name_prefix") || "alias/"}${generateUniqueSuffix(context)}`,
        arn: arnTemplate("kms:{region}:{account}:{name}"),
        target_key_arn: (context) =>
          stringAttribute(
            findExistingResource(context.account, resolveString(context, "target_key_id"), "aws_kms_key")
              ?.values,
            "arn",
          ) ?? renderTemplate("arn:{partition}:kms:{region}:{account}:key/{target_key_id}", context),
      },
      uniqueName: {
        attribute: "name",
        code: "AlreadyExistsException",
        message: "An alias with the name {} already exists",
      },
      notFound: { code: "NotFoundException", message: "Alias {} is not found." },
      readDataSource: readKmsAlias,
    },
  },
  constraints: [aliasKey],
};
