import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** CloudFormation stacks. */
export const cloudformationResources: ServiceResources = {
  types: {
    aws_cloudformation_stack: {
      values: {
        id: arnTemplate("cloudformation:{region}:{account}:stack/{name}/{uuid}"),
        outputs: {},
        parameters: {},
      },
    },
  },
};
