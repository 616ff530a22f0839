import { deterministicNumber } from "../computed-values/deterministic-values.ts";
import { arnTemplate, identifiedByArn, type ValueContext } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** The two static IP addresses of an accelerator. */
const acceleratorAddresses = (context: ValueContext) => [
  {
    ip_family: "IPv4",
    ip_addresses: ["a", "b"].map(
      (which) => `203.0.113.${deterministicNumber(`${context.seed}/${which}`, 254) + 1}`,
    ),
  },
];

/** Global Accelerator. */
export const globalacceleratorResources: ServiceResources = {
  types: {
    aws_globalaccelerator_accelerator: {
      values: {
        id: "{arn}",
        arn: arnTemplate("globalaccelerator::{account}:accelerator/{uuid}"),
        dns_name: "a{hex:16}.awsglobalaccelerator.com",
        hosted_zone_id: "Z2BJ6XQ5FK7U4H",
        ip_sets: acceleratorAddresses,
      },
    },
    aws_globalaccelerator_listener: {
      values: identifiedByArn(
        "globalaccelerator::{account}:accelerator/{last accelerator_arn}/listener/{hex:8}",
      ),
    },
  },
};
