import { expectedConnectivity } from "../../../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { type Proof, prove } from "../../../../tools/reach/analysis/prove.ts";
import type { Inventory, Resource } from "../../../../tools/reach/terraform/inventory.ts";
import { joinInventory } from "../../../../tools/reach/terraform/join-inventory.ts";
import { Reference, type Value } from "../../../../tools/reach/terraform/value.ts";
import { cybershieldIn } from "../../../support/platforms.ts";
import { verdictAndCauses } from "../support/network.ts";
import { inventoryOfPlatforms } from "../support/platforms.ts";

const GROUP_RULES = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
const ENTRY = "aws_network_acl_rule";
const EVERYWHERE = "0.0.0.0/0";

const platform = cybershieldIn("prod");
const EXPECTED = expectedConnectivity(platform);
let original: Inventory;
beforeAll(async () => {
  original = await inventoryOfPlatforms(platform);
});

const isGroupRule = ({ type }: Resource) => GROUP_RULES.includes(type);
const isEntry = ({ type }: Resource) => type === ENTRY;
const isRoute = ({ type }: Resource) => type === "aws_route";

function networkWith(resources: readonly Resource[]): NetworkAnalysis {
  const { outputs, gaps } = original;
  return new NetworkAnalysis(joinInventory([{ stack: "all", resources, outputs, gaps }]));
}

const proofWith = (resources: readonly Resource[]) => prove(networkWith(resources), EXPECTED);

/** Formats a proof for comparison. */
function formatProof({ proven, differences }: Proof): string {
  const all = [...proven.map((each) => ({ ...each, kind: "proven" })), ...differences];
  return all
    .map(({ kind, from, to, transport }) => `${kind} ${from} → ${to} ${transport.format()}`)
    .join("\n");
}

function without(one: Resource): Resource[] {
  return original.resources.filter((resource) => resource !== one);
}

function withValues(one: Resource, values: Readonly<Record<string, Value>>): Resource[] {
  return original.resources.map((resource) => (resource === one ? { ...one, values } : resource));
}

/**
 * The security group, network ACL or route table that contains a rule, an entry or a route, and the
 * direction.
 */
function containerOf({ type, values }: Resource): string {
  const parent = values.security_group_id ?? values.network_acl_id ?? values.route_table_id;
  return `${parent instanceof Reference ? parent.address : ""} ${type} ${values.egress ?? ""}`;
}

/** The attributes of a rule that allows all traffic in the same direction. */
function openRule(rule: Resource): Resource["values"] {
  return {
    security_group_id: rule.values.security_group_id ?? null,
    ip_protocol: "-1",
    cidr_ipv4: EVERYWHERE,
  };
}

function openEntry({ values }: Resource): Resource["values"] {
  const { network_acl_id = null, egress = null } = values;
  const all = { protocol: "-1", from_port: 0, to_port: 0, cidr_block: EVERYWHERE };
  return { ...all, network_acl_id, egress, rule_action: "allow", rule_number: values.rule_number ?? null };
}

/** Opens every security group and network ACL except the one that contains `one`. */
function allElseOpen(one: Resource): Resource[] {
  const groups = original.ofType("aws_security_group").flatMap((group) =>
    GROUP_RULES.map(
      (type): Resource => ({
        ...group,
        type,
        address: `${group.stack}/${type}.open-${group.address.split(".").at(-1)}`,
        values: {
          security_group_id: new Reference(group.address, ["id"]),
          ip_protocol: "-1",
          cidr_ipv4: EVERYWHERE,
        },
      }),
    ),
  );
  const container = containerOf(one);
  const opened = original.resources.map((resource) =>
    isEntry(resource) && containerOf(resource) !== container
      ? { ...resource, values: openEntry(resource) }
      : resource,
  );
  return [...opened, ...groups.filter((rule) => containerOf(rule) !== container)];
}

/**
 * True if a rule, entry or route is needed: removing it changes the proof once one or all of the
 * others in its container are removed.
 */
function isNeeded(one: Resource): boolean {
  const others = original.resources.filter(
    (other) => other !== one && containerOf(other) === containerOf(one),
  );
  return [others, ...others.map((other) => [other])].some((gone) => {
    const left = original.resources.filter((resource) => !gone.includes(resource));
    return (
      formatProof(proofWith(left)) !== formatProof(proofWith(left.filter((resource) => resource !== one)))
    );
  });
}

