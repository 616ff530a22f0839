import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Shield Advanced protections. */
export const shieldResources: ServiceResources = {
  types: {
    aws_shield_protection: {
      values: { id: "{uuid}", arn: arnTemplate("shield::{account}:protection/{id}") },
    },
    aws_shield_protection_group: {
      values: {
        id: "{protection_group_id}",
        protection_group_arn: arnTemplate("shield::{account}:protection-group/{protection_group_id}"),
      },
    },
  },
};
