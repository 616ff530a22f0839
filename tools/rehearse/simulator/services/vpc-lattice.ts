import {
  arnTemplate,
  lastSegment,
  renderTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

function vpcLatticeResource(kind: string, prefix: string): ValueGenerators {
  return {
    id: `${prefix}-{hex:17}`,
    arn: arnTemplate(`vpc-lattice:{region}:{account}:${kind}/{id}`),
    ...(kind === "service"
      ? {
          "dns_entry.domain_name": (context: ValueContext) =>
            `${resolveString({ ...context, self: {} }, "name")}-${lastSegment(resolveString({ ...context, self: {} }, "id"))}.${renderTemplate("{hex:7}", context)}.vpc-lattice-svcs.${context.region}.on.aws`,
        }
      : {}),
  };
}

/** VPC Lattice services. */
export const vpcLatticeResources: ServiceResources = {
  types: {
    aws_vpclattice_service: { values: vpcLatticeResource("service", "svc") },
    aws_vpclattice_service_network: { values: vpcLatticeResource("servicenetwork", "sn") },
    aws_vpclattice_target_group: { values: vpcLatticeResource("targetgroup", "tg") },
  },
};
