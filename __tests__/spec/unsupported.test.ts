import { cqube } from "../../platforms/cqube.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import type { Platform } from "../../spec/platform.ts";
import { resolve } from "../../spec/resolve.ts";
import { requireSupported, unsupportedLine, unsupportedParts } from "../../spec/unsupported.ts";
import { cybershieldIn } from "../support/platforms.ts";

/** CyberShield, its service's places changed. */
function serviceWith(change: object): Platform {
  const platform = cybershieldIn("prod");
  const app = { ...platform.workloads.app!, ...change };
  return { ...platform, workloads: { app } } as Platform;
}

describe("what no module builds yet", () => {
  it("is nothing of CyberShield, RoboShop and cQube", () => {
    const built = [
      cybershieldIn("prod"),
      resolve(roboshop, "lab"),
      resolve(roboshop, "prod"),
      resolve(cqube, "prod"),
    ];
    expect(built.map(unsupportedLine)).toEqual([undefined, undefined, undefined, undefined]);
    for (const platform of built) expect(() => requireSupported(platform)).not.toThrow();
  });

  it("is a service's second place, and a port that is not its own; a server may have both", () => {
    const { publish } = cybershieldIn("prod").workloads.app!;
    expect(unsupportedParts(serviceWith({ publishAlso: [publish] }))).toEqual([
      "services with more than one place behind load balancers (app)",
    ]);
    expect(unsupportedParts(serviceWith({ publish: { ...publish, targetPort: 9000 } }))).toEqual([
      "services whose target port is not their own (app)",
    ]);
    expect(resolve(cqube, "prod").workloads.nginx?.publishAlso).toHaveLength(1);
  });

  it("is any workload behind a network load balancer", () => {
    const prod = resolve(roboshop, "prod");
    const { loadBalancers } = prod.edge;
    const edge = {
      ...prod.edge,
      loadBalancers: {
        ...loadBalancers,
        "public-alb": { ...loadBalancers["public-alb"]!, kind: "network" as const },
      },
    };
    expect(unsupportedParts({ ...prod, edge })).toEqual([
      "workloads behind a network load balancer (frontend)",
    ]);
  });

  it("is said in one line, with every name", () => {
    const line = unsupportedLine(resolve(hybrid, "prod"))!;
    expect(line).toMatch(/^hybrid \(prod\) is not synthesized: Drydock has no module yet for /);
    for (const name of ["shop-partner", "licence"]) expect(line).toContain(name);
    expect(() => requireSupported(resolve(hybrid, "prod"))).toThrow(line);
  });
});
