import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** The root of an organization, the parent of all its units. */
const organizationRoots = (context: ValueContext) => [
  {
    id: renderTemplate("r-{base36:4/root}", context),
    arn: renderTemplate("arn:{partition}:organizations::{account}:root/{id}/r-{base36:4/root}", context),
    name: "Root",
    policy_types: [],
  },
];

const organizationId = (context: ValueContext) =>
  String(context.account.resources("aws_organizations_organization")[0]?.id ?? "o-exampleorgid");

/** AWS Organizations. */
export const organizationsResources: ServiceResources = {
  types: {
    aws_organizations_organization: {
      values: {
        id: "o-{base36:10}",
        arn: arnTemplate("organizations::{account}:organization/{id}"),
        master_account_id: "{account}",
        master_account_arn: arnTemplate("organizations::{account}:account/{id}/{account}"),
        roots: organizationRoots,
      },
    },
    aws_organizations_organizational_unit: {
      values: {
        id: (context) =>
          `ou-${resolveString(context, "parent_id").split("-")[1] ?? ""}-${renderTemplate("{base36:8}", context)}`,
        arn: (context) =>
          renderTemplate(
            `arn:{partition}:organizations::{account}:ou/${organizationId(context)}/{id}`,
            context,
          ),
      },
    },
    aws_organizations_account: {
      values: {
        id: "{digits:12}",
        arn: (context) =>
          renderTemplate(
            `arn:{partition}:organizations::{account}:account/${organizationId(context)}/{id}`,
            context,
          ),
      },
    },
    aws_organizations_policy: {
      values: {
        id: "p-{base36:8}",
        arn: (context) =>
          renderTemplate(
            `arn:{partition}:organizations::{account}:policy/${organizationId(context)}/service_control_policy/{id}`,
            context,
          ),
      },
    },
  },
};
