import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Network Firewall. */
export const networkFirewallResources: ServiceResources = {
  types: {
    aws_networkfirewall_firewall: {
      values: {
        id: "{arn}",
        arn: arnTemplate("network-firewall:{region}:{account}:firewall/{name}"),
      },
    },
  },
};
