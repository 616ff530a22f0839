import { fleet, flow, platform, server, service } from "../../language/language.ts";
import type { EnvironmentOverride, Platform } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";

const NGINX_IMAGE = "public.ecr.aws/nginx/nginx-unprivileged:1.27";

/** A small platform that lives behind network load balancers, with one of everything that may stand there. */
const harbour = platform({
  name: "harbour",
  region: "us-east-1",
  protected: false,
  networks: {
    main: {
      cidr: "10.70.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: { public: { access: "public" }, private: { access: "private" } },
      privateZone: "harbour.internal",
    },
  },
  outside: { office: { cidrs: ["203.0.113.0/24"] } },
  interfaces: {
    licence: {
      tier: "private",
      zone: "us-east-1a",
      address: "10.70.32.10",
      secondaryAddresses: ["10.70.32.11"],
      attachTo: "terminal",
      port: 27_000,
      publish: { loadBalancer: "inner-nlb", listenerPort: 27_000 },
    },
    // Waits for a server to hold it.
    spare: { tier: "private", zone: "us-east-1b", address: "10.70.36.10", port: 27_000 },
  },
  edge: {
    loadBalancers: {
      alb: {
        kind: "application",
        tier: "public",
        listeners: [
          { port: 80, protocol: "HTTP", action: "redirect" },
          { port: 443, protocol: "HTTPS" },
        ],
      },
      // DNAT: its addresses never change, and each port leads to something private.
      "fixed-nlb": {
        kind: "network",
        tier: "public",
        fixedAddresses: true,
        listeners: [
          { port: 8443, protocol: "TCP" },
          { port: 443, protocol: "TLS" },
          { port: 53, protocol: "UDP" },
        ],
      },
      "inner-nlb": {
        kind: "network",
        tier: "private",
        listeners: [
          { port: 27_000, protocol: "TCP" },
          { port: 7000, protocol: "TCP" },
          { port: 514, protocol: "UDP" },
        ],
      },
    },
    domain: {
      name: "harbour.example.net",
      certificateNames: ["harbour.example.net"],
      hosts: ["harbour.example.net"],
      entry: "alb",
    },
  },
  workloads: {
    // Two load balancers, two ports.
    web: service({
      tier: "private",
      port: 8080,
      image: { uri: NGINX_IMAGE },
      cpuUnits: 256,
      memoryMiB: 512,
      publish: { loadBalancer: "alb" },
      publishAlso: [{ loadBalancer: "fixed-nlb", listenerPort: 443, targetPort: 9090 }],
    }),
    terminal: server({
      tier: "private",
      port: 8443,
      publish: { loadBalancer: "fixed-nlb", algorithm: "source-ip-hash" },
    }),
    resolver: fleet({
      tier: "private",
      port: 53,
      min: 2,
      max: 4,
      publish: { loadBalancer: "fixed-nlb", listenerPort: 53 },
      publishAlso: [{ loadBalancer: "inner-nlb", listenerPort: 514, targetPort: 5514 }],
    }),
    ledger: fleet({
      tier: "private",
      port: 7000,
      min: 1,
      max: 2,
      publish: {
        loadBalancer: "inner-nlb",
        listenerPort: 7000,
        healthCheck: { protocol: "HTTPS", path: "/health" },
      },
    }),
    // A jump host, in a public tier.
    jump: server({ tier: "public", publicAddress: true, port: 22 }),
  },
  flows: [
    flow("internet", "web"),
    flow("internet", "terminal"),
    flow("office", "resolver"),
    flow("web", "licence"),
    flow("web", "ledger"),
    flow("jump", "spare"),
    flow("office", "jump"),
    flow("jump", "resolver"),
  ],
  environments: { prod: { account: "777777777777" } },
});

/** The harbour in prod, with its environment changed. */
export function harbourWith(change: Partial<EnvironmentOverride> = {}): Platform {
  const { prod } = harbour.environments;
  return resolve({ ...harbour, environments: { prod: { ...prod!, ...change } } }, "prod");
}
