import { fleet, server } from "../../language/language.ts";
import type { EnvironmentOverride, Platform } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import {
  domainOf,
  inventPlatform,
  loadBalancer,
  networksFrom,
  webLoadBalancer,
  webService,
} from "./platform-builder.ts";

/** A small platform behind network load balancers, with one target of every kind. */
const harbour = inventPlatform("harbour", {
  protected: false,
  networks: networksFrom(
    {
      main: {
        tiers: { public: { access: "public" }, private: { access: "private" } },
        privateZone: "harbour.internal",
      },
    },
    {},
    70,
  ),
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
    // Not attached to any server yet.
    spare: { tier: "private", zone: "us-east-1b", address: "10.70.36.10", port: 27_000 },
  },
  edge: {
    loadBalancers: {
      alb: webLoadBalancer(),
      // DNAT: fixed public addresses, and each port forwards to a private target.
      "fixed-nlb": loadBalancer("public", ["8443/TCP", "443/TLS", "53/UDP"], { fixedAddresses: true }),
      "inner-nlb": loadBalancer("private", ["27000/TCP", "7000/TCP", "514/UDP"]),
    },
    domain: domainOf("harbour.example.net"),
  },
  workloads: {
    // Behind two load balancers, on two ports.
    web: webService({
      publish: { loadBalancer: "alb" },
      publishAlso: [{ loadBalancer: "fixed-nlb", listenerPort: 443, targetPort: 9090 }],
    }),
    terminal: server({
      tier: "private",
      port: 8443,
      opens: [8443, 27_000],
      publish: { loadBalancer: "fixed-nlb", algorithm: "source-ip-hash" },
    }),
    resolver: fleet({
      tier: "private",
      port: 53,
      opens: [53, 5514],
      min: 2,
      max: 4,
      publish: { loadBalancer: "fixed-nlb", listenerPort: 53 },
      publishAlso: [
        {
          loadBalancer: "inner-nlb",
          listenerPort: 514,
          targetPort: 5514,
          targetGroupName: "harbour-prod-resolver-syslog",
        },
      ],
    }),
    ledger: fleet({
      tier: "private",
      port: 7000,
      opens: [7000],
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
    "internet -> web",
    "internet -> terminal",
    "office -> resolver",
    "web -> licence",
    "web -> ledger",
    "jump -> spare",
    "office -> jump",
    "jump -> resolver",
  ],
  prod: { account: "777777777777" },
});

/** The harbour in prod, with its environment changed. */
export function harbourWith(change: Partial<EnvironmentOverride> = {}): Platform {
  const { prod } = harbour.environments;
  return resolve({ ...harbour, environments: { prod: { ...prod!, ...change } } }, "prod");
}
