import { fleet, flow, icmp, server, tcp, udp, whereReachable } from "../../../language/language.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { loadBalancer, webService } from "../../support/platform-builder.ts";
import { problemLines } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";
import { shop, shopIngress } from "../support/shop.ts";

/** A spec that a check of discovery rejects, and the same spec with its fix typed. */
interface Discovery {
  readonly title: string;
  readonly bad: object;
  readonly line: string;
  readonly fixed: object;
}

/** Defines a test for each spec: it has exactly this problem, and none with the fix. */
function itRejectsUntilFixed(base: PlatformSpec, rows: readonly Discovery[]): void {
  it.each(rows)("rejects $title, until it is fixed", ({ bad, line, fixed }) => {
    expect(problemLines(base, bad)).toEqual([line]);
    expect(problemLines(base, fixed)).toEqual([]);
  });
}

const SERVICE = "is a service without a load balancer, and the addresses of its tasks change";
const FLEET = "is a fleet without a load balancer, and the addresses of its servers change";
const inner = loadBalancer("private", ["80/HTTP"]);
const toInner = { loadBalancer: "inner" };

/** The shop with the service `api`, the internal load balancer `inner`, and more flows. */
function withApi(publish: object | undefined, ...flows: readonly ReturnType<typeof flow>[]) {
  return {
    edge: { loadBalancers: { inner } },
    workloads: { api: { ...webService(), ...(publish === undefined ? {} : { publish }) } },
    flows: [...flows, ...shopIngress],
  };
}

describe("checks of flows to what no name resolves to", () => {
  const hook = server({ tier: "private", port: 81, publish: toInner });
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
      title: "a service in a public tier",
      bad: {
        workloads: { api: webService({ tier: "public" }) },
        flows: [flow("office", "api"), ...shopIngress],
      },
      line: `flows[0].to: received "api"; allowed: a target whose address office can look up: api ${SERVICE}. Fix: publish api with { loadBalancer: "alb", paths: ["/api/*"] }.`,
      fixed: {
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
        workloads: { api: webService({ publish: toInner }), workers: { port: 82 } },
      },
      line: `flows[1].to: received "workers"; allowed: a target whose address web can look up: workers ${FLEET}. Fix: publish workers with { loadBalancer: "inner", hosts: ["workers.shop.internal"] }.`,
      fixed: {
        ...withApi(toInner, flow("web", "api"), flow("web", "workers")),
        workloads: {
          api: webService({ publish: toInner }),
          workers: { port: 82, publish: { ...toInner, hosts: ["workers.shop.internal"] } },
        },
      },
    },
  ]);

  const depot = (publish?: object) => ({ ...webService({ network: "west" }), ...publish });
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
  ]);

  it.each<[string, object]>([
    ["a login to a fleet's servers", { flows: [flow("web", "workers", tcp(22)), ...shopIngress] }],
    ["a further port of a published service", { flows: [flow("workers", "web", tcp(8080)), ...shopIngress] }],
    [
      "a server's address",
      {
        workloads: { hook: server({ tier: "private", port: 81 }) },
        flows: [flow("web", "hook"), ...shopIngress],
      },
    ],
    ["a flow for other environments", withApi(undefined, whereReachable(flow("web", "api", tcp(22))))],
  ])("accepts %s", (_title, change) => {
    expect(problemLines(shop, change)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a source that does not exist", withApi(undefined, flow("wbe", "api")), "flows[0].from"],
    [
      "a load balancer that does not exist",
      withApi({ loadBalancer: "iner" }, flow("web", "api")),
      "workloads.api.publish.loadBalancer",
    ],
    [
      "a service that the internet cannot reach",
      withApi(undefined, flow("internet", "api", tcp(80))),
      "flows[0]",
    ],
    ["a fleet without a port", withApi(undefined, flow("web", "workers")), "flows[0].ports"],
  ])("reports %s only once", (_title, change, path) => {
    expect(problemLines(shop, change).map((line) => line.split(":")[0])).toEqual([path]);
  });
});

