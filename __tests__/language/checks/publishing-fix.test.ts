import { flow, icmp, server, tcp, udp } from "../../../language/language.ts";
import { loadBalancer, webService } from "../../support/platform-builder.ts";
import { itRejectsUntilFixed } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";
import { toInner, withApi } from "../support/internal-api.ts";
import { shop, shopIngress } from "../support/shop.ts";

const SERVICE = "is a service without a load balancer, and the addresses of its tasks change";
const FLEET = "is a fleet without a load balancer, and the addresses of its servers change";
/** The edge of the shop without TLS. */
const PLAIN_HTTP = { domain: null, loadBalancers: { alb: { listeners: [{ port: 80, protocol: "HTTP" }] } } };

describe("fixes of flows to what no name resolves to", () => {
  const hook = server({ tier: "private", port: 81, opens: [81], publish: toInner });
  const withHook = { workloads: { hook }, flows: [flow("web", "api"), flow("web", "hook"), ...shopIngress] };
  const both = (publish?: object) => ({
    ...withApi(publish),
    workloads: { hook, ...withApi(publish).workloads },
    flows: withHook.flows,
  });
  const balanced = (balancer: object, publish?: object, ...flows: readonly ReturnType<typeof flow>[]) => ({
    ...withApi(publish, ...flows),
    edge: { loadBalancers: { inner: balancer } },
  });

  const overHttps = { loadBalancers: { inner: loadBalancer("private", ["443/HTTPS"]) } };

  itRejectsUntilFixed(shop, [
    {
      title: "a service without a load balancer",
      bad: withApi(undefined, flow("web", "api")),
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "inner" }.`,
      fixed: withApi(toInner, flow("web", "api")),
    },
    {
      title: "a service in a platform without an internal load balancer",
      bad: { ...withApi(undefined, flow("web", "api")), edge: {} },
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: add a load balancer in a private tier under edge.loadBalancers, and publish api on it.`,
      fixed: withApi(toInner, flow("web", "api")),
    },
    {
      title: "a service by a port of its own",
      bad: withApi(undefined, flow("web", "api", tcp(8000, 8080))),
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "inner" }, and omit the flow's ports.`,
      fixed: withApi(toInner, flow("web", "api")),
    },
    {
      title: "a service by another port",
      bad: withApi(undefined, flow("web", "api", tcp(9090))),
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "inner", targetPort: 9090 }, and omit the flow's ports.`,
      fixed: withApi({ ...toInner, targetPort: 9090 }, flow("web", "api")),
    },
    {
      title: "a service beside another target of the load balancer",
      bad: both(),
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "inner", hosts: ["api.shop.internal"] }.`,
      fixed: both({ ...toInner, hosts: ["api.shop.internal"] }),
    },
    {
      title: "a service beside another target, without a private zone",
      bad: { ...both(), networks: { main: { privateZone: null } } },
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "inner", paths: ["/api/*"] }.`,
      fixed: { ...both({ ...toInner, paths: ["/api/*"] }), networks: { main: { privateZone: null } } },
    },
    {
      title: "a service beside another target of an HTTPS listener",
      bad: { ...both(), edge: overHttps },
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "inner", paths: ["/api/*"] }.`,
      fixed: { ...both({ ...toInner, paths: ["/api/*"] }), edge: overHttps },
    },
    {
      title: "a service in a public tier",
      bad: {
        edge: PLAIN_HTTP,
        workloads: { api: webService({ tier: "public" }) },
        flows: [flow("office", "api"), ...shopIngress],
      },
      line: `flows[0].to: received "api"; allowed: a target whose address office can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "alb", paths: ["/api/*"] }.`,
      fixed: {
        edge: PLAIN_HTTP,
        workloads: {
          api: webService({ tier: "public", publish: { loadBalancer: "alb", paths: ["/api/*"] } }),
        },
        flows: [flow("office", "api"), ...shopIngress],
      },
    },
    {
      title: "a service over UDP",
      bad: withApi(undefined, flow("web", "api", udp(8080))),
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: add a network load balancer in a private tier under edge.loadBalancers, publish api on it, and omit the flow's ports.`,
      fixed: balanced(loadBalancer("private", ["8080/UDP"]), toInner, flow("web", "api")),
    },
    {
      title: "a service over ICMP",
      bad: withApi(undefined, flow("web", "api", icmp())),
      line: `flows[0].to: received "api"; allowed: a target whose address web can look up: api ${SERVICE}. Fix: remove the flow.`,
      fixed: withApi(undefined),
    },
    {
      title: "a fleet without a load balancer",
      bad: {
        ...withApi(toInner, flow("web", "api"), flow("web", "workers")),
        workloads: { api: webService({ publish: toInner }), workers: { port: 82, opens: [82] } },
      },
      line: `flows[1].to: received "workers"; allowed: a target whose address web can look up: workers ${FLEET}. Fix: publish workers with { loadBalancer: "inner", hosts: ["workers.shop.internal"] }.`,
      fixed: {
        ...withApi(toInner, flow("web", "api"), flow("web", "workers")),
        workloads: {
          api: webService({ publish: toInner }),
          workers: { port: 82, opens: [82], publish: { ...toInner, hosts: ["workers.shop.internal"] } },
        },
      },
    },
  ]);

  const depot = (more?: object, network = "west") => ({ ...webService({ network }), ...more });
  const hubBalancer = loadBalancer("private", ["80/HTTP"], { network: "hub" });
  const listeners = ["7000/TCP", "8080/TCP"];
  itRejectsUntilFixed(company, [
    {
      title: "a service in another network",
      bad: {
        workloads: { depot: depot() },
        flows: [flow("office", "depot", tcp(8080)), ...companyIngress],
      },
      line: `flows[0].to: received "depot"; allowed: a target whose address office can look up: depot ${SERVICE}. Fix: add a TCP listener to edge.loadBalancers.ledger-nlb, publish depot on it, and omit the flow's ports.`,
      fixed: {
        edge: { loadBalancers: { "ledger-nlb": loadBalancer("private", listeners, { network: "west" }) } },
        workloads: { depot: depot({ publish: { loadBalancer: "ledger-nlb", listenerPort: 8080 } }) },
        flows: [flow("office", "depot"), ...companyIngress],
      },
    },
    {
      title: "a service in a network without a load balancer",
      bad: { workloads: { depot: depot({}, "hub") }, flows: [flow("office", "depot"), ...companyIngress] },
      line: `flows[0].to: received "depot"; allowed: a target whose address office can look up: depot ${SERVICE}. Fix: add a load balancer in a private tier under edge.loadBalancers, and publish depot on it.`,
      fixed: {
        edge: { loadBalancers: { front: hubBalancer } },
        workloads: { depot: depot({ publish: { loadBalancer: "front" } }, "hub") },
        flows: [flow("office", "depot"), ...companyIngress],
      },
    },
  ]);
});
