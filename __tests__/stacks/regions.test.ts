import { flow } from "../../language/language.ts";
import type { Platform } from "../../language/platform.ts";
import { regionalView } from "../../language/regional-view.ts";
import { buildApp } from "../../stacks/build.ts";
import { PlatformStack } from "../../stacks/platform-stack.ts";
import { stackKindsOf } from "../../stacks/stack-plan.ts";
import { parseStackJson, resourcesOfType, type SynthesizedStackJson, synthesize } from "../support/synth.ts";
import { oneRegionPlatform, twoRegionPlatform } from "../support/two-regions.ts";

const KINDS = ["network", "edge", "data", "compute", "observe"];
const AWAY = "eu-west-1";
const stacks = synthesize(twoRegionPlatform());
const stackOf = (kind: string, region?: string): SynthesizedStackJson =>
  parseStackJson(stacks, region === undefined ? `pair-prod-${kind}` : `pair-prod-${kind}-${region}`);

/** The stack names of a platform, without connect stacks. */
function regionalNames(platform: Platform): string[] {
  return Object.keys(synthesize(platform)).filter((name) => !/-connect$/.test(name));
}

/** The values of an attribute in all resources of a type. */
function valuesOf(stack: SynthesizedStackJson, type: string, attribute: string): unknown[] {
  return resourcesOfType(stack, type).map((resource) => resource[attribute]);
}

/**
 * The security group rules of a stack with CIDR blocks: direction, name, block, protocol and port.
 */
function addressRules(stack: SynthesizedStackJson): string[] {
  const types = ["ingress", "egress"].map((word) => [word, `aws_vpc_security_group_${word}_rule`] as const);
  const rules = types.flatMap(([word, type]) =>
    resourcesOfType(stack, type).flatMap(({ cidr_ipv4, tags, ip_protocol, from_port }) => {
      const name = (tags as { Name: string }).Name;
      return cidr_ipv4 === undefined ? [] : [`${word} ${name}: ${cidr_ipv4} ${ip_protocol} ${from_port}`];
    }),
  );
  return rules.sort();
}

