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

/** The ID and the priority of the rule of one workload. */
function planned(name: string, publication: Publication): Pick<ListenerRulePlan, "id" | "priority"> {
  const [{ id, priority }] = planListenerRules(published({ [name]: publication })) as [ListenerRulePlan];
  return { id, priority };
}

const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { minLength: 1, maxLength: 40 });

describe("planListenerRules", () => {
  it("CyberShield: load balancer: matches the domain's hosts only, on the HTTPS listener", () => {
    expect(planListenerRules(cybershieldIn("prod"))).toEqual([
      {
        id: "alb-443-rule-8079a0dd",
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
    const hosts = ["a.example.com"];
    const platform = published({ "audit-jobs": { hosts }, "export-api": { hosts } });
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
    const shared = { "audit-jobs": 30_958, "export-api": 30_958 };
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
        const publications = all.map((name, i) => [
          name,
          withPaths[i] ? { paths: [`/${name}/*`] } : { hosts: [`${name}.example.com`] },
        ]);
        const rules = planListenerRules(published(Object.fromEntries(publications)));
        const assigned = rules.map(({ priority }) => priority);
        expect(new Set(rules.map(({ id }) => id)).size).toBe(all.length);
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
    // Each rule has its own conditions, so only one can have none.
    const kinds: readonly ((name: string) => Publication)[] = [
      (name) => ({ hosts: [`${name}.example.com`], paths: [`/${name}`] }),
      (name) => ({ paths: [`/${name}`] }),
      (name) => ({ hosts: [`${name}.example.com`] }),
      () => ({}),
    ];
    const last = kinds.length - 1;
    fc.assert(
      fc.property(names, (all) => {
        const kindOf = new Map(all.map((name, i) => [name, i === last ? last : i % last]));
        const rules = planListenerRules(
          published(Object.fromEntries(all.map((name) => [name, kinds[kindOf.get(name)!]!(name)]))),
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
    expect(derived).toEqual([11_012, 25_940, 30_958, 41_007]);
  });

  it("resolves a collision of priorities by the conditions, regardless of the workloads' order and names", () => {
    // Both hosts derive the same priority.
    const first = { hosts: ["shop-99.example.com"] };
    const second = { hosts: ["shop-169.example.com"] };
    const alone = (publication: Publication) =>
      planListenerRules(published({ web: publication }))[0]!.priority;
    expect([alone(first), alone(second)]).toEqual([38_990, 38_990]);
    const inOrder = priorities(planListenerRules(published({ api: first, web: second })));
    expect(inOrder).toEqual({ api: 38_990, web: 38_991 });
    expect(priorities(planListenerRules(published({ web: second, api: first })))).toEqual(inOrder);
    expect(priorities(planListenerRules(published({ web: first, api: second })))).toEqual({
      web: inOrder.api,
      api: inOrder.web,
    });
  });

  it("gives a rule an ID and a priority of what it matches, which stay when the workload is renamed", () => {
    const publications: readonly Publication[] = [
      { hosts: ["a.example.com", "b.example.com"], paths: ["/x", "/y"] },
      { paths: ["/x"] },
      { hosts: ["a.example.com"] },
      {},
    ];
    for (const publication of publications) {
      expect(planned("orders", publication)).toEqual(planned("web", publication));
    }
    const ids = publications.map((publication) => planned("web", publication).id);
    expect(new Set(ids).size).toBe(publications.length);
    for (const id of ids) expect(id).toMatch(/^alb-443-rule-[0-9a-f]{8}$/);
    // AWS ignores the order.
    const reversed = { hosts: ["b.example.com", "a.example.com"], paths: ["/y", "/x"] };
    expect(planned("web", reversed)).toEqual(planned("web", publications[0]!));
    // A host is no path.
    expect(planned("web", { hosts: ["x"] }).id).not.toBe(planned("web", { paths: ["x"] }).id);
  });

  it("gives a rule the ID of its priority if the spec sets that, whatever the rule matches", () => {
    const first = planned("web", { hosts: ["a.example.com"], priority: 7 });
    expect(first).toEqual({ id: "alb-443-priority-7", priority: 7 });
    // Not even with other hosts or paths, or of another workload.
    expect(planned("web", { hosts: ["b.example.com"], paths: ["/x"], priority: 7 })).toEqual(first);
    expect(planned("orders", { hosts: ["a.example.com"], priority: 7 })).toEqual(first);
    expect(planned("web", { hosts: ["a.example.com"], priority: 8 }).id).toBe("alb-443-priority-8");
  });

  it("names the load balancer and the listener in the ID", () => {
    const platform = published({ app: {} });
    const app = platform.workloads.app!;
    const onListener = (change: object) =>
      planListenerRules({
        ...platform,
        workloads: { app: { ...app, publish: { ...app.publish!, ...change } } },
      })[0]!.id;
    const hash = onListener({}).replace("alb-443-rule-", "");
    expect(onListener({ listenerPort: 8443 })).toBe(`alb-8443-rule-${hash}`);
    expect(onListener({ listenerPort: 8443, priority: 10 })).toBe("alb-8443-priority-10");
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
    const rules = priorities(
      planListenerRules(published({ api: { paths: ["/api/*"], priority: derived }, web: {} })),
    );
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
