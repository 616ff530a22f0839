import { fleet, flow, server } from "../../../language/language.ts";
import { itRejectsUntilFixed, problemLines } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";

const inner = {
  kind: "network",
  network: "hub",
  tier: "private",
  listeners: [
    { port: 81, protocol: "TCP" },
    { port: 82, protocol: "TCP" },
    { port: 27_000, protocol: "TCP" },
  ],
};
const ALLOWED = "allowed: every port that a load balancer calls and no unit or line of setup opens";

/** A fleet behind two listeners, on 81 and 82, and the interface of `directory` behind one. */
function published(settings: object, directory: object = {}, licence: object = {}) {
  const workers = fleet({
    network: "hub",
    tier: "private",
    port: 81,
    min: 1,
    max: 1,
    publish: { loadBalancer: "inner", listenerPort: 81 },
    publishAlso: [{ loadBalancer: "inner", listenerPort: 82, targetPort: 82 }],
    ...settings,
  });
  return {
    edge: { loadBalancers: { inner } },
    interfaces: { licence: { publish: { loadBalancer: "inner", listenerPort: 27_000 }, ...licence } },
    workloads: { workers, directory: { opens: [636, 27_000], ...directory } },
    flows: [flow("till", "workers"), flow("till", "licence"), ...companyIngress],
  };
}

describe("checks of ports behind a load balancer", () => {
  itRejectsUntilFixed(company, [
    {
      title: "a fleet that opens none of its two ports",
      bad: published({}),
      line: `workloads.workers.opens: received []; ${ALLOWED}: 81, 82. Fix: start a program that listens on each of them in units or setup; or, if one is installed later, write opens: [81,82].`,
      fixed: published({ opens: [81, 82] }),
    },
    {
      title: "a fleet that opens one of its two ports",
      bad: published({ setup: ["python3 -m http.server 82"] }),
      line: `workloads.workers.opens: received []; ${ALLOWED}: 81. Fix: start a program that listens on 81 in units or setup; or, if one is installed later, write opens: [81].`,
      fixed: published({ setup: ["python3 -m http.server 81", "python3 -m http.server 82"] }),
    },
    {
      title: "a server that does not open its interface's port",
      bad: published({ opens: [81, 82] }, { opens: [636] }),
      line: `workloads.directory.opens: received [636]; ${ALLOWED}: 27000. Fix: start a program that listens on 27000 in units or setup; or, if one is installed later, write opens: [636,27000].`,
      fixed: published({ opens: [81, 82] }),
    },
  ]);

  it("accept an interface that is attached to no server", () => {
    const detached = published({ opens: [81, 82] }, { opens: [] }, { attachTo: null });
    expect(problemLines(company, detached)).toEqual([]);
  });

  it("accept a port that only a flow calls, which drydock check lists", () => {
    const plain = server({ network: "hub", tier: "private", port: 81 });
    const flows = [flow("till", "plain"), ...companyIngress];
    expect(problemLines(company, { workloads: { plain }, flows })).toEqual([]);
  });
});
