import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

/** The change that puts the shop behind a CDN with a VPC origin, in a valid form. */
const BY_VPC = { cdn: { origin: "vpc" } };

describe("checks of a CDN's origin", () => {
  itRejects(shop, [
    [
      "a VPC origin that leads to a public load balancer",
      { edge: BY_VPC },
      'edge.domain.entry: received "alb"; allowed: a load balancer in a private tier, as edge.cdn.origin "vpc" requires: alb is in a public tier. Fix: put edge.loadBalancers.alb in a private tier, or remove origin.',
    ],
    [
      "a public origin that leads to an internal load balancer",
      { edge: { cdn: {}, loadBalancers: { alb: { tier: "private" } } } },
      'edge.domain.entry: received "alb"; allowed: an internet-facing load balancer: alb is in a private tier. Fix: put edge.loadBalancers.alb in a public tier.',
      'flows[0]: received "internet -> web"; allowed: a path from the internet: load balancer alb is not in a public tier. Fix: put edge.loadBalancers.alb in a public tier.',
    ],
    [
      "an origin that may be silent for longer than its load balancer",
      {
        edge: {
          cdn: { origin: "vpc", originTimeoutSeconds: 60 },
          loadBalancers: { alb: { tier: "private", idleTimeoutSeconds: 50 } },
        },
      },
      "edge.cdn.originTimeoutSeconds: received 60; allowed: at most the idle timeout of alb (50), which would close the connection first. Fix: set edge.loadBalancers.alb.idleTimeoutSeconds: 60.",
    ],
    [
      "a timeout over CloudFront's quota",
      { edge: { cdn: { originTimeoutSeconds: 61 } } },
      "edge.cdn.originTimeoutSeconds: received 61; allowed: a whole number from 1 to 60 (seconds, AWS's quota). Fix: use 60 or less.",
    ],
  ]);
});
