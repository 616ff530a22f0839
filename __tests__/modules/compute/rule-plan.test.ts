import fc from "fast-check";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { type ListenerRulePlan, planListenerRules } from "../../../modules/compute/rule-plan.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { cybershieldIn } from "../../support/platforms.ts";

interface Place {
  readonly hosts?: readonly string[];
  readonly paths?: readonly string[];
  readonly priority?: number;
}

/** CyberShield with these services behind its load balancer, each a copy of its own. */
function published(
  places: Readonly<Record<string, Place>>,
): Pick<Platform, "workloads" | "interfaces" | "edge"> {
  const platform = cybershieldIn("dev");
  const app = platform.workloads.app!;
  const workloads = Object.entries(places).map(([name, { hosts = [], paths = [], ...place }]) => [
    name,
    { ...app, publish: { ...app.publish!, hosts: [...hosts], paths: [...paths], ...place } },
  ]);
  return { edge: platform.edge, interfaces: {}, workloads: Object.fromEntries(workloads) };
}

function priorities(rules: readonly ListenerRulePlan[]): Record<string, number> {
  return Object.fromEntries(rules.map(({ workload, priority }) => [workload, priority]));
}

const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { minLength: 1, maxLength: 40 });

describe("planRules", () => {
  it("CyberShield: load balancer: answers for the domain's hosts only, on the HTTPS listener", () => {
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

  it("lets a workload say its own hosts, and asks for none behind a load balancer that is not the entry", () => {
    expect(planListenerRules(published({ api: { hosts: ["api.cybershield-ai.com"] } }))[0]!.hosts).toEqual([
      "api.cybershield-ai.com",
    ]);
    const platform = published({ app: {} });
    const { domain, ...edge } = platform.edge;
    expect(planListenerRules(platform)[0]!.hosts).toEqual(domain!.hosts);
    expect(planListenerRules({ ...platform, edge })[0]!.hosts).toEqual([]);
  });

  it("lets rules of different listeners have one number", () => {
    const platform = published({ "audit-jobs": {}, "export-api": {} });
    const alb = platform.edge.loadBalancers.alb!;
    const edge = { ...platform.edge, loadBalancers: { alb, other: alb } };
    const app = platform.workloads["export-api"]!;
    const elsewhere = (change: object) =>
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
    expect(elsewhere({ listenerPort: 8443 })).toEqual(shared);
    expect(elsewhere({ loadBalancer: "other" })).toEqual(shared);
  });

  it("stands on the listener that the workload names, else on the first that forwards", () => {
    const platform = published({ app: {} });
    const { alb } = platform.edge.loadBalancers;
    const listeners = [...alb!.listeners, { port: 8443, protocol: "HTTPS", action: "forward" } as const];
    const edge = { ...platform.edge, loadBalancers: { alb: { ...alb!, listeners } } };
    const app = platform.workloads.app!;
    const named = { app: { ...app, publish: { ...app.publish!, listenerPort: 8443 } } };
    expect(planListenerRules({ ...platform, edge })[0]!.port).toBe(443);
    expect(planListenerRules({ workloads: named, interfaces: {}, edge })[0]!.port).toBe(8443);
  });

  it("gives each rule of a listener a priority of its own, from 1 to 50,000", () => {
    fc.assert(
      fc.property(names, fc.array(fc.boolean(), { maxLength: 40 }), (all, withPaths) => {
        const places = all.map((name, i) => [name, { paths: withPaths[i] ? [`/${name}/*`] : [] }]);
        const given = planListenerRules(published(Object.fromEntries(places))).map(
          ({ priority }) => priority,
        );
        expect(new Set(given).size).toBe(all.length);
        for (const priority of given) {
          expect(priority).toBeGreaterThanOrEqual(1);
          expect(priority).toBeLessThanOrEqual(50_000);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("puts the narrower rule first: paths on own hosts, paths, own hosts, the rest", () => {
    const kinds: readonly Place[] = [
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

  it("derives the same priority for ever: another one would move the rules that are deployed", () => {
    const hosts = ["a.example.com"];
    const paths = ["/x"];
    const places: readonly Place[] = [{ hosts, paths }, { paths }, { hosts }, {}];
    const derived = places.map((place) => planListenerRules(published({ web: place }))[0]!.priority);
    expect(derived).toEqual([14_102, 24_102, 34_102, 44_102]);
  });

  it("settles a clash of numbers by the names, whatever the order of the workloads", () => {
    // Both names lead to one number.
    const settled = { "audit-jobs": 46_690, "export-api": 46_691 };
    expect(priorities(planListenerRules(published({ "audit-jobs": {}, "export-api": {} })))).toEqual(settled);
    expect(priorities(planListenerRules(published({ "export-api": {}, "audit-jobs": {} })))).toEqual(settled);
  });

  it("moves no rule when a workload is added or the order changes", () => {
    const before = priorities(planListenerRules(published({ web: {}, api: { paths: ["/api/*"] } })));
    const after = priorities(
      planListenerRules(published({ reports: { paths: ["/r"] }, api: { paths: ["/api/*"] }, web: {} })),
    );
    expect(after).toMatchObject(before);
  });

  it("keeps a priority that the spec says, and gives it to no other", () => {
    const derived = planListenerRules(published({ web: {} }))[0]!.priority;
    const rules = priorities(planListenerRules(published({ api: { priority: derived }, web: {} })));
    expect(rules.api).toBe(derived);
    expect(rules.web).toBe(derived + 1);
  });

  it("gives each of a workload's places a rule of its own, on its own listener", () => {
    const rules = planListenerRules(resolve(cqube, "prod"));
    expect(rules.map(({ workload, targets, port }) => [workload, targets, port])).toEqual([
      ["nginx", "nginx", 80],
      ["nginx", "nginx-443", 443],
    ]);
  });

  it("has none on a network load balancer, which does not read requests", () => {
    const platform = published({ app: {}, api: { paths: ["/api/*"] } });
    const alb = { ...platform.edge.loadBalancers.alb!, kind: "network" as const };
    expect(planListenerRules({ ...platform, edge: { ...platform.edge, loadBalancers: { alb } } })).toEqual(
      [],
    );
  });
});
