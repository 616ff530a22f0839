import { Testing } from "cdktf";
import { type Flow, flow, tcp } from "../../../language/flows.ts";
import { formatProblem, SpecError } from "../../../language/problem.ts";
import { environmentsOf, resolve } from "../../../language/resolve.ts";
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
    expect(problemsWith(firstAboveQuota - 1)).toEqual([]);
    const [first] = problemsWith(firstAboveQuota);
    expect(first).toMatch(
      /^ {2}networks\.main\.tiers\.(private|public): received 20; allowed: at most 19 (?:in|e)gress entries for IPv4 in its network ACL: /,
    );
    expect(first).toContain("Fix: move some of what is in the tier to another, or name wider blocks.");
  });

  it("rejects more than 60 rules of a security group per direction", () => {
    const problems = problemsWith(60).filter((line) => line.includes("security group"));
    expect(
      problems.some((line) => line.includes("60 egress rules for IPv4 in the security group of app")),
    ).toBe(true);
  });

  it("counts IPv4 and IPv6 separately", () => {
    const platform = cybershieldIn("dev");
    const blocks = (text: (index: number) => string) => Array.from({ length: 14 }, (_, index) => text(index));
    const callingBlocks = (...cidrs: string[]) => ({
      ...platform,
      outside: { ...platform.outside, partners: { cidrs, via: "internet" } },
      flows: [...platform.flows, flow("app", "partners", tcp(443))],
    });
    const ipv4 = blocks((index) => `198.51.${index}.0/24`);
    const ipv6 = blocks((index) => `2001:db8:${index + 1}::/48`);
    expect(quotaProblems(callingBlocks(...ipv4)).map(formatProblem)).toEqual([]);
    expect(quotaProblems(callingBlocks(...ipv4, ...ipv6)).map(formatProblem)).toEqual([]);
    const twice = callingBlocks(...ipv4, ...blocks((index) => `203.0.${index}.0/24`));
    const counts = /tiers\.(\w+): received (\d+); allowed: at most (\d+) (\w+) entries for (\w+) /;
    expect(quotaProblems(twice).map((problem) => counts.exec(formatProblem(problem))?.slice(1))).toEqual([
      ["private", "32", "19", "egress", "IPv4"],
      ["private", "31", "19", "ingress", "IPv4"],
      ["public", "32", "19", "egress", "IPv4"],
      ["public", "33", "19", "ingress", "IPv4"],
    ]);
  });

  it("runs before any stack is created, and reports every problem", () => {
    const compose = () => composePlatform(Testing.app(), callingOut(60));
    expect(compose).toThrow(SpecError);
    expect(compose).toThrow(/cybershield \(dev\): \d+ problems in the spec/);
  });
});
