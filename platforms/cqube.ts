import { bucket, flow, platform, server, tcp, udp } from "../language/language.ts";
import { cqubeNginx, NGINX_HEALTH_PATH } from "./cqube-nginx.ts";
import { openvpn } from "./openvpn.ts";

const ZONE = "cqube.internal";
/** cQube's buckets, which its server and its user read and write. */
const BUCKETS = ["input", "output", "emission"].map(
  (name) => ({ bucket: name, access: "read-write" }) as const,
);
/** Developers' addresses, outside the VPC, and the block that they reach: the private tier's. */
export const VPN = {
  clients: "10.31.0.0/24",
  destination: "10.30.32.0/19",
};

/**
 * cQube: an education-analytics product on one large server. People who upload and read data come
 * in through the load balancer and nginx, developers through OpenVPN.
 */
export const cqube = platform({
  name: "cqube",
  region: "ap-south-1",

  networks: {
    main: {
      cidr: "10.30.0.0/16",
      zones: ["ap-south-1a", "ap-south-1b"],
      tiers: { public: { access: "public" }, private: { access: "private" } },
      // { kind: "gateway", placement: "single" } gives internet access, once a flow needs it.
      nat: { kind: "none" },
      endpoints: { gateway: ["s3"], interface: ["ssm", "ssmmessages"] },
      privateZone: ZONE,
    },
  },

  edge: {
    loadBalancers: {
      alb: {
        kind: "application",
        tier: "public",
        // As long as nginx waits for cQube's answer to a large file.
        idleTimeoutSeconds: 300,
        listeners: [
          { port: 80, protocol: "HTTP" },
          { port: 443, protocol: "HTTPS" },
        ],
      },
    },
    domain: {
      name: "cqube.example.org",
      certificateNames: ["cqube.example.org"],
      hosts: ["cqube.example.org"],
      entry: "alb",
    },
    // People upload files: a body over 8,192 bytes is counted, not blocked.
    waf: { countedRules: { AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] } },
  },

  workloads: {
    nginx: server({
      tier: "public",
      size: { concurrentUsers: 500 },
      port: 80,
      packages: ["nginx"],
      setup: cqubeNginx(`cqube.${ZONE}`),
      publish: { loadBalancer: "alb", listenerPort: 80, healthCheck: { path: NGINX_HEALTH_PATH } },
      publishAlso: [
        {
          loadBalancer: "alb",
          listenerPort: 443,
          targetPort: 443,
          targetProtocol: "HTTPS",
          healthCheck: { path: NGINX_HEALTH_PATH },
        },
      ],
    }),
    cqube: server({
      tier: "private",
      size: { vcpus: 8, memoryGiB: 32 },
      diskGiB: 50,
      keepsData: true,
      dataDisk: { sizeGiB: 1024 },
      environment: {
        AWS_DEFAULT_REGION: "ap-south-1",
        INPUT_BUCKET: { store: "input", attribute: "name" },
        OUTPUT_BUCKET: { store: "output", attribute: "name" },
        EMISSION_BUCKET: { store: "emission", attribute: "name" },
      },
      buckets: BUCKETS,
    }),
    openvpn: server({
      tier: "public",
      publicAddress: true,
      diskGiB: 20,
      environment: { AWS_DEFAULT_REGION: "ap-south-1", VPN_BUCKET: { store: "vpn", attribute: "name" } },
      packages: ["openvpn", "nftables"],
      setup: openvpn(VPN),
      buckets: [{ bucket: "vpn", access: "read-write" }],
    }),
  },

  // `vpn` has the certificate authority and the keys of the VPN, for its server alone.
  stores: { input: bucket(), output: bucket(), emission: bucket(), vpn: bucket() },

  users: { s3: { buckets: BUCKETS } },

  flows: [
    flow("internet", "nginx"),
    flow("nginx", "cqube", tcp(4200), tcp(3000), tcp(8000)),
    flow("internet", "openvpn", udp(1194)),
    flow("openvpn", "cqube", tcp(4201), tcp(3001), tcp(9000), tcp(8080), tcp(8096), tcp(22)),
    // S3 by the gateway endpoint, Systems Manager by the interface endpoints.
    flow("cqube", "aws"),
    flow("nginx", "aws"),
    flow("openvpn", "aws"),
  ],

  environments: {
    prod: {
      account: "555555555555",
      alarms: { emails: ["ops@cqube.example.org"] },
      backup: {
        stores: ["input", "output", "emission"],
        servers: ["cqube"],
        schedule: "cron(0 20 * * ? *)",
        retentionDays: 35,
      },
    },
  },
});
