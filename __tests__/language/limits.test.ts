import { bucket, flow, postgres, server, service, tcp, udp } from "../../language/language.ts";
import type { PlatformSpec } from "../../language/platform.ts";
import { problemLines } from "./support/bad-specs.ts";
import { company, companyIngress } from "./support/company.ts";
import { shop, shopIngress } from "./support/shop.ts";

/** Defines a test for each change that a base spec allows at its limit. */
function itAccepts(base: PlatformSpec, rows: readonly (readonly [title: string, change: object])[]): void {
  it.each(rows)("allows %s", (_title, change) => {
    expect(problemLines(base, change)).toEqual([]);
  });
}

const web = (change: object) => ({ workloads: { web: change } });
const relay = (change: object) => ({ workloads: { relay: change } });
const main = (change: object) => ({ networks: { main: change } });
const domain = (change: object) => ({ edge: { domain: change } });
const byZone = (a: string, b: string) => ({ "us-east-1a": a, "us-east-1b": b });

describe("a spec at its limits", () => {
  itAccepts(shop, [
    [
      "four secondary CIDR blocks",
      main({ secondaryCidrs: ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16"] }),
    ],
    ["a secondary CIDR block in 100.64.0.0/10", main({ secondaryCidrs: ["100.64.0.0/16"] })],
    [
      "a secondary CIDR block in the same private range",
      main({ cidr: "172.20.0.0/16", secondaryCidrs: ["172.21.0.0/16"] }),
    ],
    [
      "a secondary CIDR block beside AWS's own range",
      main({ cidr: "198.19.0.0/16", secondaryCidrs: ["198.18.0.0/16"] }),
    ],
    ["CIDR blocks that the internet routes, by choice", main({ cidr: "8.8.0.0/16", addresses: "public" })],
    [
      "a tier in a secondary CIDR block",
      main({
        secondaryCidrs: ["10.1.0.0/16"],
        tiers: { database: { cidrs: byZone("10.1.0.0/24", "10.1.1.0/24") } },
      }),
    ],
    [
      "a small network whose tiers have explicit CIDR blocks",
      main({
        cidr: "10.0.0.0/24",
        tiers: {
          public: { cidrs: byZone("10.0.0.0/27", "10.0.0.32/27") },
          private: { cidrs: byZone("10.0.0.64/27", "10.0.0.96/27") },
          database: { cidrs: byZone("10.0.0.128/28", "10.0.0.144/28") },
        },
      }),
    ],
    ["a custom tier name with a slot", main({ tiers: { reports: { access: "private", slot: 7 } } })],
    [
      "an allocation ID for each gateway",
      main({
        nat: { allocationIds: byZone("eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef1") },
      }),
    ],
    ["a private zone below the public domain", main({ privateZone: "internal.shop.example.com" })],
    [
      "a load balancer's derived name of 32 characters",
      {
        edge: {
          loadBalancers: {
            "reports-of-all-branche": {
              kind: "application",
              tier: "private",
              listeners: [{ port: 80, protocol: "HTTP" }],
            },
          },
        },
      },
    ],
    [
      "HTTPS on an internal load balancer without targets",
      {
        edge: {
          loadBalancers: {
            inner: { kind: "application", tier: "private", listeners: [{ port: 443, protocol: "HTTPS" }] },
          },
        },
      },
    ],
    [
      "100 counted rules of a group outside the defaults",
      {
        edge: {
          waf: {
            managedRuleGroups: ["AWSManagedRulesLinuxRuleSet"],
            countedRules: {
              AWSManagedRulesLinuxRuleSet: Array.from({ length: 100 }, (_, index) => `Rule${index}`),
            },
          },
        },
      },
    ],
    [
      "fixed addresses of a public network load balancer",
      {
        edge: { loadBalancers: { nlb: { fixedAddresses: true } } },
      },
    ],
    ["source-IP hash on a TCP listener", relay({ publish: { algorithm: "source-ip-hash" } })],
    [
      "least outstanding requests on an application load balancer",
      web({ publish: { algorithm: "least-outstanding-requests" } }),
    ],
    ["five hosts and paths", web({ publish: { paths: ["/a", "/b", "/c"] } })],
    [
      "a health check timeout one second below its interval",
      web({
        publish: { healthCheck: { intervalSeconds: 10, timeoutSeconds: 9 } },
      }),
    ],
    [
      "a host that a wildcard covers, beside those of the domain",
      web({ publish: { hosts: ["api.shop.example.com", "shop.example.com", "www.shop.example.com"] } }),
    ],
    [
      "a host without a certificate on an HTTP listener",
      {
        edge: {
          loadBalancers: {
            inner: { kind: "application", tier: "private", listeners: [{ port: 80, protocol: "HTTP" }] },
          },
        },
        workloads: {
          hook: server({
            tier: "private",
            port: 81,
            opens: [81],
            publish: { loadBalancer: "inner", hosts: ["hook.shop.internal"] },
          }),
        },
        flows: [flow("web", "hook"), ...shopIngress],
      },
    ],
    [
      "two workloads with different paths on one listener",
      {
        workloads: {
          api: server({
            tier: "private",
            port: 81,
            opens: [81],
            publish: { loadBalancer: "alb", paths: ["/api/*"] },
          }),
        },
        flows: [flow("internet", "api"), ...shopIngress],
      },
    ],
    [
      "one priority on two listeners",
      {
        edge: {
          loadBalancers: {
            inner: { kind: "application", tier: "private", listeners: [{ port: 80, protocol: "HTTP" }] },
          },
        },
        workloads: {
          web: {
            publish: { priority: 10 },
            publishAlso: [{ loadBalancer: "inner", priority: 10 }],
          },
        },
        flows: [flow("workers", "web"), ...shopIngress],
      },
    ],
    ["a workload with a target port only", web({ port: null, publish: { targetPort: 8080 } })],
    [
      "ten certificate names",
      domain({
        certificateNames: [
          "shop.example.com",
          "*.shop.example.com",
          ...["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `${name}.shop.example.com`),
        ],
      }),
    ],
    [
      "a first certificate name of 64 characters",
      domain({
        certificateNames: [`${"a".repeat(47)}.shop.example.com`, "*.shop.example.com", "shop.example.com"],
      }),
    ],
    ["the largest task", web({ cpuUnits: 16_384, memoryMiB: 122_880 })],
    ["the smallest task", web({ cpuUnits: 256, memoryMiB: 512 })],
    ["ARM64 on Spot", web({ architecture: "ARM64", spotPercent: 100 })],
    ["as many tasks as scaling's maximum", web({ desired: 4 })],
    ["a minimum equal to the maximum", web({ desired: 4, scaling: { min: 4 } })],
    [
      "steps with thresholds one percent apart",
      web({
        scaling: {
          scaleInDisabled: true,
          steps: {
            out: { abovePercent: 50, minutes: 2, addTasks: 1 },
            in: { belowPercent: 49, minutes: 5, removeTasks: 1 },
          },
        },
      }),
    ],
    [
      "steps as the only scaling policy",
      web({
        scaling: {
          cpuPercent: null,
          steps: {
            out: { abovePercent: 70, minutes: 2, addTasks: 1 },
            in: { belowPercent: 30, minutes: 5, removeTasks: 1 },
          },
        },
      }),
    ],
    ["CI as the owner of the desired count with scaling", web({ ownership: { desiredCount: "ci" } })],
    ["a setup of 12,000 bytes", relay({ setup: ["a".repeat(3999), "b".repeat(3999), "c".repeat(4000)] })],
    [
      "a Graviton instance type with architecture ARM64",
      relay({ architecture: "ARM64", size: { instanceType: "t4g.small" } }),
    ],
    [
      "packages over NAT",
      {
        workloads: { workers: { packages: ["nginx"] } },
        flows: [flow("workers", "internet", tcp(443)), ...shopIngress],
      },
    ],
    ["a fleet of one size", { workloads: { workers: { min: 2, max: 2, desired: 2 } } }],
    ["a fleet at its minimum", { workloads: { workers: { min: 1, max: 3, desired: 1 } } }],
    ["a fleet at its maximum", { workloads: { workers: { min: 1, max: 3, desired: 3 } } }],
    [
      "a cache without replicas in one zone",
      {
        ...main({ zones: ["us-east-1a"] }),
        edge: { loadBalancers: { alb: null }, domain: null },
        workloads: { web: { publish: null, environment: null, secrets: null } },
        stores: { db: null, cache: { replicas: 0 } },
        backup: null,
        flows: [flow("web", "cache"), flow("internet", "relay")],
      },
    ],
    ["a database in a private tier", { stores: { db: { tier: "private" } } }],
    ["the console's default user name", { stores: { db: { username: "postgres" } } }],
    ["100 GiB of io2", { stores: { db: { storageType: "io2", storageGiB: 100 } } }],
    ["a storage maximum 10 % above the storage", { stores: { db: { maxStorageGiB: 22 } } }],
    [
      "adjacent windows of the minimum length",
      {
        stores: {
          db: { backupWindow: "03:00-03:30", maintenanceWindow: "sun:03:30-sun:04:00" },
          cache: { snapshotWindow: "02:00-03:00", maintenanceWindow: "sun:03:00-sun:04:00" },
        },
      },
    ],
    ["46 tags", { tags: Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`Tag${index}`, "x"])) }],
    ["nine budget percentages", { budget: { alertPercents: [10, 20, 30, 40, 50, 60, 70, 80, 90] } }],
    [
      "a backup at the end of its database's backup window",
      { backup: { schedule: "cron(0 4 ? * MON-SAT *)" } },
    ],
    ["a backup two hours before the database's backup window", { backup: { schedule: "cron(0 1 1 * ? *)" } }],
    ["a backup at the end of the maintenance window", { backup: { schedule: "cron(30 5 ? * SUN *)" } }],
    ["a backup of buckets at any time", { backup: { stores: ["files"], schedule: "cron(0 5 1 * ? *)" } }],
    ["a schedule by day of the week", { backup: { schedule: "cron(0 7 ? * SUN *)" } }],
    [
      "an external network larger than any private CIDR block",
      { outside: { office: { cidrs: ["8.0.0.0/5"] } } },
    ],
    ["names that differ in more than hyphens", { stores: { "files-2": bucket() } }],
    [
      "flows between the same endpoints on other ports",
      {
        flows: [
          flow("web", "db"),
          flow("web", "db", tcp(5433)),
          flow("web", "db", udp(5433)),
          ...shopIngress,
        ],
      },
    ],
    [
      "private NAT with flows inside the network only",
      {
        ...main({ nat: { kind: "private-gateway", tier: "database" } }),
        flows: [flow("web", "db"), ...shopIngress],
      },
    ],
    [
      "a service in a public tier that only calls the internet",
      {
        workloads: {
          door: service({ tier: "public", port: 80, image: { uri: "nginx" }, cpuUnits: 256, memoryMiB: 512 }),
        },
        flows: [flow("door", "internet", tcp(443)), ...shopIngress],
      },
    ],
    [
      "a server with a public address, with ingress from and egress to the internet",
      {
        workloads: { door: server({ tier: "public", publicAddress: true, port: 22 }) },
        flows: [flow("office", "door"), flow("door", "internet", tcp(443)), ...shopIngress],
      },
    ],
    [
      "a flow from inside that bypasses a public load balancer",
      { flows: [flow("workers", "web", tcp(8080)), ...shopIngress] },
    ],
    [
      "a flow from inside through a second, internal load balancer",
      {
        edge: {
          loadBalancers: {
            inner: { kind: "application", tier: "private", listeners: [{ port: 80, protocol: "HTTP" }] },
          },
        },
        workloads: { web: { publishAlso: [{ loadBalancer: "inner" }] } },
        flows: [flow("workers", "web"), ...shopIngress],
      },
    ],
    ["a public NAT instance", { ...main({ nat: { kind: "instance" } }) }],
    [
      "a network load balancer's UDP listener",
      {
        edge: { loadBalancers: { nlb: { listeners: [{ port: 9000, protocol: "UDP" }] } } },
        workloads: { relay: { publish: { healthCheck: { protocol: "TCP" } } } },
      },
    ],
  ]);

  itAccepts(company, [
    [
      "private ASNs at the limits of their ranges",
      {
        connections: {
          transit: { asn: 65_534 },
          "transit-eu": { asn: 4_200_000_000 },
          line: { asn: 64_512 },
        },
      },
    ],
    [
      "VPN clients in a /12",
      {
        connections: { "staff-vpn": { clientCidr: "172.32.0.0/12" } },
        outside: { staff: { cidrs: ["172.32.0.0/12"] } },
      },
    ],
    [
      "VPN clients with a flow to a connected network",
      {
        connections: { "staff-vpn": { authorizedCidrs: ["10.0.0.0/16", "10.1.0.0/16"] } },
        flows: [flow("staff", "till"), flow("staff", "directory"), ...companyIngress],
      },
    ],
    [
      "a second peering of one of the networks",
      {
        connections: { second: { kind: "peering", between: ["lone", "west"] } },
      },
    ],
    [
      "a third transit gateway that peers with the first",
      {
        connections: {
          third: { kind: "transit-gateway", asn: 64_530, attachments: {}, peers: ["transit"] },
        },
      },
    ],
    [
      "a static VPN with two CIDR blocks",
      {
        connections: { "office-vpn": { routing: { cidrs: ["192.168.0.0/16", "172.20.0.0/16"] } } },
      },
    ],
    [
      "an office behind one transit gateway that overlaps a network of another",
      {
        connections: {
          apart: { kind: "transit-gateway", asn: 64_530, attachments: { lone: { role: "hub" } } },
          "apart-vpn": {
            kind: "site-to-site-vpn",
            customerGateway: { address: "198.51.100.9" },
            endsOn: { kind: "transit-gateway", connection: "apart" },
            routing: { kind: "bgp" },
          },
        },
        outside: { twin: { cidrs: ["10.2.7.0/24"], via: "apart-vpn" } },
      },
    ],
    [
      "networks that overlap without a connection",
      {
        networks: {
          island: { cidr: "10.0.0.0/16", zones: ["us-east-1a"], tiers: { private: { access: "private" } } },
        },
      },
    ],
    ["a network with a /22", { networks: { lone: { cidr: "10.3.0.0/22" } } }],
    [
      "the first and last free address of a subnet",
      {
        interfaces: { licence: { address: "10.0.32.4", secondaryAddresses: ["10.0.35.254"] } },
      },
    ],
    ["an interface that is not attached", { interfaces: { licence: { attachTo: null } } }],
    ["a server with an explicit zone", { workloads: { directory: { zone: "us-east-1a" } } }],
    [
      "a store in each of several networks",
      {
        stores: {
          books: postgres({
            network: "west",
            tier: "private",
            version: "16.8",
            instanceClass: "db.t4g.micro",
            storageGiB: 20,
            databaseName: "books",
          }),
        },
        flows: [flow("ledger", "books"), ...companyIngress],
      },
    ],
  ]);
});
