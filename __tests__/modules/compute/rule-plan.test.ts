import fc from "fast-check";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { type ListenerRulePlan, planListenerRules } from "../../../modules/compute/rule-plan.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { cybershieldIn } from "../../support/platforms.ts";

interface Publication {
  readonly hosts?: readonly string[];
  readonly paths?: readonly string[];
  readonly priority?: number;
}

/** CyberShield with copies of its service behind its load balancer. */
function published(
  publications: Readonly<Record<string, Publication>>,
): Pick<Platform, "workloads" | "interfaces" | "edge"> {
  const platform = cybershieldIn("dev");
  const app = platform.workloads.app!;
  const workloads = Object.entries(publications).map(([name, { hosts = [], paths = [], ...rest }]) => [
    name,
    { ...app, publish: { ...app.publish!, hosts: [...hosts], paths: [...paths], ...rest } },
  ]);
  return { edge: platform.edge, interfaces: {}, workloads: Object.fromEntries(workloads) };
}

function priorities(rules: readonly ListenerRulePlan[]): Record<string, number> {
  return Object.fromEntries(rules.map(({ workload, priority }) => [workload, priority]));
}

const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { minLength: 1, maxLength: 40 });

describe("planListenerRules", () => {
  it("CyberShield: load balancer: matches the domain's hosts only, on the HTTPS listener", () => {
    expect(planListenerRules(cybershieldIn("prod"))).toEqual([
      {
        workload: "app",
        targets: "app",
        loadBalancer: "alb",
        port: 443,
        hosts: ["cybershield-ai.com", "www.cybershield-ai.com"],
        paths: [],
        priority: expect.any(Number),
      },
    ]);
  });

  it("matches the workload's own hosts, or the domain's hosts behind the entry load balancer", () => {
    expect(planListenerRules(published({ api: { hosts: ["api.cybershield-ai.com"] } }))[0]!.hosts).toEqual([
      "api.cybershield-ai.com",
    ]);
    const platform = published({ app: {} });
    const { domain, ...edge } = platform.edge;
    expect(planListenerRules(platform)[0]!.hosts).toEqual(domain!.hosts);
    expect(planListenerRules({ ...platform, edge })[0]!.hosts).toEqual([]);
  });

  it("may reuse a priority on another listener", () => {
    const platform = published({ "audit-jobs": {}, "export-api": {} });
    const alb = platform.edge.loadBalancers.alb!;
    const edge = { ...platform.edge, loadBalancers: { alb, other: alb } };
    const app = platform.workloads["export-api"]!;
    const onOtherListener = (change: object) =>
      priorities(
        planListenerRules({
          edge,
          interfaces: {},
          workloads: {
            ...platform.workloads,
            "export-api": { ...app, publish: { ...app.publish!, ...change } },
          },
        }),
      );
    const shared = { "audit-jobs": 46_690, "export-api": 46_690 };
    expect(onOtherListener({ listenerPort: 8443 })).toEqual(shared);
    expect(onOtherListener({ loadBalancer: "other" })).toEqual(shared);
  });

  it("uses the listener that the workload names, else the first that forwards", () => {
    const platform = published({ app: {} });
    const { alb } = platform.edge.loadBalancers;
    const listeners = [...alb!.listeners, { port: 8443, protocol: "HTTPS", action: "forward" } as const];
    const edge = { ...platform.edge, loadBalancers: { alb: { ...alb!, listeners } } };
    const app = platform.workloads.app!;
    const named = { app: { ...app, publish: { ...app.publish!, listenerPort: 8443 } } };
    expect(planListenerRules({ ...platform, edge })[0]!.port).toBe(443);
    expect(planListenerRules({ workloads: named, interfaces: {}, edge })[0]!.port).toBe(8443);
  });

  it("assigns unique priorities per listener, from 1 to 50,000", () => {
    fc.assert(
      fc.property(names, fc.array(fc.boolean(), { maxLength: 40 }), (all, withPaths) => {
        const publications = all.map((name, i) => [name, { paths: withPaths[i] ? [`/${name}/*`] : [] }]);
        const assigned = planListenerRules(published(Object.fromEntries(publications))).map(
          ({ priority }) => priority,
        );
        expect(new Set(assigned).size).toBe(all.length);
        for (const priority of assigned) {
          expect(priority).toBeGreaterThanOrEqual(1);
          expect(priority).toBeLessThanOrEqual(50_000);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("orders specific rules first: hosts and paths, paths, hosts, neither", () => {
    const kinds: readonly Publication[] = [
      { hosts: ["a.example.com"], paths: ["/x"] },
      { paths: ["/x"] },
      { hosts: ["a.example.com"] },
      {},
    ];
    fc.assert(
      fc.property(names, (all) => {
        const kindOf = new Map(all.map((name, i) => [name, i % kinds.length]));
        const rules = planListenerRules(
          published(Object.fromEntries(all.map((name) => [name, kinds[kindOf.get(name)!]!]))),
        );
        const order = [...rules].sort((a, b) => a.priority - b.priority);
        const found = order.map(({ workload }) => kindOf.get(workload)!);
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it("derives fixed priorities, since another derivation would change deployed rules", () => {
    const hosts = ["a.example.com"];
    const paths = ["/x"];
    const publications: readonly Publication[] = [{ hosts, paths }, { paths }, { hosts }, {}];
    const derived = publications.map(
      (publication) => planListenerRules(published({ web: publication }))[0]!.priority,
    );
    expect(derived).toEqual([14_102, 24_102, 34_102, 44_102]);
  });

  it("resolves a collision of priorities by name, regardless of the workloads' order", () => {
    // Both names derive the same priority.
    const resolved = { "audit-jobs": 46_690, "export-api": 46_691 };
    expect(priorities(planListenerRules(published({ "audit-jobs": {}, "export-api": {} })))).toEqual(
      resolved,
    );
    expect(priorities(planListenerRules(published({ "export-api": {}, "audit-jobs": {} })))).toEqual(
      resolved,
    );
  });

  it("keeps priorities when a workload is added or the order changes", () => {
    const before = priorities(planListenerRules(published({ web: {}, api: { paths: ["/api/*"] } })));
    const after = priorities(
      planListenerRules(published({ reports: { paths: ["/r"] }, api: { paths: ["/api/*"] }, web: {} })),
    );
    expect(after).toMatchObject(before);
  });

  it("keeps a priority from the spec and assigns it to no other rule", () => {
    const derived = planListenerRules(published({ web: {} }))[0]!.priority;
    const rules = priorities(planListenerRules(published({ api: { priority: derived }, web: {} })));
    expect(rules.api).toBe(derived);
    expect(rules.web).toBe(derived + 1);
  });

  it("plans a rule for each listener that a workload is attached to", () => {
    const rules = planListenerRules(resolve(cqube, "prod"));
    expect(rules.map(({ workload, targets, port }) => [workload, targets, port])).toEqual([
      ["nginx", "nginx", 80],
      ["nginx", "nginx-443", 443],
    ]);
  });

  it("plans no rules for a network load balancer", () => {
    const platform = published({ app: {}, api: { paths: ["/api/*"] } });
    const alb = { ...platform.edge.loadBalancers.alb!, kind: "network" as const };
    expect(planListenerRules({ ...platform, edge: { ...platform.edge, loadBalancers: { alb } } })).toEqual(
      [],
    );
  });
});
