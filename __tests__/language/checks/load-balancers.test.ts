import { flow } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

describe("checks of load balancers", () => {
  itRejects(shop, [
    [
      "a TCP listener on an application load balancer",
      {
        edge: {
          loadBalancers: {
            alb: {
              listeners: [
                { port: 443, protocol: "HTTPS" },
                { port: 22, protocol: "TCP" },
              ],
            },
          },
        },
      },
      'edge.loadBalancers.alb.listeners[1].protocol: received "TCP"; allowed: a protocol that a load balancer of kind "application" supports: HTTP, HTTPS. Fix: choose one, or set kind: "network".',
    ],
    [
      "reserved capacity beside a TLS listener",
      {
        edge: {
          loadBalancers: {
            nlb: { reservedCapacityUnits: 3000, listeners: [{ port: 9000, protocol: "TLS" }] },
          },
        },
      },
      "edge.loadBalancers.nlb.reservedCapacityUnits: received 3000; allowed: none: AWS reserves no capacity of a network load balancer with a TLS listener. Fix: remove it, or terminate TLS at the targets.",
    ],
    [
      "less reserved capacity than AWS offers",
      { edge: { loadBalancers: { nlb: { reservedCapacityUnits: 10 } } } },
      "edge.loadBalancers.nlb.reservedCapacityUnits: received 10; allowed: a whole number from 100 to 100000 (load balancer capacity units). Fix: use 100 or more.",
    ],
    [
      "an HTTP listener on a network load balancer",
      { edge: { loadBalancers: { nlb: { listeners: [{ port: 9000, protocol: "HTTP" }] } } } },
      'edge.loadBalancers.nlb.listeners[0].protocol: received "HTTP"; allowed: a protocol that a load balancer of kind "network" supports: TCP, TLS, UDP. Fix: choose one, or set kind: "application".',
    ],
    [
      "a redirect without an HTTPS listener",
      {
        edge: {
          loadBalancers: {
            alb: {
              listeners: [
                { port: 80, protocol: "HTTP", action: "redirect" },
                { port: 8080, protocol: "HTTP" },
              ],
            },
          },
        },
      },
      'edge.loadBalancers.alb.listeners[0].action: received "redirect"; allowed: "forward": there is no HTTPS listener to redirect to. Fix: add { port: 443, protocol: "HTTPS" }.',
    ],
    [
      "a redirect from HTTPS",
      {
        edge: {
          loadBalancers: {
            alb: {
              listeners: [
                { port: 80, protocol: "HTTP" },
                { port: 443, protocol: "HTTPS", action: "redirect" },
              ],
            },
          },
        },
      },
      'edge.loadBalancers.alb.listeners[1].action: received "redirect"; allowed: "forward": only an HTTP listener can redirect, to HTTPS. Fix: remove the action.',
    ],
    [
      "an HTTPS listener without a domain",
      { edge: { domain: null } },
      'edge.loadBalancers.alb.listeners[1].protocol: received "HTTPS"; allowed: a protocol without a certificate: HTTPS requires that of edge.domain, which is not set. Fix: add edge.domain.',
    ],
    [
      "a TLS listener without a domain",
      {
        edge: {
          domain: null,
          loadBalancers: {
            alb: { listeners: [{ port: 80, protocol: "HTTP" }] },
            nlb: { listeners: [{ port: 9000, protocol: "TLS" }] },
          },
        },
      },
      'edge.loadBalancers.nlb.listeners[0].protocol: received "TLS"; allowed: a protocol without a certificate: TLS requires that of edge.domain, which is not set. Fix: add edge.domain.',
    ],
    [
      "a duplicate port",
      {
        edge: {
          loadBalancers: {
            alb: {
              listeners: [
                { port: 443, protocol: "HTTPS" },
                { port: 443, protocol: "HTTP" },
              ],
            },
          },
        },
      },
      "edge.loadBalancers.alb.listeners[1].port: received 443; allowed: a unique port: listeners[0] has the same. Fix: choose another port, or remove one of them.",
    ],
    [
      "fixed addresses of an application load balancer",
      { edge: { loadBalancers: { alb: { fixedAddresses: true } } } },
      'edge.loadBalancers.alb.fixedAddresses: received true; allowed: false: only a load balancer of kind "network" has fixed addresses. Fix: remove it, or set kind: "network".',
    ],
    [
      "fixed addresses in a private tier",
      {
        edge: { loadBalancers: { nlb: { fixedAddresses: true, tier: "private" } } },
        flows: [flow("web", "relay"), flow("internet", "web")],
      },
      "edge.loadBalancers.nlb.fixedAddresses: received true; allowed: false: only a load balancer in a public tier has Elastic IPs. Fix: remove it, or choose a public tier.",
    ],
    [
      "an application load balancer in one zone",
      {
        networks: { main: { zones: ["us-east-1a"] } },
        stores: { db: null, cache: null },
        workloads: { web: { environment: null, secrets: null } },
        backup: null,
        flows: shopIngress,
      },
      'edge.loadBalancers.alb.network: received "main"; allowed: a network with at least two zones: main has one. Fix: add a zone to networks.main.',
    ],
    [
      "an application load balancer in subnets that are too small",
      {
        networks: {
          main: {
            tiers: { public: { cidrs: { "us-east-1a": "10.0.0.0/28", "us-east-1b": "10.0.0.16/28" } } },
          },
        },
      },
      'edge.loadBalancers.alb.tier: received "public"; allowed: a tier with subnets of /27 or larger: this one has 10.0.0.0/28. Fix: give the tier larger cidrs, or the network a larger CIDR block.',
    ],
    [
      "an HTTPS listener in another region",
      {
        networks: {
          away: {
            region: "us-west-2",
            cidr: "10.8.0.0/16",
            zones: ["us-west-2a", "us-west-2b"],
            tiers: { private: { access: "private" } },
          },
        },
        edge: {
          loadBalancers: {
            far: {
              kind: "application",
              network: "away",
              tier: "private",
              listeners: [{ port: 443, protocol: "HTTPS" }],
            },
            alb: { network: "main" },
            nlb: { network: "main" },
          },
        },
        workloads: { web: { network: "main" }, relay: { network: "main" }, workers: { network: "main" } },
        stores: { db: { network: "main" }, cache: { network: "main" } },
      },
      'edge.loadBalancers.far.listeners[0].protocol: received "HTTPS"; allowed: a protocol without a certificate: the platform\'s is in us-east-1, the load balancer in us-west-2. Fix: move the load balancer to a network in us-east-1.',
    ],
  ]);
});
