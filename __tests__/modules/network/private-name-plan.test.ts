import { resolve } from "../../../language/resolve.ts";
import { planPrivateNames } from "../../../modules/network/private-name-plan.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { roboshop } from "../../../platforms/roboshop.ts";
import { harbourWith } from "../../support/harbour.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");

/** `payment.roboshop.internal -> server payment`, a line each. */
function said(platform: typeof lab): string[] {
  return planPrivateNames(platform).map(({ name, target }) => {
    if (target.kind === "address") return `${name} -> ${target.address}`;
    return `${name} -> ${target.kind === "server" ? target.server : target.loadBalancer}`;
  });
}

describe("planPrivateNames", () => {
  it("leads to a server itself, in its network's zone", () => {
    expect(said(lab)).toContain("payment.roboshop.internal -> payment");
    expect(said(lab)).toHaveLength(7);
    expect(new Set(planPrivateNames(lab).map(({ network }) => network))).toEqual(new Set(["main"]));
  });

  it("leads to the internal load balancer in front: the firewall lets callers in nowhere else", () => {
    expect(said(prod)).toContain("payment.roboshop.internal -> internal-alb");
  });

  it("gives none to what is called by a public name, or has no one address", () => {
    expect(said(prod).filter((line) => line.startsWith("frontend."))).toEqual([]);
    const { publish: _, ...user } = prod.workloads.user!;
    const alone = { ...prod, workloads: { ...prod.workloads, user } } as typeof prod;
    expect(said(alone).filter((line) => line.startsWith("user."))).toEqual([]);
  });

  it("gives a server behind a public load balancer a name of its own", () => {
    expect(said(resolve(cqube, "prod"))).toContain("nginx.cqube.internal -> nginx");
  });

  it("gives none in a network without a private zone", () => {
    expect(said(cybershieldIn("prod"))).toEqual([]);
  });

  it("leads to a network load balancer inside as to any other; to an interface by its first address", () => {
    expect(said(harbourWith())).toEqual([
      "terminal.harbour.internal -> terminal",
      "resolver.harbour.internal -> inner-nlb",
      "ledger.harbour.internal -> inner-nlb",
      "jump.harbour.internal -> jump",
      "licence.harbour.internal -> inner-nlb",
      "spare.harbour.internal -> 10.70.36.10",
    ]);
  });
});
