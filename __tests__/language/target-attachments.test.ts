import { healthCheckProtocol, targetAttachments } from "../../language/target-attachments.ts";
import { publishSchema } from "../../language/workloads.ts";
import { harbourWith } from "../support/harbour.ts";

describe("the target attachments of a platform", () => {
  it("have targets of their own name each, also where a listener's port comes twice", () => {
    const platform = harbourWith();
    const { web } = platform.workloads;
    const further = [
      { loadBalancer: "fixed-nlb", listenerPort: 443 },
      { loadBalancer: "inner-nlb", listenerPort: 443 },
      { loadBalancer: "inner-nlb" },
    ].map((place) => publishSchema.parse(place));
    const workloads = { web: { ...web!, publishAlso: further } };
    const names = targetAttachments({ workloads, interfaces: platform.interfaces }).map(
      ({ targetGroup }) => targetGroup,
    );
    expect(names).toEqual(["web", "web-443", "web-443-3", "web-4", "licence"]);
  });
});

describe("the protocol of a health check", () => {
  const asked = (kind: "application" | "network", place: object) =>
    healthCheckProtocol({ kind }, publishSchema.parse({ loadBalancer: "front", ...place }));

  it("is as set, else the target's; TCP behind a network load balancer, whatever its listener's protocol", () => {
    expect(asked("application", {})).toBe("HTTP");
    expect(asked("application", { targetProtocol: "HTTPS" })).toBe("HTTPS");
    expect(asked("network", {})).toBe("TCP");
    expect(asked("network", { healthCheck: { protocol: "HTTPS" } })).toBe("HTTPS");
  });
});