function lacksFlow(resources: readonly Resource[]): boolean {
  return proofWith(resources).differences.some(({ kind }) => kind === "missing");
}

/** The rules or entries whose widening does not change the proof, with everything else open. */
function unnoticedWhenWider(
  all: readonly Resource[],
  widerOf: (one: Resource) => Resource["values"],
): string[] {
  const before = new Map<string, string>();
  return all
    .filter((one) => {
      const open = allElseOpen(one);
      const container = containerOf(one);
      const known = before.get(container) ?? formatProof(proofWith(open));
      before.set(container, known);
      const wider = open.map((resource) => (resource === one ? { ...one, values: widerOf(one) } : resource));
      return formatProof(proofWith(wider)) === known;
    })
    .map(({ address }) => address);
}

describe.each(["prod", "dev"] as const)("CyberShield %s", (environment) => {
  it("has exactly the declared connectivity", async () => {
    const own = cybershieldIn(environment);
    const proof = prove(new NetworkAnalysis(await inventoryOfPlatforms(own)), expectedConnectivity(own));
    expect(proof.differences).toEqual([]);
    expect(proof.proven.map(({ from, to, transport }) => `${from} → ${to} ${transport.format()}`)).toContain(
      `cybershield-${environment}/app → cybershield-${environment}/db tcp 5432`,
    );
  });
});

