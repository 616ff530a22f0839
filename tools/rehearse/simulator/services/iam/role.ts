import { IAM_QUOTAS } from "../../../../../aws/service-quotas.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { lastSegment, resolveString, type ValueContext } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  isCreate,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { operationName } from "../../operation-name.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ParentReference, ServiceResources } from "../service-resources.ts";
import { iamResource, policyAttachment } from "./identity-values.ts";

const ROLE_PARENT: ParentReference = {
  attribute: "role",
  types: ["aws_iam_role", "aws_iam_service_linked_role"],
  code: "NoSuchEntity",
  message: "The role with name {} cannot be found.",
};

function serviceRoleLabel(context: ValueContext): string {
  const service = resolveString(context, "aws_service_name").split(".")[0] ?? "";
  const label =
    service.length <= 3 ? service.toUpperCase() : `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  const suffix = resolveString(context, "custom_suffix");
  return suffix === "" ? label : `${label}_${suffix}`;
}

/** Resolves an assumed-role session to its role; other ARNs are returned unchanged. */
const readSessionContext: DataSourceHandler = (config) => {
  const arn = stringAttribute(config, "arn") ?? "";
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (session === null)
    return { values: { id: arn, arn, issuer_arn: arn, issuer_id: "", issuer_name: "", session_name: "" } };
  const [, partition, account, role = "", name = ""] = session;
  return {
    values: {
      id: arn,
      arn,
      issuer_arn: `arn:${partition}:iam::${account}:role/${role}`,
      issuer_id: `AROA${deterministicToken(arn, "base32", 17)}`,
      issuer_name: role,
      session_name: name,
    },
  };
};

/** A role cannot be deleted while it has policies, nor a policy while it is attached. */
const identityInUse: Constraint = {
  name: "identity-in-use",
  documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
  errorCodes: ["DeleteConflict"],
  isRetried: true,
  types: ["aws_iam_role", "aws_iam_policy"],
  check(change, context) {
    if (!isDelete(change)) return [];
    if (change.type === "aws_iam_policy") {
      const arn = stringAttribute(change.before, "arn");
      const isUsed = resourcesInRegion(
        context,
        "aws_iam_role_policy_attachment",
        "aws_iam_user_policy_attachment",
        "aws_iam_group_policy_attachment",
      ).some(({ values }) => values.policy_arn === arn);
      return apiErrorIf(
        isUsed,
        operationName("aws_iam_policy", "delete"),
        "DeleteConflict",
        "Cannot delete a policy attached to entities.",
      );
    }
    if (change.before.force_detach_policies === true) return [];
    const name = stringAttribute(change.before, "name") ?? "";
    const isNamedBy = (type: string) =>
      resourcesInRegion(context, type).some(
        ({ values }) => lastSegment(stringAttribute(values, "role") ?? "") === name,
      );
    return [
      ...apiErrorIf(
        isNamedBy("aws_iam_role_policy_attachment"),
        operationName("aws_iam_role", "delete"),
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
      ),
      ...apiErrorIf(
        isNamedBy("aws_iam_role_policy"),
        operationName("aws_iam_role", "delete"),
        "DeleteConflict",
        "Cannot delete entity, must delete policies first.",
      ),
    ];
  },
};

/** A role has at most ten managed policies. */
const policiesPerRole: Constraint = {
  name: "policies-per-role",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  errorCodes: ["LimitExceeded"],
  types: ["aws_iam_role_policy_attachment"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const attached = resourcesInRegion(context, "aws_iam_role_policy_attachment").filter(
      ({ values }) => values.role === change.after.role,
    );
    return violationIf(
      attached.length >= IAM_QUOTAS.policiesPerRole,
      "LimitExceeded",
      `Cannot exceed quota for PoliciesPerRole: ${IAM_QUOTAS.policiesPerRole}`,
      "policy_arn",
    );
  },
};

/** IAM roles and instance profiles. */
export const iamRoleResources: ServiceResources = {
  types: {
    aws_iam_role: {
      values: { ...iamResource("role", "AROA"), managed_policy_arns: [], inline_policy: [] },
      uniqueName: {
        attribute: "name",
        code: "EntityAlreadyExists",
        message: "Role with name {} already exists.",
      },
      notFound: { code: "NoSuchEntity", message: "The role with name {} cannot be found." },
      awsManaged: { argument: "name", names: /^AWSServiceRoleFor/ },
    },
    aws_iam_instance_profile: {
      values: iamResource("instance-profile", "AIPA"),
      uniqueName: {
        attribute: "name",
        code: "EntityAlreadyExists",
        message: "Instance Profile {} already exists.",
      },
      notFound: { code: "NoSuchEntity", message: "Instance Profile {} cannot be found." },
    },
    aws_iam_role_policy: { values: { id: "{role}:{name}" }, parents: [ROLE_PARENT] },
    aws_iam_role_policy_attachment: { values: policyAttachment("role"), parents: [ROLE_PARENT] },
    aws_iam_service_linked_role: {
      values: {
        ...iamResource("role", "AROA"),
        id: "{arn}",
        path: "/aws-service-role/{aws_service_name}/",
        name: (context) => `AWSServiceRoleFor${serviceRoleLabel(context)}`,
      },
    },
    aws_iam_session_context: { readDataSource: readSessionContext },
  },
  constraints: [identityInUse, policiesPerRole],
};
