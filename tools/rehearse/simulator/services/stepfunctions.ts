import { formatTimestamp } from "../computed-values/attribute-rules/attributes.ts";
import { arnTemplate, identifiedByArn } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Step Functions state machines. */
export const stepfunctionsResources: ServiceResources = {
  types: {
    aws_sfn_activity: { values: identifiedByArn("states:{region}:{account}:activity:{name}") },
    aws_sfn_state_machine: {
      values: {
        id: "{arn}",
        arn: arnTemplate("states:{region}:{account}:stateMachine:{name}"),
        status: "ACTIVE",
        creation_date: (context) => formatTimestamp(context),
        revision_id: "{uuid:revision}",
        version_description: "",
      },
      uniqueName: {
        attribute: "name",
        code: "StateMachineAlreadyExists",
        message: "State Machine Already Exists: '{}'",
      },
    },
  },
};
