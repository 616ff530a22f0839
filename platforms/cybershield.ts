import { flow, platform, postgres, redis, registry, secret, service, tcp } from "../language/language.ts";

/**
 * CyberShield: a threat-intelligence web application. One container behind HTTPS, a database and a
 * cache.
 */
export const cybershield = platform({
  name: "cybershield",
  region: "us-east-1",

  networks: {
    main: {
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: {
        public: { access: "public" },
        private: { access: "private" },
        database: { access: "isolated" },
      },
      flowLogs: { retentionDays: 365 },
    },
  },

  edge: {
    loadBalancers: {
      alb: {
        kind: "application",
        tier: "public",
        // A request that waits for OpenAI may stay silent for over a minute.
        idleTimeoutSeconds: 120,
        listeners: [
          { port: 80, protocol: "HTTP", action: "redirect" },
          { port: 443, protocol: "HTTPS" },
        ],
      },
    },
    domain: {
      name: "cybershield-ai.com",
      registrar: "Namecheap",
      certificateNames: ["cybershield-ai.com", "*.cybershield-ai.com"],
      hosts: ["cybershield-ai.com", "www.cybershield-ai.com"],
      entry: "alb",
    },
    waf: {
      requestsPerFiveMinutes: 2000,
      // Analysts submit what these rules block: malicious URLs, addresses, scripts, queries, logs.
      // So they count in bodies and query strings, and block in paths, headers and cookies.
      countedRules: {
        AWSManagedRulesCommonRuleSet: [
          "SizeRestrictions_BODY",
          "SizeRestrictions_QUERYSTRING",
          "EC2MetaDataSSRF_BODY",
          "EC2MetaDataSSRF_QUERYARGUMENTS",
          "GenericLFI_BODY",
          "GenericLFI_QUERYARGUMENTS",
          "GenericRFI_BODY",
          "GenericRFI_QUERYARGUMENTS",
          "RestrictedExtensions_QUERYARGUMENTS",
          "CrossSiteScripting_BODY",
          "CrossSiteScripting_QUERYARGUMENTS",
        ],
        AWSManagedRulesKnownBadInputsRuleSet: [
          "JavaDeserializationRCE_BODY",
          "JavaDeserializationRCE_QUERYSTRING",
          "Log4JRCE_BODY",
          "Log4JRCE_QUERYSTRING",
        ],
        AWSManagedRulesSQLiRuleSet: [
          "SQLi_BODY",
          "SQLi_QUERYARGUMENTS",
          "SQLiExtendedPatterns_BODY",
          "SQLiExtendedPatterns_QUERYARGUMENTS",
        ],
      },
    },
  },

  workloads: {
    app: service({
      tier: "private",
      port: 8000,
      image: { registry: "images" },
      cpuUnits: 1024,
      memoryMiB: 2048,
      architecture: "ARM64",
      desired: 1,
      healthCheckPath: "/health",
      startSeconds: 120,
      logMetrics: { durationField: "duration_ms" },
      publish: {
        loadBalancer: "alb",
        healthCheck: { path: "/health", intervalSeconds: 30, retries: 3 },
      },
      ownership: { image: "ci", desiredCount: "autoscaler" },
      // No repository has the ID 0: replace it by the application's own.
      delivery: { repository: "example@0/cybershield@0" },
      scaling: {
        min: 1,
        max: 10,
        cpuPercent: 70,
        memoryPercent: 80,
        scaleInDisabled: true,
        steps: {
          out: { abovePercent: 70, minutes: 2, addTasks: 1 },
          in: { belowPercent: 30, minutes: 5, removeTasks: 1 },
        },
      },
      environment: {
        PORT: "8000",
        DATABASE_HOST: { store: "db", attribute: "address" },
        DATABASE_PORT: { store: "db", attribute: "port" },
        DATABASE_NAME: { store: "db", attribute: "name" },
        DATABASE_SECRET_ARN: { store: "db", attribute: "secretArn" },
        DATABASE_IAM_USER: { store: "db", attribute: "iamUser" },
        REDIS_HOST: { store: "cache", attribute: "address" },
        REDIS_PORT: { store: "cache", attribute: "port" },
        REDIS_NAME: { store: "cache", attribute: "name" },
        REDIS_IAM_USER: { store: "cache", attribute: "iamUser" },
      },
      secrets: {
        DATABASE_USER: { store: "db", field: "username" },
        DATABASE_PASSWORD: { store: "db", field: "password" },
        VIRUSTOTAL_API_KEY: "virustotal-key",
        ABUSEIPDB_API_KEY: "abuseipdb-key",
        SHODAN_API_KEY: "shodan-key",
        OPENAI_API_KEY: "openai-key",
      },
    }),
  },

  stores: {
    db: postgres({
      tier: "database",
      version: "15.17",
      instanceClass: "db.t3.micro",
      storageGiB: 20,
      databaseName: "cybershield",
      username: "cybershield",
      iamUser: "cybershield_app",
    }),
    cache: redis({
      tier: "private",
      version: "7.1",
      nodeType: "cache.t3.micro",
      iamUser: "cybershield-app",
    }),
    images: registry({ keepImages: 20 }),
    "virustotal-key": secret("API key of VirusTotal (virustotal.com)"),
    "abuseipdb-key": secret("API key of AbuseIPDB (abuseipdb.com)"),
    "shodan-key": secret("API key of Shodan (shodan.io)"),
    "openai-key": secret("API key of OpenAI (openai.com)"),
  },

  flows: [
    flow("internet", "app"),
    flow("app", "db"),
    flow("app", "cache"),
    flow("app", "aws"),
    flow("app", "internet", tcp(443)),
  ],

  environments: {
    prod: {
      account: "111111111111",
      networks: {
        main: {
          nat: { kind: "gateway", placement: "per-zone" },
          endpoints: { interface: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] },
        },
      },
      edge: {
        // Only CloudFront reaches the load balancer, so nothing passes by the WAF.
        loadBalancers: { alb: { name: "cybershield-alb", tier: "private" } },
        cdn: { origin: "vpc", originTimeoutSeconds: 60 },
      },
      cluster: { name: "cybershield-cluster" },
      workloads: {
        app: {
          name: "cybershield-service",
          taskFamily: "cybershield-task",
          publish: { targetGroupName: "cybershield-tg" },
        },
      },
      stores: { db: { name: "cybershield-postgres" }, cache: { name: "cybershield-redis" } },
      alarms: { emails: ["ops@cybershield-ai.com"] },
      costs: {
        anomalies: { minimumUsd: 40, emails: ["ops@cybershield-ai.com"] },
        rightSizing: true,
      },
      budget: { monthlyUsd: 400, emails: ["ops@cybershield-ai.com"] },
      backup: { stores: ["db"] },
    },
    dev: {
      account: "222222222222",
      networks: { main: { nat: { kind: "instance" }, flowLogs: { retentionDays: 30 } } },
      edge: {
        domain: {
          name: "dev.cybershield-ai.com",
          registrar: "the zone of cybershield-ai.com",
          certificateNames: ["dev.cybershield-ai.com", "*.dev.cybershield-ai.com"],
          hosts: ["dev.cybershield-ai.com", "www.dev.cybershield-ai.com"],
        },
      },
      workloads: { app: { spotPercent: 100 } },
      stores: { db: { multiZone: false }, cache: { replicas: 0 } },
      costs: {
        anomalies: { minimumUsd: 20, emails: ["ops@cybershield-ai.com"] },
        rightSizing: true,
      },
      budget: { monthlyUsd: 95, emails: ["ops@cybershield-ai.com"] },
      backup: { stores: ["db"] },
    },
  },
});
