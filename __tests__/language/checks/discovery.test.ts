import { fleet, flow, server, tcp, whereReachable } from "../../../language/language.ts";
import { loadBalancer } from "../../support/platform-builder.ts";
import { itRejectsUntilFixed, problemLines } from "../support/bad-specs.ts";
import { company } from "../support/company.ts";
import { inner, toInner, withApi } from "../support/internal-api.ts";
import { shop, shopIngress } from "../support/shop.ts";

describe("checks of flows to what no name resolves to", () => {
  it.each<[string, object]>([
    ["a login to a fleet's servers", { flows: [flow("web", "workers", tcp(22)), ...shopIngress] }],
    ["a further port of a published service", { flows: [flow("workers", "web", tcp(8080)), ...shopIngress] }],
    [
      "a server's address",
      {
        workloads: { hook: server({ tier: "private", port: 81, opens: [81] }) },
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
      title: "a public one that callers inside bypass",
      bad: { flows: [flow("workers", "relay", tcp(9000)), flow("internet", "web")] },
      line: unused("workloads.relay.publish", "relay", "nlb", 'add flow("internet", "relay")'),
      fixed: { flows: [flow("workers", "relay", tcp(9000)), ...shopIngress] },
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
          relay: fleet({
            tier: "private",
            port: 9000,
            opens: [9000],
            min: 1,
            max: 2,
            publish: { loadBalancer: "nlb" },
          }),
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
      title: "one of a flow that has no path here",
      bad: { connections: { "ledger-service": null }, flows: [whereReachable(flow("hermit", "ledger"))] },
      line: unused(
        "workloads.ledger.publish",
        "ledger",
        "ledger-nlb",
        'add flow("…", "ledger") from its caller',
      ),
      fixed: { connections: { "ledger-service": null }, flows: [flow("directory", "ledger")] },
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
