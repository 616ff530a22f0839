import { bucket, flow, platform, server, tcp, udp } from "../language/language.ts";

/**
 * nginx terminates TLS from the load balancer with a self-signed certificate, which load balancers
 * do not validate.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-routing-configuration
 */
const NGINX_TLS = [
  "openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=nginx.cqube.internal -keyout /etc/pki/tls/private/nginx.key -out /etc/pki/tls/certs/nginx.crt",
  "printf '%s\\n' 'server {' 'listen 443 ssl;' 'root /usr/share/nginx/html;' 'ssl_certificate /etc/pki/tls/certs/nginx.crt;' 'ssl_certificate_key /etc/pki/tls/private/nginx.key;' '}' > /etc/nginx/conf.d/tls.conf",
  "systemctl reload nginx",
];

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
      privateZone: "cqube.internal",
    },
  },

  edge: {
    loadBalancers: {
      alb: {
        kind: "application",
        tier: "public",
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
      units: ["nginx"],
      setup: NGINX_TLS,
      publish: { loadBalancer: "alb", listenerPort: 80 },
      publishAlso: [{ loadBalancer: "alb", listenerPort: 443, targetPort: 443, targetProtocol: "HTTPS" }],
    }),
    cqube: server({
      tier: "private",
      size: { vcpus: 8, memoryGiB: 32 },
      diskGiB: 1024,
      keepsData: true,
      buckets: [
        { bucket: "input", access: "read-write" },
        { bucket: "output", access: "read-write" },
        { bucket: "emission", access: "read-write" },
      ],
    }),
    openvpn: server({ tier: "public", publicAddress: true, diskGiB: 20 }),
  },

  stores: { input: bucket(), output: bucket(), emission: bucket() },

  users: {
    s3: {
      buckets: [
        { bucket: "input", access: "read-write" },
        { bucket: "output", access: "read-write" },
        { bucket: "emission", access: "read-write" },
      ],
    },
  },

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
