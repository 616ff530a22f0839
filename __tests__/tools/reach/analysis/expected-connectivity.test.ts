import { flow, tcp } from "../../../../language/language.ts";
import { selectPlatforms } from "../../../../language/selection.ts";
import { platforms } from "../../../../platforms/index.ts";
import { expectedConnectivity } from "../../../../tools/reach/analysis/expected-connectivity.ts";
import { harbourWith } from "../../../support/harbour.ts";
import { cybershieldIn } from "../../../support/platforms.ts";

function expectedFor(name: string, environment: string): string[] {
  const [platform] = selectPlatforms(platforms, { platform: name, environment });
  return expectedConnectivity(platform!).map(({ from, to, transport, flow }) =>
    `${from} → ${to} ${transport.format()} (${flow})`.replaceAll(`${name}-${environment}/`, ""),
  );
}

describe("the connectivity that declared flows require", () => {
  it("goes from CloudFront's origin-facing servers to the listener, and on to the service", () => {
    expect(expectedFor("cybershield", "prod")).toEqual([
      "cloudfront.origin-facing → alb tcp 443 (internet -> app)",
      "alb → app tcp 8000 (internet -> app)",
      "app → db tcp 5432 (app -> db)",
      "app → cache tcp 6379 (app -> cache)",
      "app → s3 tcp 443 (app -> aws)",
      "app → main-endpoints tcp 443 (app -> aws)",
      "app → internet tcp 443 (app -> internet)",
    ]);
  });

  it("includes all listeners without CloudFront, and both segments of egress through a NAT instance", () => {
    expect(expectedFor("cybershield", "dev")).toEqual([
      "internet → alb tcp 80, 443 (internet -> app)",
      "alb → app tcp 8000 (internet -> app)",
      "app → db tcp 5432 (app -> db)",
      "app → cache tcp 6379 (app -> cache)",
      "app → s3 tcp 443 (app -> aws)",
      "app → internet tcp 443 (app -> internet)",
      "app → main-nat tcp 443 (app -> internet)",
      "main-nat → internet tcp 443 (app -> internet)",
    ]);
  });

  it("does not include the NAT instance as a target if the flow's target is a part of the internet", () => {
    const platform = {
      ...cybershieldIn("dev"),
      outside: { partner: { cidrs: ["203.0.113.0/24"], via: "internet" } },
      flows: [flow("app", "partner", tcp(8443))],
    };
    const connections = expectedConnectivity(platform).map(
      ({ from, to, transport }) => `${from} → ${to} ${transport.format()}`,
    );
    expect(connections.map((each) => each.replaceAll("cybershield-dev/", ""))).toEqual([
      "app → partner tcp 8443",
      "main-nat → partner tcp 8443",
    ]);
  });

  it("goes to the target itself, or through its internal load balancer", () => {
    expect(expectedFor("roboshop", "lab")).toContain("frontend → user tcp 8080 (frontend -> user)");
    expect(expectedFor("roboshop", "prod")).toEqual(
      expect.arrayContaining([
        "frontend → internal-alb tcp 8080 (frontend -> user)",
        "internal-alb → user tcp 8080 (frontend -> user)",
      ]),
    );
    expect(expectedFor("roboshop", "prod")).not.toContain("frontend → user tcp 8080 (frontend -> user)");
  });

  it("names external networks as the platform does, with the flow's own ports", () => {
    expect(expectedFor("roboshop", "lab")).toContain("office → frontend tcp 22 (office -> frontend)");
  });

  it("uses only the target's listener of a Network Load Balancer, with TCP health checks for UDP", () => {
    expect(expectedFor("hybrid", "prod")).toEqual(
      expect.arrayContaining([
        "web → shared-nlb udp 53 (web -> resolver)",
        "shared-nlb → resolver tcp 53, udp 53 (web -> resolver)",
        "web → shared-nlb tcp 27000 (web -> licence)",
        "shared-nlb → licence tcp 27000 (web -> licence)",
      ]),
    );
  });

  it("uses public load balancers from outside and internal ones from inside", () => {
    const connections = expectedConnectivity(harbourWith()).map(({ from, to }) => `${from} → ${to}`);
    expect(connections).toContain("harbour-prod/office → harbour-prod/fixed-nlb");
    expect(connections).not.toContain("harbour-prod/office → harbour-prod/inner-nlb");
    expect(connections).toContain("harbour-prod/jump → harbour-prod/inner-nlb");
    expect(connections).not.toContain("harbour-prod/jump → harbour-prod/fixed-nlb");
  });

  it("belongs to the flow's scenario", () => {
    const platform = cybershieldIn("prod");
    const [first, ...others] = platform.flows;
    const named = { ...platform, flows: [{ ...first!, scenario: "web hosting" }, ...others] };
    const scenarios = expectedConnectivity(named).map(({ scenario }) => scenario);
    expect(scenarios.filter((scenario) => scenario !== undefined)).toEqual(["web hosting", "web hosting"]);
  });
});
