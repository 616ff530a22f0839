import { itRejects } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";
import { shop } from "../support/shop.ts";

describe("checks of placement", () => {
  itRejects(company, [
    [
      "a workload without a network name if there are several",
      { workloads: { directory: { network: null } }, interfaces: null, flows: companyIngress },
      "workloads.directory.network: received nothing; allowed: a network's name, since there are several: hub, east, west, lone or europe. Fix: name one of them.",
    ],
    [
      "a load-balanced workload without a network name if there are several",
      { workloads: { ledger: { network: null } }, flows: [] },
      "workloads.ledger.network: received nothing; allowed: a network's name, since there are several: hub, east, west, lone or europe. Fix: name one of them.",
    ],
    [
      "an unknown network",
      { workloads: { till: { network: "eats" } }, flows: companyIngress },
      'workloads.till.network: received "eats"; allowed: a network: hub, east, west, lone or europe. Fix: did you mean "east"?',
    ],
    [
      "an unknown tier of a load balancer",
      { edge: { loadBalancers: { "ledger-nlb": { tier: "public" } } } },
      'edge.loadBalancers.ledger-nlb.tier: received "public"; allowed: a tier of network west: private or transit. Fix: use one of them.',
    ],
    [
      "a platform without networks",
      {
        networks: { hub: null, east: null, west: null, lone: null, europe: null },
        connections: null,
        outside: null,
        interfaces: null,
        edge: null,
        workloads: null,
        flows: [],
      },
      'networks: received {}; allowed: at least one network. Fix: write { main: { cidr: "10.0.0.0/16", … } }.',
    ],
  ]);
});

describe("flows whose endpoint or load balancer is misplaced", () => {
  itRejects(shop, [
    [
      "an unknown tier of the load balancer alone",
      { edge: { loadBalancers: { nlb: { tier: "pubic" } } } },
      'edge.loadBalancers.nlb.tier: received "pubic"; allowed: a tier of network main: public, private or database. Fix: did you mean "public"?',
    ],
    [
      "an unknown load balancer alone",
      { workloads: { web: { publish: { loadBalancer: "abl" } } } },
      'workloads.web.publish.loadBalancer: received "abl"; allowed: a load balancer: alb or nlb. Fix: did you mean "alb"?',
    ],
    [
      "an unknown tier of the workload alone",
      { workloads: { web: { tier: "privat" } } },
      'workloads.web.tier: received "privat"; allowed: a tier of network main: public, private or database. Fix: did you mean "private"?',
    ],
    [
      "a name that a flow cannot mean, without what its flows would be",
      { stores: { web: null, relay: { ...shop.stores?.cache } } },
      'stores.relay: received "relay"; allowed: a unique name, since flows use it: workloads.relay has the same. Fix: rename one of them.',
    ],
  ]);
});