describe("a platform in two regions", () => {
  it("has stacks for each region: names outside the primary region end with the region", () => {
    expect(regionalNames(twoRegionPlatform()).sort()).toEqual(
      [
        ...KINDS.map((kind) => `pair-prod-${kind}`),
        ...KINDS.map((kind) => `pair-prod-${kind}-${AWAY}`),
      ].sort(),
    );
  });

  it("creates everything in the region of its network", () => {
    for (const kind of KINDS) {
      expect(stackOf(kind).provider.aws![0]!.region).toBe("us-east-1");
      expect(stackOf(kind, AWAY).provider.aws![0]!.region).toBe(AWAY);
    }
    expect(valuesOf(stackOf("network"), "aws_vpc", "cidr_block")).toEqual(["10.1.0.0/16"]);
    expect(valuesOf(stackOf("network", AWAY), "aws_vpc", "cidr_block")).toEqual(["10.2.0.0/16"]);
    expect(valuesOf(stackOf("data"), "aws_db_instance", "identifier")).toEqual(["pair-prod-books"]);
    expect(valuesOf(stackOf("data", AWAY), "aws_db_instance", "identifier")).toEqual(["pair-prod-ledger"]);
    expect(valuesOf(stackOf("edge"), "aws_lb", "name")).toEqual(["pair-prod-front"]);
    expect(valuesOf(stackOf("edge", AWAY), "aws_lb", "name")).toEqual(["pair-prod-inside"]);
    expect(resourcesOfType(stackOf("compute"), "aws_ecs_service")).toEqual([]);
    expect(valuesOf(stackOf("compute", AWAY), "aws_ecs_service", "name")).toEqual(["pair-prod-counter"]);
    expect(resourcesOfType(stackOf("compute", AWAY), "aws_instance")).toHaveLength(1);
  });

  it("uses the AWS services of its own region", () => {
    const services = valuesOf(stackOf("network", AWAY), "aws_vpc_endpoint", "service_name");
    expect(services.sort()).toEqual(
      ["s3", "ssm", "ssmmessages"].map((one) => `com.amazonaws.${AWAY}.${one}`),
    );
    expect(JSON.stringify(stackOf("compute", AWAY))).toContain(`"awslogs-region\\":\\"${AWAY}\\"`);
  });

  it("admits a cross-region flow in both regions' security groups, by the other side's CIDR block", () => {
    expect(addressRules(stackOf("network"))).toEqual([
      "egress desk-to-10.2.64.0-19-tcp-5432: 10.2.64.0/19 tcp 5432",
      "ingress desk-from-10.2.32.0-19-tcp-8080: 10.2.32.0/19 tcp 8080",
      "ingress front-from-internet-tcp-80: 0.0.0.0/0 tcp 80",
    ]);
    expect(addressRules(stackOf("network", AWAY))).toEqual([
      "egress guard-to-10.1.32.0-19-tcp-8080: 10.1.32.0/19 tcp 8080",
      "ingress ledger-from-10.1.32.0-19-tcp-5432: 10.1.32.0/19 tcp 5432",
    ]);
  });

  it("admits it in both regions' network ACLs, with return traffic", () => {
    const entries = (stack: SynthesizedStackJson, other: string) =>
      resourcesOfType(stack, "aws_network_acl_rule")
        .filter(({ cidr_block }) => String(cidr_block).startsWith(other))
        .map((rule) => `${rule.egress ? "to" : "from"} ${rule.cidr_block} ${rule.from_port}-${rule.to_port}`);
    expect(entries(stackOf("network"), "10.2.32.").sort()).toEqual([
      "from 10.2.32.0/19 8080-8080",
      "to 10.2.32.0/19 1024-65535",
    ]);
    expect(entries(stackOf("network", AWAY), "10.1.32.").sort()).toEqual([
      "from 10.1.32.0/19 1024-65535",
      "from 10.1.32.0/19 5432-5432",
      "to 10.1.32.0/19 1024-65535",
      "to 10.1.32.0/19 8080-8080",
    ]);
  });

  it("has each security group in one region only", () => {
    const groups = [stackOf("network"), stackOf("network", AWAY)].flatMap((stack) =>
      valuesOf(stack, "aws_security_group", "name"),
    );
    expect(new Set(groups).size).toBe(groups.length);
    expect(groups).toContain("pair-prod-ledger");
  });

  it("creates resources that are not regional in the primary region only", () => {
    for (const [kind, type] of [
      ["data", "aws_iam_user"],
      ["data", "aws_s3_bucket"],
      ["observe", "aws_budgets_budget"],
    ] as const) {
      expect(resourcesOfType(stackOf(kind), type)).toHaveLength(1);
      expect(resourcesOfType(stackOf(kind, AWAY), type)).toEqual([]);
    }
  });

  it.each(["aws_iam_role", "aws_iam_instance_profile", "aws_cloudwatch_dashboard", "aws_s3_bucket"])(
    "has unique names of %s, which are global",
    (type) => {
      const attribute =
        { aws_cloudwatch_dashboard: "dashboard_name", aws_s3_bucket: "bucket" }[type] ?? "name";
      const names = Object.keys(stacks).flatMap((name) =>
        valuesOf(parseStackJson(stacks, name), type, attribute),
      );
      expect(names.length).toBeGreaterThan(1);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    },
  );

  it("stores all states in the primary region's bucket, each under its own key", () => {
    const { s3 } = stackOf("compute", AWAY).terraform.backend as Record<string, unknown>;
    expect(s3).toEqual({
      bucket: "777777777777-us-east-1-drydock-state",
      key: `pair-prod-compute-${AWAY}/terraform.tfstate`,
      region: "us-east-1",
      encrypt: true,
      kms_key_id: "arn:aws:kms:us-east-1:777777777777:alias/drydock-state",
      use_lockfile: true,
    });
  });

  it("reads outputs of its own region only", () => {
    const read = KINDS.map((kind) => {
      const states = Object.values(stackOf(kind, AWAY).data?.terraform_remote_state ?? {});
      return [kind, states.map(({ config }) => (config as { key: string }).key)];
    });
    const keys = (...kinds: string[]) => kinds.map((kind) => `pair-prod-${kind}-${AWAY}/terraform.tfstate`);
    expect(Object.fromEntries(read)).toEqual({
      network: [],
      edge: keys("network"),
      data: keys("network"),
      compute: keys("data", "edge", "network"),
      observe: keys("compute", "edge", "network"),
    });
  });

  it("is destroyed beginning with the alarm topics, which have prevent_destroy", () => {
    const all = buildApp([twoRegionPlatform()]).node.children.filter(
      (child) => child instanceof PlatformStack,
    );
    const last = all.filter((stack) => !all.some((other) => other.dependsOn(stack)));
    expect(last.map(({ node }) => node.id)).toEqual(["pair-prod-observe", `pair-prod-observe-${AWAY}`]);
    for (const { node } of last) {
      const [topic] = resourcesOfType(parseStackJson(stacks, node.id), "aws_sns_topic");
      expect(topic).toMatchObject({ lifecycle: { prevent_destroy: true } });
    }
  });

  it("has its alarms in its own region", () => {
    expect(valuesOf(stackOf("observe", AWAY), "aws_sns_topic", "name")).toEqual(["pair-prod-alarms"]);
    const alarms = valuesOf(stackOf("observe", AWAY), "aws_cloudwatch_metric_alarm", "alarm_name").join();
    expect(alarms).toContain("ledger");
    expect(alarms).not.toContain("books");
  });

  it("protects a public load balancer by a web ACL in any region", () => {
    const withPublic = synthesize(
      twoRegionPlatform({
        networks: { away: { tiers: { public: { access: "public" } } } },
        edge: { loadBalancers: { inside: { tier: "public" } } },
        flows: [flow("internet", "desk"), flow("internet", "counter")],
      }),
    );
    const acls = valuesOf(parseStackJson(withPublic, `pair-prod-edge-${AWAY}`), "aws_wafv2_web_acl", "scope");
    expect(acls).toEqual(["REGIONAL"]);
    expect(resourcesOfType(stackOf("edge", AWAY), "aws_wafv2_web_acl")).toEqual([]);
  });
});

