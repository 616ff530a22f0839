import type { flow } from "../../../language/language.ts";
import { loadBalancer, webService } from "../../support/platform-builder.ts";
import { shopIngress } from "./shop.ts";

/** An internal load balancer with one HTTP listener. */
export const inner = loadBalancer("private", ["80/HTTP"]);

/** The attachment to {@link inner}. */
export const toInner = { loadBalancer: "inner" };

/** The change that adds service `api` and load balancer `inner` to the shop, and sets the flows. */
export function withApi(publish: object | undefined, ...flows: readonly ReturnType<typeof flow>[]) {
  return {
    edge: { loadBalancers: { inner } },
    workloads: { api: { ...webService(), ...(publish === undefined ? {} : { publish }) } },
    flows: [...flows, ...shopIngress],
  };
}