describe("CyberShield prod with one change", () => {
  it("has at least four rules, entries and routes to change", () => {
    const counts = [isGroupRule, isEntry, isRoute].map((is) => original.resources.filter(is).length);
    expect(Math.min(...counts)).toBeGreaterThan(3);
  });

  it("lacks a flow if any security group rule is removed, unless another rule covers it", () => {
    const unnoticed = original.resources.filter((one) => isGroupRule(one) && !lacksFlow(without(one)));
    expect(unnoticed.map(({ values }) => values.description)).toEqual(["app to aws", "app to aws"]);
    expect(unnoticed.filter((rule) => !isNeeded(rule))).toEqual([]);
  });

  it("lacks a flow if any network ACL entry is removed, unless another entry covers it", () => {
    const entries = original.resources.filter(isEntry);
    const unnoticed = entries.filter((entry) => !lacksFlow(without(entry)));
    expect(unnoticed.length).toBeLessThan((entries.length * 2) / 3);
    // Within the tier, a flow in one zone crosses no subnet boundary, and is still possible.
    const acrossZones = ({ address }: Resource) => /private-\w+-tcp-(8000|6379)-100320-19/.test(address);
    const unneeded = unnoticed.filter((entry) => !isNeeded(entry) && !acrossZones(entry));
    expect(unneeded.map(({ address }) => address)).toEqual([]);
  });

  it("CyberShield: perimeter: reaches the load balancer from CloudFront by the VPC origin alone", () => {
    const [origin] = original.ofType("aws_cloudfront_vpc_origin");
    expect(lacksFlow(without(origin!))).toBe(true);
    const alb = "cybershield-prod/alb";
    // The distribution, which has the WAF, is the only way from the internet.
    const [distribution] = original.ofType("aws_cloudfront_distribution");
    const fromInternet = (resources: readonly Resource[]) =>
      verdictAndCauses(networkWith(resources), "internet", `${alb}:443`)[0];
    expect(fromInternet(original.resources)).toBe("allowed");
    expect(fromInternet(without(distribution!))).toBe("blocked");
    const byCloudFront = (resources: readonly Resource[]) =>
      verdictAndCauses(networkWith(resources), "cloudfront.origin-facing", `${alb}:443`)[0];
    expect(byCloudFront(original.resources)).toBe("allowed");
    expect(byCloudFront(without(origin!))).toBe("blocked");
  });

  it("CyberShield: perimeter: has a way past CloudFront only if several things change together", () => {
    const [balancer] = original.ofType("aws_lb");
    const publicSubnets = original
      .ofType("aws_subnet")
      .filter(({ address }) => address.includes("public"))
      .map(({ address }) => new Reference(address, ["id"]));
    const openBalancer = original.resources.map((one) =>
      one.type === GROUP_RULES[0] && one.address.includes("firewall_alb_")
        ? { ...one, values: openRule(one) }
        : one,
    );
    const openAcl = (resources: readonly Resource[]) =>
      resources.map((one) =>
        isEntry(one) && one.address.includes("main-acls_public-") ? { ...one, values: openEntry(one) } : one,
      );
    const inPublic = (resources: readonly Resource[]) =>
      resources.map((one) =>
        one === balancer
          ? { ...one, values: { ...one.values, internal: false, subnets: publicSubnets } }
          : one,
      );
    const waysFromInternet = (resources: readonly Resource[]) =>
      proofWith(resources).differences.flatMap(({ kind, from, to }) =>
        kind !== "missing" && from === "internet" ? [`${kind} ${to}`] : [],
      );
    expect(waysFromInternet(openBalancer)).toEqual([]);
    expect(waysFromInternet(inPublic(original.resources))).toEqual([]);
    expect(waysFromInternet(inPublic(openBalancer))).toEqual([]);
    expect(waysFromInternet(inPublic(openAcl(openBalancer)))).toEqual(["undeclared cybershield-prod/alb"]);
  });

  it("lacks a flow if any route is removed", () => {
    const unnoticed = original.resources.filter((one) => isRoute(one) && !lacksFlow(without(one)));
    expect(unnoticed.map(({ address }) => address)).toEqual([]);
  });

  it("lacks a flow to S3 if any route table loses the gateway endpoint and its default route", () => {
    const s3 = original
      .ofType("aws_vpc_endpoint")
      .find(({ values }) => values.route_table_ids !== undefined)!;
    const tables = s3.values.route_table_ids as readonly Value[];
    const toS3 = (resources: readonly Resource[]) =>
      proofWith(resources).differences.filter(({ kind, to }) => kind === "missing" && to === "s3").length;
    const noDefault = (table: Value) => (resource: Resource) =>
      !(isRoute(resource) && table instanceof Reference && containerOf(resource).startsWith(table.address));
    const found = tables.map((table) => {
      const fewer = withValues(s3, {
        ...s3.values,
        route_table_ids: tables.filter((other) => other !== table),
      });
      return [toS3(original.resources.filter(noDefault(table))), toS3(fewer.filter(noDefault(table)))];
    });
    expect(found).toEqual(tables.map(() => [0, 1]));
  });

  it("has different connectivity if any security group rule is wider and nothing else filters", () => {
    expect(unnoticedWhenWider(original.resources.filter(isGroupRule), openRule)).toEqual([]);
  });

  it("has different connectivity if any network ACL entry is wider and nothing else filters", () => {
    expect(unnoticedWhenWider(original.resources.filter(isEntry), openEntry)).toEqual([]);
  });

  it("has the same connectivity if any network ACL entry is wider, because security groups still filter", () => {
    const noticed = original.resources.filter(
      (one) => isEntry(one) && proofWith(withValues(one, openEntry(one))).differences.length > 0,
    );
    expect(noticed.map(({ address }) => address)).toEqual([]);
  });

  it("allows the database to reach the internet by a default route if nothing else filters", () => {
    const nat = original.resources.find(({ values }) => values.nat_gateway_id !== undefined)!;
    const open = allElseOpen(nat);
    const databases = original
      .ofType("aws_route_table")
      .filter(({ address }) => address.includes("database"))
      .map(({ address }): Resource => {
        const values = { ...nat.values, route_table_id: new Reference(address, ["id"]) };
        return { ...nat, address: `${nat.stack}/aws_route.${address.split(".").at(-1)}`, values };
      });
    const out = (resources: readonly Resource[]) =>
      verdictAndCauses(networkWith(resources), "cybershield-prod/db", "internet:443");
    expect(out(open)).toEqual([
      "blocked",
      ...databases.map(
        ({ values }) => `NO_ROUTE_TO_DESTINATION ${(values.route_table_id as Reference).address}`,
      ),
    ]);
    expect(databases).toHaveLength(2);
    expect(out([...open, ...databases])).toEqual(["allowed"]);
    const before = new Set(formatProof(proofWith(open)).split("\n"));
    const after = formatProof(proofWith([...open, ...databases])).split("\n");
    expect(after.filter((line) => !before.has(line))).toEqual(
      ["internet", "s3"].map((to) => `undeclared cybershield-prod/db → ${to} icmp, tcp, udp`),
    );
  });
});
