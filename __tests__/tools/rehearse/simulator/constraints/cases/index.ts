import type { ConstraintCase } from "../constraint-case.ts";
import { applicationCases } from "./application.ts";
import { applicationLoadBalancerCases } from "./application-load-balancers.ts";
import { computeCases } from "./compute.ts";
import { connectivityCases } from "./connectivity.ts";
import { dataCases } from "./data.ts";
import { edgeCases } from "./edge.ts";
import { loadBalancingCases } from "./load-balancing.ts";
import { networkCases } from "./network.ts";
import { webAclCases } from "./web-acl.ts";

/** The cases of all constraints. */
export const constraintCases: readonly ConstraintCase[] = [
  ...networkCases,
  ...connectivityCases,
  ...webAclCases,
  ...edgeCases,
  ...applicationLoadBalancerCases,
  ...loadBalancingCases,
  ...dataCases,
  ...applicationCases,
  ...computeCases,
];
