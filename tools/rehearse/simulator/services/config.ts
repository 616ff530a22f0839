import type { ServiceResources } from "./service-resources.ts";

/** AWS Config rules and recorders. */
export const configResources: ServiceResources = {
  types: {
    aws_config_config_rule: { values: { id: "{name}", rule_id: "config-rule-{base36:6}" } },
    aws_config_configuration_recorder: { values: { id: "{name}", name: "default" } },
  },
};
