import { bucket, flow, tcp } from "../../language/language.ts";
import { itRejects } from "./support/bad-specs.ts";
import { shop } from "./support/shop.ts";

describe("the schema of a spec", () => {
  itRejects(shop, [
    [
      "a name with capitals",
      { name: "Shop" },
      'name: received "Shop"; allowed: a name of 2 to 16 lower-case letters, digits and single hyphens that starts with a letter. Fix: use a name such as "shop".',
    ],
    [
      "an unknown region",
      { region: "us-east-9" },
      'region: received "us-east-9"; allowed: an AWS region that Drydock supports. Fix: did you mean "us-east-1"?',
    ],
    [
      "an account as a number",
      { environments: { prod: { account: 123456789012 } } },
      'environments.prod.account: received 123456789012; allowed: a 12-digit AWS account ID in quotes. Fix: write it as "123456789012".',
    ],
    [
      "an account with eleven digits",
      { environments: { prod: { account: "12345678901" } } },
      'environments.prod.account: received "12345678901"; allowed: a 12-digit AWS account ID in quotes. Fix: write it as "123456789012".',
    ],
    [
      "an unknown setting",
      { protectd: true },
      'protectd: received true; allowed: one of the settings name, environment, account, region, stateBucket, protected, retire, tags, networks, connections, outside, interfaces, edge, workloads, stores, users, flows, cluster, alarms, budget, costs, backup or ci. Fix: did you mean "protected"?',
    ],
    [
      "a setting of another workload kind",
      { workloads: { web: { size: { concurrentUsers: 0 } } } },
      'workloads.web.size: received {"concurrentUsers":0}; allowed: one of the settings kind, network, tier, port, publish, publishAlso, buckets, name, taskFamily, image, cpuUnits, memoryMiB, architecture, desired, spotPercent, healthCheckPath, startSeconds, deployment, ownership, scaling, environment, secrets, logRetentionDays, logMetrics, delivery or exec. Fix: remove it.',
    ],
    [
      "a size for 0 concurrent users",
      { workloads: { relay: { size: { concurrentUsers: 0 } } } },
      "workloads.relay.size.concurrentUsers: received 0; allowed: a whole number from 1 to 1000000 (concurrent users). Fix: use 1 or more.",
    ],
    [
      "an incomplete size",
      { workloads: { relay: { size: { vcpus: 8 } } } },
      'workloads.relay.size: received {"vcpus":8}; allowed: { instanceType }, { vcpus, memoryGiB } or { concurrentUsers }, the last at least 1. Fix: write { instanceType: "t3.micro" }.',
    ],
    [
      "two sizes",
      {
        workloads: { relay: { size: { instanceType: "t3.micro", vcpus: 2, memoryGiB: 4 } } },
      },
      'workloads.relay.size: received {"instanceType":"t3.micro","vcpus":2,"memoryGiB":4}; allowed: { instanceType }, { vcpus, memoryGiB } or { concurrentUsers }, the last at least 1. Fix: write { instanceType: "t3.micro" }.',
    ],
    [
      "a misspelt size",
      { workloads: { relay: { size: { instanceTyp: "t3.micro" } } } },
      'workloads.relay.size: received {"instanceTyp":"t3.micro"}; allowed: { instanceType }, { vcpus, memoryGiB } or { concurrentUsers }, the last at least 1. Fix: write { instanceType: "t3.micro" }.',
    ],
    [
      "an unknown workload kind",
      { workloads: { web: { kind: "lambda" } } },
      'workloads.web.kind: received "lambda"; allowed: a workload of kind "service", "server" or "fleet". Fix: choose one of these kinds.',
    ],
    [
      "a workload without a kind",
      { workloads: { api: { tier: "private" } } },
      'workloads.api.kind: received nothing; allowed: a workload of kind "service", "server" or "fleet". Fix: choose one of these kinds.',
    ],
    [
      "an unknown store kind",
      { stores: { db: { kind: "mysql" } } },
      'stores.db.kind: received "mysql"; allowed: a store of kind "postgres", "redis", "bucket", "registry" or "secret". Fix: choose one of these kinds.',
    ],
    [
      "an unknown NAT kind",
      { networks: { main: { nat: { kind: "gatway" } } } },
      'networks.main.nat.kind: received "gatway"; allowed: a NAT of kind "none", "gateway", "instance" or "private-gateway". Fix: use { kind: "gateway", placement: "per-zone" }.',
    ],
    [
      "an unknown connection kind",
      { connections: { x: { kind: "vpn" } } },
      'connections.x.kind: received "vpn"; allowed: a connection of kind "peering", "transit-gateway", "site-to-site-vpn", "network-vpn", "client-vpn", "direct-connect", "transit-connect" or "endpoint-service". Fix: choose one of these kinds.',
    ],
    [
      "a CIDR block with host bits",
      { networks: { main: { cidr: "10.0.0.1/16" } } },
      'networks.main.cidr: received "10.0.0.1/16"; allowed: a CIDR block whose host bits are zero. Fix: use 10.0.0.0/16.',
    ],
    [
      "an invalid CIDR block",
      { networks: { main: { cidr: "999.1.1.1/16" } } },
      'networks.main.cidr: received "999.1.1.1/16"; allowed: a CIDR block. Fix: write it as "10.0.0.0/16".',
    ],
    [
      "a VPC that is too large",
      { networks: { main: { cidr: "10.0.0.0/8" } } },
      'networks.main.cidr: received "10.0.0.0/8"; allowed: an IPv4 CIDR block from /16 to /28. Fix: use a block such as "10.0.0.0/16".',
    ],
    [
      "no zones",
      { networks: { main: { zones: [] } } },
      "networks.main.zones: received []; allowed: a non-empty list of zones. Fix: write [ … ].",
    ],
    [
      "zones without their region",
      { networks: { main: { zones: ["a", "b"] } } },
      'networks.main.zones[0]: received "a"; allowed: an Availability Zone\'s full name. Fix: write it with its region, such as "us-east-1a".',
      'networks.main.zones[1]: received "b"; allowed: an Availability Zone\'s full name. Fix: write it with its region, such as "us-east-1a".',
    ],
    [
      "a slot above 7",
      { networks: { main: { tiers: { extra: { access: "private", slot: 8 } } } } },
      "networks.main.tiers.extra.slot: received 8; allowed: a whole number from 0 to 7 (the tier's slot). Fix: use 7 or less.",
    ],
    [
      "an unknown tier access",
      { networks: { main: { tiers: { private: { access: "privat" } } } } },
      'networks.main.tiers.private.access: received "privat"; allowed: one of public, private, isolated. Fix: did you mean "private"?',
    ],
    [
      "an endpoint's name with capitals",
      { networks: { main: { endpoints: { interface: ["ECR.api"] } } } },
      'networks.main.endpoints.interface[0]: received "ECR.api"; allowed: an AWS service\'s endpoint name. Fix: use a name such as "ecr.api".',
    ],
    [
      "an invalid allocation ID",
      { networks: { main: { nat: { allocationIds: { "us-east-1a": "i-0123" } } } } },
      'networks.main.nat.allocationIds.us-east-1a: received "i-0123"; allowed: an Elastic IP allocation ID. Fix: use an ID such as "eipalloc-0123456789abcdef0".',
    ],
    [
      "a retention that CloudWatch does not support",
      { networks: { main: { flowLogs: { retentionDays: 100 } } } },
      "networks.main.flowLogs.retentionDays: received 100; allowed: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days. Fix: use 120.",
    ],
    [
      "a store name with a capital",
      { stores: { Files: bucket() } },
      'stores.Files: received "Files"; allowed: a name of 1 to 24 lower-case letters, digits and single hyphens that starts with a letter. Fix: use a name such as "app".',
    ],
    [
      "port 0",
      { workloads: { web: { port: 0 } } },
      "workloads.web.port: received 0; allowed: a whole number from 1 to 65535 (a port). Fix: use 1 or more.",
    ],
    [
      "a port as text",
      { workloads: { web: { port: "8080" } } },
      'workloads.web.port: received "8080"; allowed: a whole number from 1 to 65535 (a port). Fix: write it without quotes.',
    ],
    [
      "a port above 65535",
      { flows: [flow("web", "internet", tcp(70000))] },
      "flows[0].ports[0].from: received 70000; allowed: a whole number from 0 to 65535 (a port). Fix: use 65535 or less.",
      "flows[0].ports[0].to: received 70000; allowed: a whole number from 0 to 65535 (a port). Fix: use 65535 or less.",
    ],
    [
      "a port range in descending order",
      { flows: [flow("web", "internet", tcp(90, 80))] },
      'flows[0].ports[0]: received {"protocol":"tcp","from":90,"to":80}; allowed: a port range in ascending order. Fix: swap from and to.',
    ],
    [
      "an empty list of ports",
      { flows: [{ from: "web", to: "db", ports: [] }] },
      "flows[0].ports: received []; allowed: a non-empty list of port ranges such as tcp(443). Fix: write [ … ].",
    ],
    [
      "a flow as text",
      { flows: ["web -> db"] },
      'flows[0]: received "web -> db"; allowed: a flow. Fix: write flow("app", "db").',
    ],
    [
      "flows as an object",
      { flows: { web: "db" } },
      'flows: received {"web":"db"}; allowed: a list of flows. Fix: write [ … ].',
    ],
    [
      "connection-ID routing",
      { workloads: { relay: { publish: { algorithm: "connection-id" } } } },
      'workloads.relay.publish.algorithm: received "connection-id"; allowed: round-robin, least-outstanding-requests or source-ip-hash (QUIC connection-ID routing is not in this provider version). Fix: use "source-ip-hash", the closest match.',
    ],
    [
      "a path without a slash",
      { workloads: { web: { publish: { paths: ["api"] } } } },
      'workloads.web.publish.paths[0]: received "api"; allowed: a path pattern that starts with /. Fix: write it as "/api/*".',
    ],
    [
      "a host with a capital",
      { workloads: { web: { publish: { hosts: ["Api.shop.example.com"] } } } },
      'workloads.web.publish.hosts[0]: received "Api.shop.example.com"; allowed: a lower-case host name, optionally with the wildcards * and ?. Fix: write it as "api.example.com".',
    ],
    [
      "a load balancer's name with internal-",
      { edge: { loadBalancers: { alb: { name: "internal-alb" } } } },
      'edge.loadBalancers.alb.name: received "internal-alb"; allowed: a load balancer name of 1 to 32 letters, digits and hyphens that does not start with "internal-". Fix: use a name such as "web-alb".',
    ],
    [
      "a load balancer without listeners",
      { edge: { loadBalancers: { alb: { listeners: [] } } } },
      "edge.loadBalancers.alb.listeners: received []; allowed: a non-empty list of listeners. Fix: write [ … ].",
    ],
    [
      "WAF settings that are neither an object nor off",
      { edge: { waf: "on" } },
      'edge.waf: received "on"; allowed: WAF settings, or "off". Fix: write { } for the defaults, or "off".',
    ],
    [
      "a misspelt WAF setting",
      { edge: { waf: { requestPerFiveMinutes: 100 } } },
      'edge.waf.requestPerFiveMinutes: received 100; allowed: one of the settings requestsPerFiveMinutes, managedRuleGroups, countedRules or logRetentionDays. Fix: did you mean "requestsPerFiveMinutes"?',
    ],
    [
      "a WAF rate limit that is too low",
      { edge: { waf: { requestsPerFiveMinutes: 5 } } },
      "edge.waf.requestsPerFiveMinutes: received 5; allowed: a whole number from 10 to 2000000000 (requests). Fix: use 10 or more.",
    ],
    [
      "counted WAF rules without their group",
      { edge: { waf: { countedRules: ["SizeRestrictions_BODY"] } } },
      'edge.waf.countedRules: received ["SizeRestrictions_BODY"]; allowed: an object keyed by group. Fix: write { group: … }.',
    ],
    [
      "counted rules of a group that AWS does not manage",
      { edge: { waf: { countedRules: { CommonRuleSet: ["SizeRestrictions_BODY"] } } } },
      'edge.waf.countedRules.CommonRuleSet: received "CommonRuleSet"; allowed: the name of an AWS managed rule group. Fix: use a name such as "AWSManagedRulesCommonRuleSet".',
    ],
    [
      "an empty list of counted rules",
      { edge: { waf: { countedRules: { AWSManagedRulesCommonRuleSet: [] } } } },
      "edge.waf.countedRules.AWSManagedRulesCommonRuleSet: received []; allowed: a non-empty list of rules. Fix: write [ … ].",
    ],
    [
      "an invalid name of a counted rule",
      { edge: { waf: { countedRules: { AWSManagedRulesCommonRuleSet: ["Size Restrictions"] } } } },
      'edge.waf.countedRules.AWSManagedRulesCommonRuleSet[0]: received "Size Restrictions"; allowed: the name of a rule of 1 to 128 letters, digits, _ and -. Fix: use a name such as "SizeRestrictions_BODY".',
    ],
    [
      "more counted rules than AWS allows",
      {
        edge: {
          waf: {
            countedRules: {
              AWSManagedRulesCommonRuleSet: Array.from({ length: 101 }, (_, index) => `Rule${index}`),
            },
          },
        },
      },
      'edge.waf.countedRules.AWSManagedRulesCommonRuleSet: received ["Rule0","Rule1","Rule2","Rule3","Rule4","Rule5","Rule6","Rule7","Rule8","Rule9…; allowed: at most 100 rules. Fix: remove some, or the group from managedRuleGroups.',
    ],
    [
      "Shield without its price",
      { edge: { shield: {} } },
      "edge.shield.subscriptionUsdMonthly: received nothing; allowed: 3000: Shield Advanced costs 3,000 US dollars a month for at least one year. Fix: write subscriptionUsdMonthly: 3000 to accept the price, or remove edge.shield.",
    ],
    [
      "a domain with a trailing dot",
      { edge: { domain: { name: "shop.example.com." } } },
      'edge.domain.name: received "shop.example.com."; allowed: a lower-case domain name without a trailing dot. Fix: write it as "example.com".',
    ],
    [
      "an image as text",
      { workloads: { web: { image: "nginx" } } },
      'workloads.web.image: received "nginx"; allowed: { registry, tag } or { uri }. Fix: write { registry: "images" }.',
    ],
    [
      "an invalid image tag",
      { workloads: { web: { image: { tag: "no spaces" } } } },
      'workloads.web.image.tag: received "no spaces"; allowed: an image tag. Fix: use a tag such as "1.4.2".',
    ],
    [
      "an environment variable with a number",
      { workloads: { web: { environment: { PORT: 8080 } } } },
      'workloads.web.environment.PORT: received 8080; allowed: text, or { store, attribute }. Fix: write it in quotes: "8080".',
    ],
    [
      "an unknown store attribute",
      { workloads: { web: { environment: { DATABASE_HOST: { attribute: "adress" } } } } },
      'workloads.web.environment.DATABASE_HOST.attribute: received "adress"; allowed: one of address, privateName, port, name, username, secretArn, iamUser. Fix: did you mean "address"?',
    ],
    [
      "an invalid environment variable name",
      { workloads: { web: { environment: { "DATABASE-HOST": "x" } } } },
      'workloads.web.environment.DATABASE-HOST: received "DATABASE-HOST"; allowed: an environment variable\'s name. Fix: use a name such as "DATABASE_HOST".',
    ],
    [
      "an unsupported PostgreSQL version",
      { stores: { db: { version: "12.4" } } },
      'stores.db.version: received "12.4"; allowed: a PostgreSQL version, 13 or newer, with or without a minor version. Fix: use a version such as "16".',
    ],
    [
      "too little storage",
      { stores: { db: { storageGiB: 5 } } },
      "stores.db.storageGiB: received 5; allowed: a whole number from 20 to 65536 (GiB). Fix: use 20 or more.",
    ],
    [
      "a reserved user name",
      { stores: { db: { username: "admin" } } },
      'stores.db.username: received "admin"; allowed: a user name that RDS for PostgreSQL does not reserve. Fix: use a name such as "app_admin".',
    ],
    [
      "a user name that is a key word of PostgreSQL",
      { stores: { db: { username: "user" } } },
      'stores.db.username: received "user"; allowed: a user name that RDS for PostgreSQL does not reserve. Fix: use a name such as "app_admin".',
    ],
    [
      "a user name with the prefix of predefined roles",
      { stores: { db: { username: "pg_dba" } } },
      'stores.db.username: received "pg_dba"; allowed: a user name that RDS for PostgreSQL does not reserve. Fix: use a name such as "app_admin".',
    ],
    [
      "a reserved user name in upper case, once",
      { stores: { db: { username: "USER" } } },
      'stores.db.username: received "USER"; allowed: a user name of 1 to 16 lower-case letters, digits and _ that starts with a letter. Fix: use a name such as "app_admin".',
    ],
    [
      "an invalid daily window",
      { stores: { db: { backupWindow: "3-4" } } },
      'stores.db.backupWindow: received "3-4"; allowed: a daily window in UTC. Fix: write it as "03:00-04:00".',
    ],
    [
      "an invalid weekly window",
      { stores: { db: { maintenanceWindow: "sunday" } } },
      'stores.db.maintenanceWindow: received "sunday"; allowed: a weekly window in UTC. Fix: write it as "sun:05:00-sun:06:00".',
    ],
    [
      "a monitoring interval that RDS does not support",
      { stores: { db: { monitoringIntervalSeconds: 20 } } },
      "stores.db.monitoringIntervalSeconds: received 20; allowed: one of 0, 1, 5, 10, 15, 30, 60 seconds. Fix: use 60.",
    ],
    [
      "an unsupported Redis version",
      { stores: { cache: { version: "8.0" } } },
      'stores.cache.version: received "8.0"; allowed: a Redis version ElastiCache offers: 6.2, 7.0 or 7.1. Fix: use "7.1".',
    ],
    [
      "a secret without a description",
      { stores: { "api-key": { description: "" } } },
      'stores.api-key.description: received ""; allowed: a description of 1 to 2048 characters. Fix: write 1 to 2048 characters in quotes.',
    ],
    [
      "an invalid bucket name",
      { stores: { files: { name: "My_Files" } } },
      'stores.files.name: received "My_Files"; allowed: a bucket name of 3 to 63 lower-case letters, digits and hyphens. Fix: use a name such as "acme-shop-input".',
    ],
    [
      "an invalid e-mail address",
      { alarms: { emails: ["ops"] } },
      'alarms.emails[0]: received "ops"; allowed: an e-mail address. Fix: write it as "team@example.com".',
    ],
    [
      "a budget without addresses",
      { budget: { emails: [] } },
      "budget.emails: received []; allowed: a non-empty list of e-mail addresses. Fix: write [ … ].",
    ],
    [
      "a budget with more addresses than AWS allows",
      { budget: { emails: Array.from({ length: 11 }, (_, index) => `ops${index}@example.com`) } },
      'budget.emails: received ["ops0@example.com","ops1@example.com","ops2@example.com","ops3@example.com","o…; allowed: at most 10 e-mail addresses. Fix: use a mailing list.',
    ],
    [
      "an invalid schedule",
      { backup: { schedule: "monthly" } },
      'backup.schedule: received "monthly"; allowed: an AWS cron expression. Fix: write it as "cron(0 7 1 * ? *)".',
    ],
    [
      "a tag key that AWS reserves",
      { tags: { "aws:owner": "x" } },
      'tags["aws:owner"]: received "aws:owner"; allowed: a tag key of 1 to 128 characters that does not start with "aws:". Fix: use a key such as "CostCentre".',
    ],
    [
      "an invalid tag value",
      { tags: { Owner: "a;b" } },
      'tags.Owner: received "a;b"; allowed: a tag value of at most 256 characters. Fix: use letters, digits and . : / = + @ -.',
    ],
    [
      "a flag as text",
      { protected: "no" },
      'protected: received "no"; allowed: true or false. Fix: use true or false.',
    ],
    [
      "an unknown way to retire something",
      { retire: { "old-db": "final-snapshots", "old-cache": "forget" } },
      'retire.old-db: received "final-snapshots"; allowed: one of final-snapshot, delete, keep. Fix: did you mean "final-snapshot"?',
      'retire.old-cache: received "forget"; allowed: one of final-snapshot, delete, keep. Fix: choose one of them.',
    ],
    [
      "something to retire whose name cannot be in a spec",
      { retire: { Old_DB: "keep" } },
      'retire.Old_DB: received "Old_DB"; allowed: a name of 1 to 24 lower-case letters, digits and single hyphens that starts with a letter. Fix: use a name such as "app".',
    ],
    [
      "a network as text",
      { networks: { main: "10.0.0.0/16" } },
      'networks.main: received "10.0.0.0/16"; allowed: an object with settings. Fix: write { … }.',
    ],
    [
      "several problems, reported in the order of the spec",
      {
        name: "S",
        networks: { main: { cidr: "10.0.0.0/30" } },
        workloads: { web: { cpuUnits: 1, memoryMiB: 1 } },
      },
      'name: received "S"; allowed: a name of 2 to 16 lower-case letters, digits and single hyphens that starts with a letter. Fix: use a name such as "shop".',
      'networks.main.cidr: received "10.0.0.0/30"; allowed: an IPv4 CIDR block from /16 to /28. Fix: use a block such as "10.0.0.0/16".',
      "workloads.web.cpuUnits: received 1; allowed: a whole number from 256 to 16384 (CPU units). Fix: use 256 or more.",
      "workloads.web.memoryMiB: received 1; allowed: a whole number from 512 to 122880 (MiB). Fix: use 512 or more.",
    ],
  ]);
});
