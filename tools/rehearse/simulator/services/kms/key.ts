import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicUuid } from "../../computed-values/deterministic-values.ts";
import {
  arnTemplate,
  lastSegment,
  renderTemplate,
  type ValueContext,
} from "../../computed-values/value-context.ts";
import { apiErrorIf } from "../../constraints/support/constraint-helpers.ts";
import {
  allowsAction,
  parsePolicyStatements,
  statementPrincipals,
} from "../../constraints/support/policy-statements.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint, SimulatedResource } from "../../simulator-types.ts";
import { UNKNOWN } from "../../terraform-value.ts";
import type { ParentReference, ServiceResources } from "../service-resources.ts";

const KEY_PARENT: ParentReference = {
  attribute: "key_id",
  types: ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_alias"],
  code: "NotFoundException",
  message: "Key '{}' does not exist",
};

/** The policy that KMS assigns to a key created without one: the account's root has full access. */
function defaultKeyPolicy(context: ValueContext): string {
  const root = renderTemplate("arn:{partition}:iam::{account}:root", context);
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: root },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

/** Reads a key by ID, ARN or alias. */
const readKmsKey: DataSourceHandler = (config, context) => {
  const requested = stringAttribute(config, "key_id") ?? "";
  const alias = context.account
    .resources("aws_kms_alias")
    .find(({ values }) => [values.name, values.arn].includes(requested));
  const target = alias === undefined ? requested : String(alias.values.target_key_id);
  const key = context.account
    .resources("aws_kms_key")
    .find(({ id, values }) => id === target || values.arn === target);
  if (key === undefined)
    return /alias\/aws\//.test(requested)
      ? { resource: awsManagedKey(requested, context) }
      : { notFound: requested };
  return {
    resource: key,
    overrides: {
      key_state: "Enabled",
      enabled: true,
      key_manager: "CUSTOMER",
      origin: "AWS_KMS",
      key_spec: "SYMMETRIC_DEFAULT",
      key_usage: "ENCRYPT_DECRYPT",
      key_id: requested,
    },
  };
};

/** An AWS managed key of a service: `alias/aws/rds`. */
function awsManagedKey(requested: string, context: CallContext): SimulatedResource {
  const service = lastSegment(requested);
  const id = deterministicUuid(`${context.account.accountId}/${context.region}/aws/${service}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}:key/${id}`;
  const values = {
    id,
    arn,
    key_id: requested,
    enabled: true,
    key_manager: "AWS",
    key_state: "Enabled",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    aws_account_id: context.account.accountId,
  };
  return { type: "aws_kms_key", id, region: context.region, values };
}

/** A key policy must let a principal of the account change the policy. */
const keyPolicy: Constraint = {
  name: "key-policy",
  documentation: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  errorCodes: ["MalformedPolicyDocumentException"],
  types: ["aws_kms_key", "aws_kms_key_policy"],
  check(change, { account }) {
    const text = stringAttribute(change.after, "policy");
    if (text === undefined) return [];
    const bypass = change.after?.bypass_policy_lockout_safety_check;
    const operation =
      change.before === null && change.type === "aws_kms_key"
        ? operationName("aws_kms_key", "create")
        : operationName("aws_kms_key_policy", "create");
    const allStatements = parsePolicyStatements(text);
    const isLockedOut =
      allStatements !== undefined &&
      bypass !== true &&
      bypass !== UNKNOWN &&
      !allStatements.some(
        (statement) =>
          allowsAction(statement, "kms:PutKeyPolicy") &&
          statementPrincipals(statement).some(
            (principal) => principal === "*" || principal.includes(account.accountId),
          ),
      );
    return [
      ...apiErrorIf(
        allStatements === undefined,
        operation,
        "MalformedPolicyDocumentException",
        "Policy contains a statement that is not valid JSON.",
        "policy",
      ),
      ...apiErrorIf(
        isLockedOut,
        operation,
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.",
        "policy",
      ),
    ];
  },
};

/** KMS keys. */
export const kmsKeyResources: ServiceResources = {
  types: {
    aws_kms_key: {
      values: {
        id: "{key_id}",
        key_id: "{uuid}",
        arn: arnTemplate("kms:{region}:{account}:key/{key_id}"),
        description: "",
        multi_region: false,
        rotation_period_in_days: (context) => (context.resolve("enable_key_rotation") === true ? 365 : 0),
        policy: (context) => defaultKeyPolicy(context),
      },
      notFound: { code: "NotFoundException", message: "Key '{}' does not exist" },
      readDataSource: readKmsKey,
    },
    aws_kms_replica_key: {
      values: {
        id: "{key_id}",
        key_id: "mrk-{hex:32}",
        arn: arnTemplate("kms:{region}:{account}:key/{key_id}"),
      },
    },
    aws_kms_grant: {
      values: { id: "{key_id}:{hex:64}", grant_id: "{hex:64}", grant_token: "{mixed:120/token}" },
      parents: [KEY_PARENT],
    },
    aws_kms_key_policy: { values: { id: "{key_id}" }, parents: [KEY_PARENT] },
    aws_kms_ciphertext: {
      parents: [KEY_PARENT],
      // AWS encrypts anew at each read, although there is a managed resource of the same name.
      readDataSource: () => ({ computed: true }),
    },
  },
  constraints: [keyPolicy],
};
