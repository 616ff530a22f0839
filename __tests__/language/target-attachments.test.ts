import { edgeSchema } from "../../language/edge.ts";
import type { Platform } from "../../language/platform.ts";
import { publishSchema } from "../../language/publishing.ts";
import {
  healthCheckProtocol,
  hostsOfAttachment,
  targetAttachments,
  targetGroupSuffix,
} from "../../language/target-attachments.ts";
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

describe("the suffix of a target group", () => {
  const harbour = harbourWith();
  const { web, terminal, resolver } = harbour.workloads;
  const { licence } = harbour.interfaces;
  const edge: Platform["edge"] = {
    ...harbour.edge,
    loadBalancers: edgeSchema.parse({
      loadBalancers: {
        alb: {
          kind: "application",
          tier: "public",
          listeners: [
            { port: 80, protocol: "HTTP" },
            { port: 443, protocol: "HTTPS" },
          ],
        },
        nlb: {
          kind: "network",
          tier: "public",
          listeners: [
            { port: 1, protocol: "TCP" },
            { port: 2, protocol: "TLS" },
            { port: 3, protocol: "UDP" },
          ],
        },
      },
    }).loadBalancers,
  };
  /** The attachments by their target's protocol. */
  const ATTACHMENTS = {
    HTTP: { loadBalancer: "alb", listenerPort: 443 },
    HTTPS: { loadBalancer: "alb", listenerPort: 80, targetProtocol: "HTTPS" },
    TCP: { loadBalancer: "nlb", listenerPort: 1 },
    "TCP behind TLS": { loadBalancer: "nlb", listenerPort: 2 },
    UDP: { loadBalancer: "nlb", listenerPort: 3 },
  } as const;
  const suffixOf = (kind: string, attachment: object) => {
    const publish = publishSchema.parse(attachment);
    const workload = { service: web, server: terminal, fleet: resolver }[kind];
    const workloads =
      workload === undefined ? {} : { it: { ...workload, port: 8080, publish, publishAlso: [] } };
    const interfaces = workload === undefined ? { it: { ...licence!, port: 8080, publish } } : {};
    const [found] = targetAttachments({ workloads, interfaces });
    return targetGroupSuffix({ workloads, edge }, found!);
  };

  it.each([
    ["service", { HTTP: "", HTTPS: "-https", TCP: "-tcp", "TCP behind TLS": "-tcp", UDP: "-udp" }],
    ...["server", "fleet", "interface"].map(
      (kind) =>
        [
          kind,
          {
            HTTP: "-8080",
            HTTPS: "-8080-https",
            TCP: "-8080-tcp",
            "TCP behind TLS": "-8080-tcp",
            UDP: "-8080-udp",
          },
        ] as const,
    ),
  ] as const)("of a %s is what AWS cannot change in it", (kind, expected) => {
    const suffixes = Object.entries(ATTACHMENTS).map(([protocol, attachment]) => [
      protocol,
      suffixOf(kind, attachment),
    ]);
    expect(Object.fromEntries(suffixes)).toEqual(expected);
  });

  it("has the target's port, not the listener's, and the attachment's own before the workload's", () => {
    expect(suffixOf("server", { ...ATTACHMENTS.TCP, targetPort: 5514 })).toBe("-5514-tcp");
    expect(suffixOf("service", { ...ATTACHMENTS.TCP, targetPort: 5514 })).toBe("-tcp");
  });

  it.each(["service", "server", "fleet", "interface"])(
    "of a %s differs behind an application and a network load balancer, as the groups must",
    (kind) => {
      const behindApplication = [ATTACHMENTS.HTTP, ATTACHMENTS.HTTPS].map((each) => suffixOf(kind, each));
      const behindNetwork = [ATTACHMENTS.TCP, ATTACHMENTS["TCP behind TLS"], ATTACHMENTS.UDP];
      for (const attachment of behindNetwork) {
        expect(behindApplication).not.toContain(suffixOf(kind, attachment));
      }
    },
  );

  it("is that of a server for an interface with the name of an object's own property", () => {
    const [found] = targetAttachments({
      workloads: {},
      interfaces: { constructor: { ...licence!, port: 8080, publish: publishSchema.parse(ATTACHMENTS.UDP) } },
    });
    expect(targetGroupSuffix({ workloads: {}, edge }, found!)).toBe("-8080-udp");
  });
});

describe("the hosts of an attachment", () => {
  it("are its own, or the domain's behind the domain's entry point", () => {
    const { edge } = harbourWith();
    const hostsOf = (attachment: object) => hostsOfAttachment({ edge }, publishSchema.parse(attachment));
    expect(hostsOf({ loadBalancer: "alb", hosts: ["a.example.com"] })).toEqual(["a.example.com"]);
    expect(hostsOf({ loadBalancer: "alb" })).toEqual(["harbour.example.net"]);
    expect(hostsOf({ loadBalancer: "inner-alb" })).toEqual([]);
    const { domain: _, ...plain } = edge;
    expect(hostsOfAttachment({ edge: plain }, publishSchema.parse({ loadBalancer: "alb" }))).toEqual([]);
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
