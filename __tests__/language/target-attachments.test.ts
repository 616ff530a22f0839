import { healthCheckProtocol, targetAttachments } from "../../language/target-attachments.ts";
import { publishSchema } from "../../language/workloads.ts";
import { harbourWith } from "../support/harbour.ts";

describe("the target attachments of a platform", () => {
  it("have unique target group names, even if two listeners have the same port", () => {
    const platform = harbourWith();
    const { web } = platform.workloads;
    const more = [
      { loadBalancer: "fixed-nlb", listenerPort: 443 },
      { loadBalancer: "inner-nlb", listenerPort: 443 },
      { loadBalancer: "inner-nlb" },
    ].map((attachment) => publishSchema.parse(attachment));
    const workloads = { web: { ...web!, publishAlso: more } };
    const names = targetAttachments({ workloads, interfaces: platform.interfaces }).map(
      ({ targetGroup }) => targetGroup,
    );
    expect(names).toEqual(["web", "web-443", "web-443-3", "web-4", "licence"]);
  });
});

describe("the protocol of a health check", () => {
  const protocolOf = (kind: "application" | "network", attachment: object) =>
    healthCheckProtocol({ kind }, publishSchema.parse({ loadBalancer: "front", ...attachment }));

  it("is the configured one, else the target protocol, or TCP behind a network load balancer", () => {
    expect(protocolOf("application", {})).toBe("HTTP");
    expect(protocolOf("application", { targetProtocol: "HTTPS" })).toBe("HTTPS");
    expect(protocolOf("network", {})).toBe("TCP");
    expect(protocolOf("network", { healthCheck: { protocol: "HTTPS" } })).toBe("HTTPS");
  });
});
