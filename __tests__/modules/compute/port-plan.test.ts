import { loadBalancerSchema } from "../../../language/edge.ts";
import type { Platform } from "../../../language/platform.ts";
import { publishSchema } from "../../../language/publishing.ts";
import { planHealthCheckTarget, planPorts } from "../../../modules/compute/port-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const dev = cybershieldIn("dev");
const NLB = loadBalancerSchema.parse({
  kind: "network",
  tier: "private",
  listeners: [
    { port: 53, protocol: "UDP" },
    { port: 443, protocol: "TLS" },
  ],
});

/** CyberShield with another port and other target group attachments of its app. */
function appWith(port: number | undefined, ...attachments: readonly object[]): Platform {
  const { port: _port, publish: _publish, ...app } = dev.workloads.app!;
  const [publish, ...publishAlso] = attachments.map((attachment) => publishSchema.parse(attachment));
  const workload = {
    ...app,
    ...(port === undefined ? {} : { port }),
    ...(publish === undefined ? {} : { publish }),
    publishAlso,
  };
  const { edge } = dev;
  const loadBalancers = { ...edge.loadBalancers, nlb: NLB };
  return { ...dev, workloads: { app: workload as typeof app }, edge: { ...edge, loadBalancers } };
}

describe("planPorts", () => {
  it("returns the service's own port with TCP", () => {
    expect(planPorts(dev, "app")).toEqual([{ port: 8000, protocol: "tcp" }]);
    expect(planPorts(appWith(8000), "app")).toEqual([{ port: 8000, protocol: "tcp" }]);
    expect(planPorts(appWith(undefined), "app")).toEqual([]);
  });

  it("returns each target port once, with UDP for a UDP listener", () => {
    const platform = appWith(
      8000,
      { loadBalancer: "alb", targetPort: 9000 },
      { loadBalancer: "nlb", listenerPort: 53, targetPort: 5353 },
      { loadBalancer: "nlb", listenerPort: 443, targetPort: 9000 },
    );
    expect(planPorts(platform, "app")).toEqual([
      { port: 8000, protocol: "tcp" },
      { port: 9000, protocol: "tcp" },
      { port: 5353, protocol: "udp" },
    ]);
    const dns = appWith(53, { loadBalancer: "nlb", listenerPort: 53 });
    expect(planPorts(dns, "app")).toEqual([{ port: 53, protocol: "udp" }]);
  });
});

describe("planHealthCheckTarget", () => {
  it("returns the first load balancer's health check, on its target port", () => {
    const platform = appWith(
      8000,
      { loadBalancer: "alb", targetPort: 9000, healthCheck: { path: "/up" } },
      { loadBalancer: "nlb", listenerPort: 53 },
    );
    expect(planHealthCheckTarget(platform, "app")).toMatchObject({
      port: 9000,
      path: "/up",
      check: { retries: 3 },
    });
    expect(planHealthCheckTarget(appWith(8000), "app")).toBeUndefined();
  });

  it("has no path if a network load balancer checks over TCP", () => {
    const tcpChecked = appWith(8000, { loadBalancer: "nlb", listenerPort: 443 });
    expect(planHealthCheckTarget(tcpChecked, "app")).toMatchObject({ port: 8000, path: undefined });
    const httpChecked = appWith(8000, {
      loadBalancer: "nlb",
      listenerPort: 443,
      healthCheck: { protocol: "HTTP" },
    });
    expect(planHealthCheckTarget(httpChecked, "app")?.path).toBe("/");
  });
});
