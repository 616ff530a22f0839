import { flow, server } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

describe("checks of target attachments", () => {
  itRejects(shop, [
    [
      "an unknown load balancer",
      { workloads: { web: { publish: { loadBalancer: "abl" } } }, flows: [flow("internet", "relay")] },
      'workloads.web.publish.loadBalancer: received "abl"; allowed: a load balancer: alb or nlb. Fix: did you mean "alb"?',
    ],
    [
      "a listener that redirects",
      { workloads: { web: { publish: { listenerPort: 80 } } } },
      "workloads.web.publish.listenerPort: received 80; allowed: the port of a forwarding listener of alb: 443. Fix: use 443.",
    ],
    [
      "an unknown listener",
      { workloads: { web: { publish: { listenerPort: 8443 } } } },
      "workloads.web.publish.listenerPort: received 8443; allowed: the port of a forwarding listener of alb: 443. Fix: use 443.",
    ],
    [
      "a load balancer without a listener that forwards",
      {
        edge: {
          loadBalancers: {
            alb: {
              listeners: [
                { port: 80, protocol: "HTTP", action: "redirect" },
                { port: 443, protocol: "HTTPS" },
              ],
            },
            front: {
              kind: "application",
              tier: "public",
              listeners: [{ port: 80, protocol: "HTTP", action: "redirect" }],
            },
          },
        },
        workloads: { web: { publish: { loadBalancer: "front" } } },
      },
      'edge.loadBalancers.front.listeners[0].action: received "redirect"; allowed: "forward": there is no HTTPS listener to redirect to. Fix: add { port: 443, protocol: "HTTPS" }.',
      "workloads.web.publish.listenerPort: received nothing; allowed: the port of a forwarding listener of front: none. Fix: add a listener that forwards.",
    ],
    [
      "a published workload without a port",
      { workloads: { web: { port: null } } },
      "workloads.web.port: received nothing; allowed: a port, since it is published. Fix: write port: 8080.",
      'flows[0].ports: received nothing; allowed: ports, since web has no port of its own. Fix: give web a port, or write flow("internet", "web", tcp(…)).',
    ],
    [
      "a health check timeout that is not below its interval",
      { workloads: { web: { publish: { healthCheck: { intervalSeconds: 10, timeoutSeconds: 10 } } } } },
      "workloads.web.publish.healthCheck.timeoutSeconds: received 10; allowed: less than intervalSeconds (10). Fix: lower it, or raise intervalSeconds.",
    ],
    [
      "a TCP health check of an application load balancer",
      { workloads: { web: { publish: { healthCheck: { protocol: "TCP" } } } } },
      'workloads.web.publish.healthCheck.protocol: received "TCP"; allowed: HTTP or HTTPS: an application load balancer has no other health checks. Fix: use "HTTP" with a path.',
    ],
    [
      "a path for a TCP health check",
      { workloads: { relay: { publish: { healthCheck: { path: "/health" } } } } },
      'workloads.relay.publish.healthCheck.path: received "/health"; allowed: no path: a TCP health check only connects. Fix: write protocol: "HTTP", or remove the path.',
    ],
    [
      "source-IP hash on an application load balancer",
      { workloads: { web: { publish: { algorithm: "source-ip-hash" } } } },
      'workloads.web.publish.algorithm: received "source-ip-hash"; allowed: round-robin or least-outstanding-requests: only a network load balancer hashes source addresses. Fix: use "least-outstanding-requests".',
    ],
    [
      "least outstanding requests on a network load balancer",
      { workloads: { relay: { publish: { algorithm: "least-outstanding-requests" } } } },
      'workloads.relay.publish.algorithm: received "least-outstanding-requests"; allowed: round-robin or source-ip-hash: only an application load balancer counts requests. Fix: use "round-robin".',
    ],
    [
      "source-IP hash on a TLS listener",
      {
        edge: { loadBalancers: { nlb: { listeners: [{ port: 9000, protocol: "TLS" }] } } },
        workloads: { relay: { publish: { algorithm: "source-ip-hash" } } },
      },
      'workloads.relay.publish.algorithm: received "source-ip-hash"; allowed: round-robin: a TLS listener does not support stickiness. Fix: use "round-robin", or a TCP listener.',
    ],
    [
      "rules on a network load balancer",
      {
        workloads: {
          relay: {
            publish: {
              hosts: ["relay.shop.example.com"],
              paths: ["/r"],
              priority: 5,
              targetProtocol: "HTTPS",
            },
          },
        },
      },
      'workloads.relay.publish.targetProtocol: received "HTTPS"; allowed: no targetProtocol: a network load balancer forwards its listener\'s protocol. Fix: remove it.',
      'workloads.relay.publish.hosts: received ["relay.shop.example.com"]; allowed: no hosts: a network load balancer does not inspect requests. Fix: remove it, or publish on an application load balancer.',
      'workloads.relay.publish.paths: received ["/r"]; allowed: no paths: a network load balancer does not inspect requests. Fix: remove it, or publish on an application load balancer.',
      "workloads.relay.publish.priority: received 5; allowed: no priority: a network load balancer does not inspect requests. Fix: remove it, or publish on an application load balancer.",
    ],
    [
      "more hosts and paths than a rule supports",
      { workloads: { web: { publish: { paths: ["/a", "/b", "/c", "/d"] } } } },
      "workloads.web.publish: received 6; allowed: at most 5 host names and path patterns in total, including the domain's hosts. Fix: use wildcards, or a separate load balancer.",
    ],
    [
      "a published interface without a port, on another's listener",
      {
        interfaces: {
          spare: {
            tier: "private",
            zone: "us-east-1a",
            address: "10.0.32.10",
            publish: { loadBalancer: "nlb" },
          },
        },
        flows: [flow("internet", "spare"), ...shopIngress],
      },
      "interfaces.spare.port: received nothing; allowed: a port, since it is published. Fix: write port: 8080.",
      'interfaces.spare.publish: received "nlb:9000"; allowed: a separate listener: relay uses this one, and a network load balancer has no rules. Fix: add a listener on another port.',
      'flows[0].ports: received nothing; allowed: ports, since spare has no port of its own. Fix: give spare a port, or write flow("internet", "spare", tcp(…)).',
    ],
    [
      "a host that the certificate does not cover",
      {
        workloads: {
          web: { publish: { hosts: ["a.b.shop.example.com", "shop.example.com", "www.shop.example.com"] } },
        },
      },
      'workloads.web.publish.hosts[0]: received "a.b.shop.example.com"; allowed: a host name that the certificate covers: shop.example.com, *.shop.example.com. Fix: add it to edge.domain.certificateNames.',
    ],
    [
      "two workloads on one listener of a network load balancer",
      {
        workloads: {
          second: server({ tier: "private", port: 9001, opens: [9001], publish: { loadBalancer: "nlb" } }),
        },
        flows: [flow("internet", "second"), ...shopIngress],
      },
      'workloads.second.publish: received "nlb:9000"; allowed: a separate listener: relay uses this one, and a network load balancer has no rules. Fix: add a listener on another port.',
    ],
    [
      "a duplicate priority",
      {
        workloads: {
          web: { publish: { priority: 10 } },
          api: server({
            tier: "private",
            port: 8081,
            opens: [8081],
            publish: { loadBalancer: "alb", paths: ["/api/*"], priority: 10 },
          }),
        },
        flows: [flow("internet", "api"), ...shopIngress],
      },
      "workloads.api.publish.priority: received 10; allowed: a unique priority on listener alb:443: web has the same. Fix: choose another priority.",
    ],
    [
      "two workloads that match the same requests",
      {
        workloads: {
          api: server({ tier: "private", port: 8081, opens: [8081], publish: { loadBalancer: "alb" } }),
        },
        flows: [flow("internet", "api"), ...shopIngress],
      },
      'workloads.api.publish: received "alb:443"; allowed: different hosts or paths: web matches the same requests on this listener. Fix: add paths such as ["/api/*"].',
    ],
    [
      "a workload that names the domain's hosts, which another matches without naming them",
      {
        workloads: {
          api: server({
            tier: "private",
            port: 8081,
            opens: [8081],
            publish: { loadBalancer: "alb", hosts: ["www.shop.example.com", "shop.example.com"] },
          }),
        },
        flows: [flow("internet", "api"), ...shopIngress],
      },
      'workloads.api.publish: received "alb:443"; allowed: different hosts or paths: web matches the same requests on this listener. Fix: add paths such as ["/api/*"].',
    ],
    [
      "a network load balancer's listener without a target",
      {
        edge: {
          loadBalancers: {
            nlb: {
              listeners: [
                { port: 9000, protocol: "TCP" },
                { port: 9001, protocol: "UDP" },
              ],
            },
          },
        },
      },
      'edge.loadBalancers.nlb.listeners[1]: received 9001; allowed: a listener with a target. Fix: publish a workload with { loadBalancer: "nlb", listenerPort: 9001 }, or remove the listener.',
    ],
    [
      "a load balancer in another network",
      {
        networks: {
          other: { cidr: "10.7.0.0/16", zones: ["us-east-1a"], tiers: { private: { access: "private" } } },
        },
        edge: { loadBalancers: { alb: { network: "main" }, nlb: { network: "main" } } },
        workloads: { web: { network: "main" }, workers: { network: "main" }, relay: { network: "other" } },
        stores: { db: { network: "main" }, cache: { network: "main" } },
        flows: [flow("internet", "web")],
      },
      'workloads.relay.publish.loadBalancer: received "nlb"; allowed: a load balancer in network other, the target\'s network: this one is in main. Fix: choose another load balancer.',
    ],
    [
      "a target group that has the name of another workload's",
      {
        edge: {
          loadBalancers: {
            alb: {
              listeners: [
                { port: 443, protocol: "HTTPS" },
                { port: 8443, protocol: "HTTPS" },
              ],
            },
          },
        },
        workloads: {
          web: { publishAlso: [{ loadBalancer: "alb", listenerPort: 8443 }] },
          "web-8443": server({
            tier: "private",
            port: 8081,
            opens: [8081],
            publish: { loadBalancer: "alb", paths: ["/x"], targetGroupName: "other" },
          }),
        },
        flows: [flow("internet", "web-8443"), ...shopIngress],
      },
      'workloads.web-8443.publish: received "web-8443"; allowed: an attachment whose name (workload and listenerPort) differs from that of workloads.web.publishAlso[0]. Fix: rename web-8443, or the other.',
    ],
    [
      "a further attachment to an unknown load balancer",
      { workloads: { web: { publishAlso: [{ loadBalancer: "inner" }] } } },
      'workloads.web.publishAlso[0].loadBalancer: received "inner"; allowed: a load balancer: alb or nlb. Fix: use one of them.',
    ],
  ]);
});
