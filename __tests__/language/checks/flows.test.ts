import { flow, server, tcp } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

describe("checks of flows", () => {
  itRejects(shop, [
    [
      "an unknown source",
      { flows: [flow("wep", "db"), ...shopIngress] },
      'flows[0].from: received "wep"; allowed: a workload, interface, external network or internet: web, relay, workers, office or internet. Fix: did you mean "web"?',
    ],
    [
      "an unknown target",
      { flows: [flow("web", "database")] },
      'flows[0].to: received "database"; allowed: a workload, store, interface, external network, internet or aws: web, relay, workers, db, cache, office, internet or aws. Fix: use one of them.',
    ],
    [
      "a store as the source",
      { flows: [flow("db", "web"), ...shopIngress] },
      'flows[0].from: received "db"; allowed: the endpoint that opens the connection: db only replies, which needs no flow. Fix: swap them: flow("web", "db").',
    ],
    [
      "aws as the source",
      { flows: [flow("aws", "web"), ...shopIngress] },
      'flows[0].from: received "aws"; allowed: the endpoint that opens the connection: aws only replies, which needs no flow. Fix: swap them: flow("web", "aws").',
    ],
    [
      "a load balancer as the source",
      { flows: [flow("alb", "web"), ...shopIngress] },
      'flows[0].from: received "alb"; allowed: the endpoint that opens the connection: a load balancer only forwards. Fix: name the caller itself.',
    ],
    [
      "a load balancer as the target",
      { flows: [flow("internet", "alb"), ...shopIngress] },
      'flows[0].to: received "alb"; allowed: the workload behind it: Drydock routes its flows through the load balancer. Fix: write flow("internet", "web").',
    ],
    [
      "a bucket as the target",
      { flows: [flow("web", "files")] },
      'flows[0].to: received "files"; allowed: an endpoint with an IP address: files is reached as an AWS service. Fix: write flow("web", "aws").',
    ],
    [
      "a flow to itself",
      { flows: [flow("web", "web"), ...shopIngress] },
      'flows[0]: received "web -> web"; allowed: two different endpoints. Fix: remove the flow, or name another endpoint.',
    ],
    [
      "a flow between external endpoints",
      { flows: [flow("office", "internet", tcp(443)), ...shopIngress] },
      'flows[0]: received "office -> internet"; allowed: at least one endpoint inside the platform. Fix: remove the flow.',
    ],
    [
      "a duplicate flow",
      { flows: [flow("web", "db"), flow("web", "cache"), flow("web", "db"), ...shopIngress] },
      'flows[2]: received "web -> db"; allowed: each flow only once: flows[0] is the same. Fix: remove one of them.',
    ],
    [
      "a target without a port",
      { flows: [flow("web", "workers"), ...shopIngress] },
      'flows[0].ports: received nothing; allowed: ports, since workers has no port of its own. Fix: give workers a port, or write flow("web", "workers", tcp(…)).',
    ],
    [
      "the internet as target without a port",
      { flows: [flow("web", "internet"), ...shopIngress] },
      'flows[0].ports: received nothing; allowed: ports, since internet has no port of its own. Fix: write flow("web", "internet", tcp(443)).',
    ],
    [
      "ports for the target aws",
      { flows: [flow("web", "aws", tcp(443)), ...shopIngress] },
      'flows[0].ports: received [{"protocol":"tcp","from":443,"to":443}]; allowed: no ports: AWS services listen on TCP 443. Fix: remove the ports.',
    ],
    [
      "a store reached from the internet",
      { flows: [flow("internet", "db"), ...shopIngress] },
      'flows[0]: received "internet -> db"; allowed: a workload as the target: stores are not reachable from the internet. Fix: put a workload in between, such as flow("internet", "app") and flow("app", "db").',
    ],
    [
      "a workload that the internet cannot reach",
      { flows: [flow("internet", "workers", tcp(80)), ...shopIngress] },
      'flows[0]: received "internet -> workers"; allowed: a path from the internet: workers has no public address and, for these ports, no load balancer in a public tier. Fix: publish it on one, or omit the ports if it is published.',
    ],
    [
      "a port that bypasses the load balancer",
      { flows: [flow("office", "web", tcp(22)), ...shopIngress] },
      'flows[0]: received "office -> web"; allowed: a path from the internet: web has no public address and, for these ports, no load balancer in a public tier. Fix: publish it on one, or omit the ports if it is published.',
    ],
    [
      "a target in a public tier without a public address",
      {
        workloads: { door: server({ tier: "public", port: 22 }) },
        flows: [flow("internet", "door"), ...shopIngress],
      },
      'flows[0]: received "internet -> door"; allowed: a path from the internet: door has no public address and, for these ports, no load balancer in a public tier. Fix: publish it on one.',
    ],
    [
      "an internal load balancer for traffic from the internet",
      {
        edge: { loadBalancers: { nlb: { tier: "private" } } },
        flows: [flow("internet", "relay"), flow("internet", "web")],
      },
      'flows[0]: received "internet -> relay"; allowed: a path from the internet: load balancer nlb is not in a public tier. Fix: put edge.loadBalancers.nlb in a public tier.',
    ],
    [
      "internet access from an isolated tier",
      {
        workloads: { workers: { tier: "database" } },
        flows: [flow("workers", "internet", tcp(443)), ...shopIngress],
      },
      'flows[0]: received "workers -> internet"; allowed: a source with internet access: tier database is isolated. Fix: move workers to a private tier.',
    ],
    [
      "internet access without NAT",
      {
        networks: { main: { nat: { kind: "none" } } },
        flows: [flow("web", "internet", tcp(443)), ...shopIngress],
      },
      'flows[0]: received "web -> internet"; allowed: a source with internet access: network main has no NAT. Fix: set networks.main.nat, or remove the flow.',
    ],
    [
      "internet access through private NAT",
      {
        networks: { main: { nat: { kind: "private-gateway", tier: "database" } } },
        flows: [flow("web", "office", tcp(443)), ...shopIngress],
      },
      'flows[0]: received "web -> office"; allowed: a source with internet access: network main has no NAT. Fix: set networks.main.nat, or remove the flow.',
    ],
    [
      "internet access from a public tier without a public address",
      {
        workloads: { door: server({ tier: "public" }) },
        flows: [flow("door", "internet", tcp(443)), ...shopIngress],
      },
      'flows[0]: received "door -> internet"; allowed: a source with internet access: door is in a public tier without a public address. Fix: set publicAddress: true, or move it to a private tier with NAT.',
    ],
    [
      "the target aws without VPC endpoints",
      {
        networks: { main: { endpoints: { gateway: [], interface: [] } } },
        flows: [flow("web", "aws"), ...shopIngress],
      },
      'flows[0]: received "web -> aws"; allowed: a network with VPC endpoints: main has none. Fix: add services to networks.main.endpoints, or remove the flow.',
    ],
    [
      "a public load balancer for traffic from inside",
      { flows: [flow("workers", "web"), ...shopIngress] },
      'flows[0]: received "workers -> web"; allowed: a private path: from workers, load balancer alb is reachable only at its public addresses. Fix: attach web to an internal load balancer too, with publishAlso.',
    ],
    [
      "a public load balancer for traffic from inside to a server",
      { flows: [flow("workers", "relay"), ...shopIngress] },
      'flows[0]: received "workers -> relay"; allowed: a private path: from workers, load balancer nlb is reachable only at its public addresses. Fix: name the port to bypass it, such as flow("workers", "relay", tcp(9000)).',
    ],
  ]);
});
