import { crc32 } from "node:zlib";
import { IAM_QUOTAS } from "../../../../../aws/service-quotas.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { lastSegment } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  isChangedResource,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import { iamPolicySize, parsePolicyStatements } from "../../constraints/support/policy-statements.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { findMatchingResources } from "../../data-sources/matching-resources.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint, ResourceChange } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { iamResource } from "./identity-values.ts";
import { buildIamPolicyDocument, formatIamPolicyDocument } from "./policy-document.ts";

/** Computes a policy document as the provider does. */
function readPolicyDocument(config: ObjectValue): ObjectValue {
  const document = buildIamPolicyDocument(config);
  const json = formatIamPolicyDocument(document, 2);
  return {
    ...config,
    version: stringAttribute(config, "version") ?? "2012-10-17",
    json,
    minified_json: formatIamPolicyDocument(document, 0),
    // The provider hashes the text: CRC-32, IEEE polynomial.
    id: String(crc32(json)),
  };
}

/**
 * Names of AWS managed policies:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const AWS_MANAGED_POLICY =
  /^(Amazon|AWS|CloudWatch|ReadOnlyAccess|AdministratorAccess|PowerUser|SecurityAudit|ViewOnlyAccess|Billing|DatabaseAdministrator|DataScientist|NetworkAdministrator|SupportUser|SystemAdministrator|IAM|Job)/;

/** Reads an AWS managed policy, whose ARN has `aws` as its account; its document is left empty. */
const readManagedPolicy: DataSourceHandler = (config, context) => {
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
  return {
    values: {
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
  };
};

/** The document attribute of each type, and the kind, which decides on required elements. */
const POLICY_DOCUMENTS: Readonly<
  Record<string, readonly [attribute: string, kind: "identity" | "resource" | "trust"]>
> = {
  aws_iam_policy: ["policy", "identity"],
  aws_iam_role_policy: ["policy", "identity"],
  aws_iam_user_policy: ["policy", "identity"],
  aws_iam_group_policy: ["policy", "identity"],
  aws_iam_role: ["assume_role_policy", "trust"],
};

/** An IAM policy document must have valid statements with the elements that its kind requires. */
const policyDocumentConstraint: Constraint = {
  name: "policy-document",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  errorCodes: ["MalformedPolicyDocument"],
  types: Object.keys(POLICY_DOCUMENTS),
  check(change) {
    const [attribute, kind] = POLICY_DOCUMENTS[change.type] ?? ["", "identity"];
    const operation = operationName(change.type, "create");
    const text = stringAttribute(change.after, attribute);
    if (text === undefined) return [];
    const allStatements = parsePolicyStatements(text);
    const malformed = (message: string) =>
      apiErrorIf(true, operation, "MalformedPolicyDocument", message, attribute);
    if (allStatements === undefined || allStatements.length === 0)
      return malformed("Syntax errors in policy.");
    if (allStatements.some(({ Effect }) => Effect !== "Allow" && Effect !== "Deny"))
      return malformed("Syntax errors in policy.");
    if (allStatements.some(({ Action, NotAction }) => Action === undefined && NotAction === undefined))
      return malformed("Policy statement must contain actions.");
    if (
      kind === "identity" &&
      allStatements.some(({ Resource, NotResource }) => Resource === undefined && NotResource === undefined)
    )
      return malformed("Policy statement must contain resources.");
    if (kind === "identity" && allStatements.some(({ Principal }) => Principal !== undefined))
      return malformed("Policy document should not specify a principal.");
    if (kind === "trust" && allStatements.some(({ Resource }) => Resource !== undefined))
      return malformed("Has prohibited field Resource");
    return kind === "trust" &&
      allStatements.some(
        ({ Principal, NotPrincipal }) => Principal === undefined && NotPrincipal === undefined,
      )
      ? malformed("Missing required field Principal")
      : [];
  },
};

/** The limits of inline policies by resource type. */
const MAX_INLINE_POLICIES: Readonly<Record<string, readonly [owner: string, limit: number]>> = {
  aws_iam_role_policy: ["role", IAM_QUOTAS.roleInlineCharacters],
  aws_iam_user_policy: ["user", IAM_QUOTAS.userInlineCharacters],
  aws_iam_group_policy: ["group", IAM_QUOTAS.groupInlineCharacters],
};

/** The total size in characters of a principal's inline policies. */
function inlinePoliciesSize(change: ResourceChange, principal: string, context: CallContext): number {
  const others = resourcesInRegion(context, change.type).filter(
    (other) => !isChangedResource(change, other) && other.values[principal] === change.after?.[principal],
  );
  const sizes = others.map(({ values }) => iamPolicySize(stringAttribute(values, "policy") ?? ""));
  return sizes.reduce(
    (sum, size) => sum + size,
    iamPolicySize(stringAttribute(change.after, "policy") ?? ""),
  );
}

/**
 * A managed policy has at most 6,144 characters, a trust policy 2,048, all inline policies of a
 * role 10,240.
 */
const policySizeLimit: Constraint = {
  name: "policy-size",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  errorCodes: ["LimitExceeded"],
  types: ["aws_iam_policy", "aws_iam_role", ...Object.keys(MAX_INLINE_POLICIES)],
  check(change, context) {
    const operation = operationName(change.type, "create");
    if (change.type === "aws_iam_policy") {
      return apiErrorIf(
        iamPolicySize(stringAttribute(change.after, "policy") ?? "") > IAM_QUOTAS.managedPolicyCharacters,
        operation,
        "LimitExceeded",
        `Cannot exceed quota for PolicySize: ${IAM_QUOTAS.managedPolicyCharacters}`,
        "policy",
      );
    }
    if (change.type === "aws_iam_role") {
      return apiErrorIf(
        iamPolicySize(stringAttribute(change.after, "assume_role_policy") ?? "") >
          IAM_QUOTAS.trustPolicyCharacters,
        operation,
        "LimitExceeded",
        `Cannot exceed quota for ACLSizePerRole: ${IAM_QUOTAS.trustPolicyCharacters}`,
        "assume_role_policy",
      );
    }
    const [principal, limit] = MAX_INLINE_POLICIES[change.type] ?? ["role", 0];
    const isOverLimit = change.after !== null && inlinePoliciesSize(change, principal, context) > limit;
    return apiErrorIf(
      isOverLimit,
      operation,
      "LimitExceeded",
      `Maximum policy size of ${limit} bytes exceeded for ${principal} ${stringAttribute(change.after, principal)}`,
      "policy",
    );
  },
};

/** IAM policies. */
export const iamPolicyResources: ServiceResources = {
  types: {
    aws_iam_policy: {
      values: {
        ...iamResource("policy", "ANPA"),
        id: "{arn}",
        policy_id: "ANPA{base32:17}",
        attachment_count: 0,
      },
      uniqueName: {
        attribute: "name",
        code: "EntityAlreadyExists",
        message: "A policy called {} already exists. Duplicate names are not allowed.",
      },
      notFound: { code: "NoSuchEntity", message: "Policy {} was not found." },
      readDataSource: readManagedPolicy,
    },
    aws_iam_policy_document: { computeInProvider: readPolicyDocument },
  },
  constraints: [policyDocumentConstraint, policySizeLimit],
};
