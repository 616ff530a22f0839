import { Testing } from "cdktf";
import { type Flow, flow, tcp } from "../../../language/flows.ts";
import type { Platform } from "../../../language/platform.ts";
import { formatProblem, SpecError } from "../../../language/problem.ts";
import { environmentsOf, resolve } from "../../../language/resolve.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { quotaProblems } from "../../../modules/network/quota-plan.ts";
import { platforms } from "../../../platforms/index.ts";
import { composePlatform } from "../../../stacks/compose.ts";
import { cybershieldIn } from "../../support/platforms.ts";

/** CyberShield dev with this many more ports on which its app calls the internet. */
function callingOut(ports: number) {
  const platform = cybershieldIn("dev");
  const more = Array.from(
    { length: ports },
    (_, index): Flow => flow("app", "internet", tcp(9000 + 2 * index)),
  );
  return { ...platform, flows: [...platform.flows, ...more] };
}

function problemsWith(ports: number): string[] {
  return quotaProblems(callingOut(ports)).map(formatProblem);
}

/** The number of entries of the fullest network ACL in one direction. */
function mostEntries(platform: Platform): number {
  const keys = planAcls(platform, "main").map(({ tier, direction }) => `${tier} ${direction}`);
  return Math.max(...keys.map((key) => keys.filter((other) => other === key).length));
}

/** The problems of security groups. */
function groupProblems(platform: Platform): string[] {
  const problems = quotaProblems(platform).map(formatProblem);
  return problems.filter((line) => line.includes("in the security group of"));
}

/** The number of rules of a security group in one direction. */
function rulesOf(platform: Platform, name: string, direction: "ingress" | "egress"): number {
  return planFirewall(platform).rules.filter((rule) => rule.group === name && rule.direction === direction)
    .length;
}

describe("the quota check of the firewall", () => {
  it.each(
    platforms.flatMap((spec) =>
      environmentsOf(spec).map((environment) => [spec.name, environment, spec] as const),
    ),
  )("finds no problem in %s %s", (_name, environment, spec) => {
    expect(quotaProblems(resolve(spec, environment))).toEqual([]);
  });

  it("allows 19 entries of a network ACL per direction, without the default deny entry", () => {
    const firstAboveQuota = Array.from({ length: 25 }, (_, ports) => problemsWith(ports)).findIndex(
      (problems) => problems.length > 0,
    );
    expect(mostEntries(callingOut(firstAboveQuota - 1))).toBe(19);
    expect(problemsWith(firstAboveQuota - 1)).toEqual([]);
    const [first] = problemsWith(firstAboveQuota);
    expect(first).toMatch(
      /^ {2}networks\.main\.tiers\.(private|public): received 20; allowed: at most 19 (?:in|e)gress entries for IPv4 in its network ACL: /,
    );
    expect(first).toContain("Fix: move some of what is in the tier to another, or name wider blocks.");
  });

  it("allows 60 rules of a security group per direction, and rejects 61", () => {
    const more = 60 - rulesOf(callingOut(0), "app", "egress");
    expect(rulesOf(callingOut(more), "app", "egress")).toBe(60);
    expect(groupProblems(callingOut(more))).toEqual([]);
    expect(groupProblems(callingOut(more + 1))).toEqual([
      "  flows: received 61; allowed: at most 60 egress rules for IPv4 in the security group of app (one for CloudFront counts as 55). Fix: name ranges of ports, or wider blocks.",
    ]);
  });

  it("counts a rule for CloudFront as 55: allows five more, and rejects six", () => {
    const calledAlso = (sources: number): Platform => {
      const prod = cybershieldIn("prod");
      const names = Array.from({ length: sources }, (_, index) => `partner${index}`);
      const partners = names.map((name, index) => [
        name,
        { cidrs: [`198.51.${index}.0/24`], via: "internet" },
      ]);
      const { alb } = prod.edge.loadBalancers;
      const listeners = alb!.listeners.filter(({ protocol }) => protocol === "HTTPS");
      return {
        ...prod,
        outside: Object.fromEntries(partners),
        edge: { ...prod.edge, loadBalancers: { alb: { ...alb!, listeners } } },
        flows: [...prod.flows, ...names.map((name) => flow(name, "app"))],
      };
    };
    expect(groupProblems(calledAlso(5))).toEqual([]);
    expect(groupProblems(calledAlso(6))).toEqual([
      "  flows: received 61; allowed: at most 60 ingress rules for IPv4 in the security group of alb (one for CloudFront counts as 55). Fix: name ranges of ports, or wider blocks.",
    ]);
  });

  it("counts IPv4 and IPv6 separately", () => {
    const platform = cybershieldIn("dev");
    const blocks = (text: (index: number) => string, length = 14) =>
      Array.from({ length }, (_, index) => text(index));
    const callingBlocks = (...cidrs: string[]) => ({
      ...platform,
      outside: { ...platform.outside, partners: { cidrs, via: "internet" } },
      flows: [...platform.flows, flow("app", "partners", tcp(443))],
    });
    const ipv4 = blocks((index) => `198.51.${index}.0/24`);
    const ipv6 = blocks((index) => `2001:db8:${index + 1}::/48`);
    expect(quotaProblems(callingBlocks(...ipv4)).map(formatProblem)).toEqual([]);
    expect(quotaProblems(callingBlocks(...ipv4, ...ipv6)).map(formatProblem)).toEqual([]);
    const both = quotaProblems(callingBlocks(...ipv4, ...blocks((index) => `203.0.${index}.0/24`)));
    expect(both.map(({ path, received }) => `${path}: ${received}`)).toEqual([
      ...["networks.main.tiers.private: 33", "networks.main.tiers.private: 33"],
      ...["networks.main.tiers.public: 32", "networks.main.tiers.public: 33"],
    ]);
    const many = [
      ...blocks((index) => `198.51.${index}.0/24`, 31),
      ...blocks((index) => `2001:db8:${index + 1}::/48`, 31),
    ];
    expect(groupProblems(callingBlocks(...many))).toEqual([]);
  });

  it("runs before any stack is created, and reports every problem", () => {
    const compose = () => composePlatform(Testing.app(), callingOut(60));
    expect(compose).toThrow(SpecError);
    expect(compose).toThrow(/cybershield \(dev\): \d+ problems in the spec/);
  });
});
