import { fleet, flow, tcp, whereReachable } from "../../../language/language.ts";
import { itRejectsUntilFixed, problemLines } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";

const WORKERS = { network: "west", tier: "private", port: 81, min: 1, max: 1 } as const;
const CHANGE = "is in another network, and the addresses of fleet workers change";
const inner = {
  kind: "network",
  network: "west",
  tier: "private",
  listeners: [{ port: 81, protocol: "TCP" }],
};

function withWorkers(settings: object, ...flows: readonly ReturnType<typeof flow>[]) {
  const listener = Object.keys(settings).length === 0 ? {} : { edge: { loadBalancers: { inner } } };
  return {
    ...listener,
    workloads: { workers: fleet({ ...WORKERS, opens: [81], ...settings }) },
    flows: [...flows, ...companyIngress],
  };
}

describe("checks of what another network calls", () => {
  itRejectsUntilFixed(company, [
    {
      title: "a fleet without a load balancer, by its port",
      bad: withWorkers({}, flow("office", "workers", tcp(81))),
      line: `flows[0]: received "office -> workers"; allowed: a target with an address that lasts: office ${CHANGE}. Fix: add a TCP listener to edge.loadBalancers.ledger-nlb, publish workers on it, and omit the flow's ports.`,
      fixed: withWorkers({ publish: { loadBalancer: "inner" } }, flow("office", "workers")),
    },
    {
      title: "a port of a published fleet, past its load balancer",
      bad: withWorkers(
        { publish: { loadBalancer: "inner" } },
        flow("office", "workers"),
        flow("directory", "workers", tcp(9090)),
      ),
      line: `flows[1]: received "directory -> workers"; allowed: a target with an address that lasts: directory ${CHANGE}. Fix: omit the flow's ports: it then goes through inner.`,
      fixed: withWorkers(
        { publish: { loadBalancer: "inner" } },
        flow("office", "workers"),
        flow("directory", "workers"),
      ),
    },
  ]);

  it.each([
    ["a login", flow("office", "workers", tcp(22))],
    ["a flow for other environments", whereReachable(flow("office", "workers", tcp(81)))],
  ])("accepts %s", (_title, allowed) => {
    expect(problemLines(company, withWorkers({}, allowed))).toEqual([]);
  });
});
