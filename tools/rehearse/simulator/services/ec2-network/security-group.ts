import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { SECURITY_GROUP_DESCRIPTION } from "../../../../../aws/vpc-quotas.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { arnTemplate, type ValueGenerators } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  idOrName,
  isChangedResource,
  isCreate,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { securityGroupIdsOf } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { ApiError, Constraint, ResourceChange } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { ec2Resource, vpcAttribute } from "./ec2-resource.ts";

function securityGroupRule(): ValueGenerators {
  return {
    id: "sgr-0{hex:16}",
    security_group_rule_id: "sgr-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:security-group-rule/{id}"),
  };
}

const RULE_TYPES: readonly string[] = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_security_group_rule",
];

function hasInvalidDescription(values: ObjectValue): boolean {
  const description = stringAttribute(values, "description");
  return description !== undefined && !SECURITY_GROUP_DESCRIPTION.pattern.test(description);
}

function ruleDescriptionErrors(isViolated: boolean, direction: string | undefined): readonly ApiError[] {
  return apiErrorIf(
    isViolated && direction !== undefined,
    operationName(`aws_vpc_security_group_${direction === "egress" ? "egress" : "ingress"}_rule`, "create"),
    "InvalidParameterValue",
    "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    "description",
  );
}

function ruleDirectionOf({ type }: ResourceChange, values: ObjectValue): string | undefined {
  if (type === "aws_security_group_rule") return stringAttribute(values, "type");
  return type === "aws_vpc_security_group_egress_rule" ? "egress" : "ingress";
}

/**
 * Descriptions of security groups and their rules have at most 255 characters of AWS's set, which
 * excludes `<`, `>` and quotes.
 */
const securityGroupDescription: Constraint = {
  name: "security-group-description",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
  errorCodes: ["InvalidParameterValue"],
  types: [...withDefaultTwin("aws_security_group"), ...RULE_TYPES],
  check(change) {
    const { after } = change;
    if (after === null) return [];
    if (RULE_TYPES.includes(change.type))
      return ruleDescriptionErrors(hasInvalidDescription(after), ruleDirectionOf(change, after));
    return [
      ...apiErrorIf(
        hasInvalidDescription(after),
        operationName("aws_security_group", "create"),
        "InvalidParameterValue",
        `Value (${stringAttribute(after, "description")}) for parameter GroupDescription is invalid. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
        "description",
      ),
      ...["ingress", "egress"].flatMap((direction) =>
        ruleDescriptionErrors(nestedBlocksOf(after, direction).some(hasInvalidDescription), direction),
      ),
    ];
  },
};

const SECURITY_GROUP_TYPES = [...withDefaultTwin("aws_security_group"), ...RULE_TYPES];

/** True if a rule of another security group references the group as its peer. */
function referencesGroup(values: ObjectValue, owner: string | undefined, id: string): boolean {
  const peers = [
    stringAttribute(values, "referenced_security_group_id"),
    stringAttribute(values, "source_security_group_id"),
    ...["ingress", "egress"].flatMap((name) =>
      nestedBlocksOf(values, name).flatMap((rule) => stringListAttribute(rule, "security_groups")),
    ),
  ];
  return owner !== id && peers.includes(id);
}

/** A security group cannot be deleted while a network interface or another group's rule uses it. */
const securityGroupInUse: Constraint = {
  name: "security-group-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html",
  errorCodes: ["DependencyViolation"],
  isRetried: true,
  types: ["aws_security_group"],
  check(change, context) {
    if (!isDelete(change)) return [];
    const id = idOrName(change.before);
    const isUsed = context.account.resources().some((other) => {
      if (isChangedResource(change, other)) return false;
      if (SECURITY_GROUP_TYPES.includes(other.type))
        return referencesGroup(
          other.values,
          stringAttribute(other.values, "security_group_id") ?? other.id,
          id,
        );
      return securityGroupIdsOf(other.values).includes(id);
    });
    return violationIf(isUsed, "DependencyViolation", `resource ${id} has a dependent object`);
  },
};

/** A security group name is unique within its VPC. */
const securityGroupName: Constraint = {
  name: "security-group-name",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
  errorCodes: ["InvalidGroup.Duplicate"],
  types: ["aws_security_group"],
  check(change, context) {
    const name = isCreate(change) ? stringAttribute(change.after, "name") : undefined;
    const vpc = stringAttribute(change.after, "vpc_id");
    if (name === undefined || vpc === undefined) return [];
    const taken = resourcesInRegion(context, "aws_security_group").some(
      ({ values }) => values.name === name && values.vpc_id === vpc,
    );
    return violationIf(
      taken,
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${vpc}'`,
      "name",
    );
  },
};

/** Security groups and their rules. */
export const ec2NetworkSecurityGroupResources: ServiceResources = {
  types: {
    aws_security_group: {
      dependentOf: ["aws_vpc"],
      values: { ...ec2Resource("sg", "security-group"), vpc_id: "" },
      notFound: { code: "InvalidGroup.NotFound", message: "The security group '{}' does not exist" },
    },
    aws_default_security_group: {
      values: {
        ...ec2Resource("sg", "security-group"),
        id: vpcAttribute("default_security_group_id"),
        name: "default",
        description: "default VPC security group",
      },
    },
    aws_vpc_security_group_ingress_rule: { values: { ...securityGroupRule() } },
    aws_vpc_security_group_egress_rule: { values: { ...securityGroupRule() } },
    aws_security_group_rule: {
      values: { id: "sgrule-{digits:10}", security_group_rule_id: "sgr-0{hex:16}" },
    },
  },
  constraints: [securityGroupDescription, securityGroupInUse, securityGroupName],
};
