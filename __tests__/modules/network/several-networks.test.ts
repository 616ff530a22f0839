import { flow, icmp, udp } from "../../../language/flows.ts";
import { resolve } from "../../../language/resolve.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { company } from "../../language/support/company.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const platform = resolve(company, "prod");

describe("the firewall plan of several networks", () => {
  it("has each security group in its endpoint's network, named after the platform", () => {
    const groups = planFirewall(platform).groups;
    expect(groups.map(({ id, network }) => `${id} ${network}`)).toEqual([
      "ledger-nlb west",
      "directory hub",
      "till east",
      "ledger west",
      "hermit lone",
      "till2 europe",
      "licence hub",
      "staff-vpn hub",
      "link hub",
      "ledger-service-lone lone",
    ]);
    for (const { id, name } of groups) expect(name).toBe(`company-prod-${id}`);
  });
});

describe("the network ACLs of several networks", () => {
  const rules = (network: string) => planAcls(platform, network).map(({ id, number }) => `${number} ${id}`);

  it("allow only the flows of their own network, with rule numbers derived from the rule", () => {
    expect(rules("hub")).toEqual([
      "25481 private-egress-gre-10.255.0.0-24",
      "4581 private-egress-tcp-1024-65535-10.0.32.0-19",
      "25412 private-egress-tcp-1024-65535-10.1.32.0-19",
      "28369 private-egress-tcp-1024-65535-10.4.32.0-19",
      "5432 private-egress-tcp-636-10.0.32.0-19",
      "31143 private-ingress-gre-10.255.0.0-24",
      "4922 private-ingress-tcp-1024-65535-10.0.32.0-19",
      "26547 private-ingress-tcp-27000-10.1.32.0-19",
      "17474 private-ingress-tcp-636-10.0.32.0-19",
      "662 private-ingress-tcp-636-10.1.32.0-19",
      "16182 private-ingress-tcp-636-10.4.32.0-19",
      "25014 transit-egress-gre-10.0.32.0-19",
      "11870 transit-egress-tcp-27000-10.0.32.0-19",
      "26235 transit-egress-tcp-636-10.0.32.0-19",
      "16200 transit-ingress-gre-10.0.32.0-19",
      "6364 transit-ingress-tcp-1024-65535-10.0.32.0-19",
    ]);
  });

  it("allow replies by the flow's protocol, UDP or ICMP", () => {
    const changed = {
      ...cybershieldIn("prod"),
      outside: { office: { cidrs: ["198.51.100.0/24"], via: "internet" } },
      flows: [flow("app", "office", udp(53), icmp())],
    };
    const ids = planAcls(changed, "main").filter(({ tier }) => tier === "private");
    expect(ids.map(({ id }) => id)).toEqual([
      "private-egress-icmp-198.51.100.0-24",
      "private-egress-udp-53-198.51.100.0-24",
      "private-ingress-icmp-198.51.100.0-24",
      "private-ingress-udp-1024-65535-198.51.100.0-24",
    ]);
  });

  it("number the rules of a tier and direction uniquely, even if derived numbers collide", () => {
    const cidrs = Array.from({ length: 600 }, (_, i) => `198.18.${Math.floor(i / 256)}.${i % 256}/32`);
    const many = {
      ...cybershieldIn("prod"),
      outside: { many: { cidrs, via: "internet" } },
      flows: [flow("app", "many", udp(53))],
    };
    const rules = planAcls(many, "main").filter(
      ({ tier, direction }) => tier === "private" && direction === "egress",
    );
    expect(rules).toHaveLength(600);
    expect(new Set(rules.map(({ number }) => number)).size).toBe(600);
    for (const { number } of rules) expect(number).toBeLessThanOrEqual(32_099);
  });

  it("use 0.0.0.0/0 for peers without a CIDR block: CloudFront and gateway endpoints", () => {
    const ids = planAcls(cybershieldIn("prod"), "main").map(({ id }) => id);
    expect(ids).toContain("private-ingress-tcp-443-0.0.0.0-0");
    expect(ids).toContain("private-egress-tcp-443-0.0.0.0-0");
  });
});
