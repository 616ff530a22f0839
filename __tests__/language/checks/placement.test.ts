import { itRejects } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";

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