describe("checks of load balancer attachments without a flow", () => {
  const unused = (path: string, name: string, balancer: string, fix: string) =>
    `${path}.loadBalancer: received "${balancer}"; allowed: a load balancer that a flow goes through: no flow reaches ${name} through ${balancer}, so the firewall would block its health checks. Fix: ${fix}, or remove the attachment.`;
  const spare = (address: string) => ({
    interfaces: {
      spare: { tier: "private", zone: "us-east-1a", address, port: 81, publish: { loadBalancer: "inner" } },
    },
    edge: { loadBalancers: { inner: loadBalancer("private", ["81/TCP"]) } },
  });
  const second = {
    edge: { loadBalancers: { inner } },
    workloads: { web: { publishAlso: [toInner] } },
  };
  const toPrivate = { edge: { loadBalancers: { nlb: { tier: "private" } } } };

  itRejectsUntilFixed(shop, [
    {
      title: "a public one",
      bad: { flows: [flow("internet", "web")] },
      line: unused("workloads.relay.publish", "relay", "nlb", 'add flow("internet", "relay")'),
      fixed: { flows: [flow("internet", "web"), flow("internet", "relay")] },
    },
    {
      title: "a public one behind a CDN",
      bad: { edge: { cdn: {} }, flows: [flow("internet", "relay"), flow("web", "db")] },
      line: unused("workloads.web.publish", "web", "alb", 'add flow("internet", "web")'),
      fixed: { edge: { cdn: {} }, flows: [flow("internet", "relay"), flow("office", "web")] },
    },
    {
      title: "an internal one beside a public one",
      bad: second,
      line: unused("workloads.web.publishAlso[0]", "web", "inner", 'add flow("…", "web") from its caller'),
      fixed: { ...second, flows: [flow("workers", "web"), ...shopIngress] },
    },
    {
      title: "an interface's",
      bad: spare("10.0.32.10"),
      line: unused("interfaces.spare.publish", "spare", "inner", 'add flow("…", "spare") from its caller'),
      fixed: { ...spare("10.0.32.10"), flows: [flow("web", "spare"), ...shopIngress] },
    },
    {
      title: "one that a flow bypasses by its port",
      bad: withApi(toInner, flow("web", "api", tcp(8000, 8080))),
      line: unused("workloads.api.publish", "api", "inner", 'write flow("web", "api") without ports'),
      fixed: withApi(toInner, flow("web", "api")),
    },
    {
      title: "one beside a flow to another port",
      bad: withApi(toInner, flow("web", "api", tcp(22))),
      line: unused("workloads.api.publish", "api", "inner", 'add flow("…", "api") from its caller'),
      fixed: withApi(toInner, flow("web", "api", tcp(22)), flow("workers", "api")),
    },
    {
      title: "one of a flow that is dropped here",
      bad: { ...toPrivate, flows: [flow("internet", "web"), whereReachable(flow("internet", "relay"))] },
      line: unused("workloads.relay.publish", "relay", "nlb", 'add flow("…", "relay") from its caller'),
      fixed: { ...toPrivate, flows: [flow("internet", "web"), flow("web", "relay")] },
    },
    {
      title: "a fleet's",
      bad: {
        workloads: {
          relay: fleet({ tier: "private", port: 9000, min: 1, max: 2, publish: { loadBalancer: "nlb" } }),
        },
        flows: [flow("internet", "web")],
      },
      line: unused("workloads.relay.publish", "relay", "nlb", 'add flow("internet", "relay")'),
      fixed: {
        workloads: { relay: { publish: null } },
        edge: { loadBalancers: { nlb: null } },
        flows: [flow("internet", "web")],
      },
    },
  ]);

  itRejectsUntilFixed(company, [
    {
      title: "one that a network consumes by PrivateLink",
      bad: { flows: [flow("till", "directory")] },
      line: unused(
        "workloads.ledger.publish",
        "ledger",
        "ledger-nlb",
        'add flow("…", "ledger") from its caller',
      ),
      fixed: { flows: [flow("hermit", "ledger")] },
    },
    {
      title: "one in another network of the same callers",
      bad: { flows: [flow("directory", "ledger", tcp(22))] },
      line: unused(
        "workloads.ledger.publish",
        "ledger",
        "ledger-nlb",
        'add flow("…", "ledger") from its caller',
      ),
      fixed: { flows: [flow("office", "ledger")] },
    },
  ]);

  it.each<[string, object, string]>([
    ["a misspelled source", { flows: [flow("internte", "relay"), flow("internet", "web")] }, "flows[0].from"],
    ["a misspelled target", { flows: [flow("internet", "relai"), flow("internet", "web")] }, "flows[0].to"],
    [
      "a load balancer as the target",
      { flows: [flow("internet", "nlb"), flow("internet", "web")] },
      "flows[0].to",
    ],
    ["a flow without a path", { ...toPrivate, flows: shopIngress }, "flows[1]"],
  ])("are not reported beside %s, which explains them", (_title, change, path) => {
    expect(problemLines(shop, change).map((line) => line.split(":")[0])).toEqual([path]);
  });
});
