import { resolve } from "../../../language/resolve.ts";
import { planPrivateNames } from "../../../modules/network/private-name-plan.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { roboshop } from "../../../platforms/roboshop.ts";
import { harbourWith } from "../../support/harbour.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");

/** Describes private names: `payment.roboshop.internal -> payment`. */
function describeNames(platform: typeof lab): string[] {
  return planPrivateNames(platform).map(({ name, target }) => {
    if (target.kind === "address") return `${name} -> ${target.address}`;
    return `${name} -> ${target.kind === "server" ? target.server : target.loadBalancer}`;
  });
}

describe("planPrivateNames", () => {
  it("resolves to a server itself, in its network's zone", () => {
    expect(describeNames(lab)).toContain("payment.roboshop.internal -> payment");
    expect(describeNames(lab)).toHaveLength(7);
    expect(new Set(planPrivateNames(lab).map(({ network }) => network))).toEqual(new Set(["main"]));
  });

  it("resolves to an internal load balancer, since callers are admitted only there", () => {
    expect(describeNames(prod)).toContain("payment.roboshop.internal -> internal-alb");
  });

  it("plans no name for a fleet behind a public load balancer, or without a load balancer", () => {
    expect(describeNames(prod).filter((line) => line.startsWith("frontend."))).toEqual([]);
    const { publish: _, ...user } = prod.workloads.user!;
    const alone = { ...prod, workloads: { ...prod.workloads, user } } as typeof prod;
    expect(describeNames(alone).filter((line) => line.startsWith("user."))).toEqual([]);
  });

  it("plans a name for a server behind a public load balancer", () => {
    expect(describeNames(resolve(cqube, "prod"))).toContain("nginx.cqube.internal -> nginx");
  });

  it("plans no names in a network without a private zone", () => {
    expect(describeNames(cybershieldIn("prod"))).toEqual([]);
  });

  it("resolves to an internal network load balancer, or to an interface's first address", () => {
    expect(describeNames(harbourWith())).toEqual([
      "terminal.harbour.internal -> terminal",
      "resolver.harbour.internal -> inner-nlb",
      "ledger.harbour.internal -> inner-nlb",
      "jump.harbour.internal -> jump",
      "licence.harbour.internal -> inner-nlb",
      "spare.harbour.internal -> 10.70.36.10",
    ]);
  });
});