describe("a second region", () => {
  it("keeps all addresses in the primary region", () => {
    const before = synthesize(oneRegionPlatform());
    for (const [name, text] of Object.entries(before)) {
      const after = parseStackJson(stacks, name).resource ?? {};
      for (const [type, resources] of Object.entries(
        (JSON.parse(text) as SynthesizedStackJson).resource ?? {},
      )) {
        const lost = Object.keys(resources).filter((id) => after[type]?.[id] === undefined);
        expect([name, type, lost]).toEqual([name, type, []]);
      }
    }
  });

  it("has no empty stacks", () => {
    const kindsOf = (change: object) => stackKindsOf(regionalView(twoRegionPlatform(change), AWAY));
    const bare = {
      workloads: { counter: null, guard: null },
      stores: { ledger: null },
      edge: { loadBalancers: { inside: null } },
      flows: [flow("internet", "desk")],
      backup: { stores: ["books"], servers: [] },
    };
    expect(kindsOf(bare)).toEqual(["network"]);
    const withServer = { ...bare, workloads: { counter: null } };
    expect(kindsOf(withServer)).toEqual(["network", "data", "compute", "observe"]);
    const eni = { network: "away", tier: "private", zone: "eu-west-1a", address: "10.2.32.10" };
    const withInterface = { ...bare, interfaces: { eni } };
    expect(kindsOf(withInterface)).toEqual(["network", "data", "compute"]);
    expect(Object.keys(synthesize(twoRegionPlatform(withInterface)))).toContain(`pair-prod-compute-${AWAY}`);
    const names = regionalNames(twoRegionPlatform(withServer)).filter((name) => name.endsWith(AWAY));
    expect(names).not.toContain(`pair-prod-edge-${AWAY}`);
    expect(names).toHaveLength(4);
  });

  it("watches its NAT, even without workloads and stores", () => {
    const away = {
      tiers: { public: { access: "public" } },
      nat: { kind: "gateway", placement: "single" },
    };
    const platform = twoRegionPlatform({
      networks: { away },
      workloads: { counter: null, guard: null },
      stores: { ledger: null },
      edge: { loadBalancers: { inside: null } },
      flows: [flow("internet", "desk")],
      backup: { stores: ["books"], servers: [] },
    });
    expect(stackKindsOf(regionalView(platform, AWAY))).toEqual(["network", "observe"]);
    const observe = parseStackJson(synthesize(platform), `pair-prod-observe-${AWAY}`);
    expect(valuesOf(observe, "aws_cloudwatch_metric_alarm", "alarm_name")).toEqual([
      "pair-prod-away-eu-west-1a-nat-port-errors",
    ]);
  });

  it("does not affect the primary region, which always has all stacks", () => {
    const home = regionalView(oneRegionPlatform(), "us-east-1");
    expect(stackKindsOf(home)).toEqual(KINDS);
    expect(stackKindsOf({ ...home, networks: {}, workloads: {}, stores: {} })).toEqual(KINDS);
  });
});
