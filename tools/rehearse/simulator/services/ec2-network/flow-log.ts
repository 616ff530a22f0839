import { renderTemplate, resolveString } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";
import { ec2Resource } from "./ec2-resource.ts";

/** VPC flow logs. */
export const ec2NetworkFlowLogResources: ServiceResources = {
  types: {
    aws_flow_log: {
      values: {
        ...ec2Resource("fl", "vpc-flow-log"),
        log_format:
          "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
        log_group_name: (context) =>
          /:log-group:([^:]+)/.exec(resolveString(context, "log_destination"))?.[1] ?? "",
        log_destination: (context) => {
          const group = resolveString(context, "log_group_name");
          return group === ""
            ? ""
            : renderTemplate(`arn:{partition}:logs:{region}:{account}:log-group:${group}`, context);
        },
      },
      passedRoles: [
        {
          attribute: "iam_role_arn",
          service: "vpc-flow-logs.amazonaws.com",
          code: "InvalidParameter",
          message: "Unable to assume given IAM role.",
        },
      ],
    },
  },
};
