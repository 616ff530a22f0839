import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { readShownState } from "../../../../tools/reach/terraform/state/shown-state.ts";
import { judgeExposure } from "../../../../tools/review/exposure/exposure-findings.ts";
import { unreachableRuleFindings } from "../../../../tools/review/exposure/unreachable-rules.ts";
import { type ResourceValues, statePlan } from "../../../support/state-plan.ts";

const ARN = "arn:aws:rds:us-east-1:123456789012:db:main";

/** A VPC with a database in one subnet, whose route table may lead to the internet. */
function network(isPublic: boolean, more: ResourceValues = {}): ResourceValues {
  return {
    "aws_vpc.main": {
      id: "vpc-1",
      cidr_block: "10.0.0.0/16",
      main_route_table_id: "rtb-0",
      default_network_acl_id: "acl-0",
    },
    "aws_internet_gateway.main": { id: "igw-1", vpc_id: "vpc-1" },
    "aws_route_table.main": { id: "rtb-1", vpc_id: "vpc-1", route: [], propagating_vgws: [] },
    "aws_route_table_association.a": { id: "rtbassoc-1", subnet_id: "subnet-1", route_table_id: "rtb-1" },
    "aws_route_table_association.b": { id: "rtbassoc-2", subnet_id: "subnet-2", route_table_id: "rtb-1" },
    "aws_subnet.a": {
      id: "subnet-1",
      vpc_id: "vpc-1",
      cidr_block: "10.0.0.0/24",
      availability_zone: "us-east-1a",
    },
    "aws_subnet.b": {
      id: "subnet-2",
      vpc_id: "vpc-1",
      cidr_block: "10.0.1.0/24",
      availability_zone: "us-east-1b",
    },
    "aws_security_group.db": { id: "sg-1", vpc_id: "vpc-1", name: "db", ingress: [], egress: [] },
    "aws_db_subnet_group.main": {
      id: "main",
      name: "main",
      subnet_ids: ["subnet-1", "subnet-2"],
      vpc_id: "vpc-1",
    },
    "aws_db_instance.main": {
      id: "db-1",
      identifier: "main",
      arn: ARN,
      port: 5432,
      publicly_accessible: true,
      db_subnet_group_name: "main",
      vpc_security_group_ids: ["sg-1"],
    },
    ...(isPublic
      ? {
          "aws_route.out": {
            id: "r-1",
            route_table_id: "rtb-1",
            destination_cidr_block: "0.0.0.0/0",
            gateway_id: "igw-1",
          },
        }
      : {}),
    ...more,
  };
}

const rule = (cidr: string): ResourceValues => ({
  "aws_vpc_security_group_ingress_rule.any": {
    id: "sgr-1",
    security_group_id: "sg-1",
    cidr_ipv4: cidr,
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
  },
});

function findings(before: ResourceValues, after: ResourceValues) {
  const plans = [statePlan(before, after)];
  const exposure = judgeExposure(plans, { beside: [], platforms: [] }).findings;
  return [...exposure, ...unreachableRuleFindings(plans, exposure)].map((finding) => [
    finding.class,
    finding.level,
    finding.address,
    finding.text,
  ]);
}

describe("a connection that becomes possible", () => {
  it("from the internet to a database blocks, at the rule that opens it", () => {
    expect(findings(network(true), network(true, rule("0.0.0.0/0")))).toEqual([
      [
        "exposure",
        "block",
        "aws_vpc_security_group_ingress_rule.any",
        "internet → net/aws_db_instance.main, tcp 5432, becomes possible.",
      ],
    ]);
  });

  it("blocks at the route that makes an old rule reachable", () => {
    const old = rule("0.0.0.0/0");
    expect(findings(network(false, old), network(true, old))).toEqual([
      [
        "exposure",
        "block",
        "aws_route.out",
        "internet → net/aws_db_instance.main, tcp 5432, becomes possible.",
      ],
    ]);
  });

  it("is a note for a rule that no route makes reachable", () => {
    expect(findings(network(false), network(false, rule("0.0.0.0/0")))).toEqual([
      [
        "exposure",
        "note",
        "aws_vpc_security_group_ingress_rule.any",
        expect.stringContaining("nothing becomes reachable"),
      ],
    ]);
  });

  it("is none if nothing changes, or only tags", () => {
    const open = network(true, rule("0.0.0.0/0"));
    const tagged = { ...open, "aws_vpc.main": { ...open["aws_vpc.main"], tags: { a: "b" } } };
    expect(findings(open, open)).toEqual([]);
    expect(findings(open, tagged)).toEqual([]);
  });
});

describe("a connection that is no longer possible", () => {
  it("is a cut at the rule that closes it", () => {
    expect(findings(network(true, rule("0.0.0.0/0")), network(true))).toEqual([
      [
        "cut",
        "ask",
        "aws_vpc_security_group_ingress_rule.any",
        "internet → net/aws_db_instance.main, tcp 5432, is no longer possible.",
      ],
    ]);
  });

  it("is none of an end that the plan deletes: that has findings of its own", () => {
    const { "aws_db_instance.main": _, ...rest } = network(true, rule("0.0.0.0/0"));
    expect(findings(network(true, rule("0.0.0.0/0")), rest)).toEqual([]);
  });
});

describe("the place of a new connection without a changed rule on its path", () => {
  /** A change that opens nothing, and whose type could. */
  const unrelated = (name: string): ResourceValues => ({
    "aws_security_group.other": {
      id: "sg-9",
      vpc_id: "vpc-1",
      name: "other",
      ingress: [],
      egress: [],
      tags: { name },
    },
  });

  it("is the prefix list that a rule refers to", () => {
    const listed = (cidrs: readonly string[]): ResourceValues => ({
      "aws_ec2_managed_prefix_list.partners": {
        id: "pl-1",
        name: "partners",
        address_family: "IPv4",
        entry: cidrs.map((cidr) => ({ cidr, description: "" })),
      },
      "aws_vpc_security_group_ingress_rule.partners": {
        id: "sgr-2",
        security_group_id: "sg-1",
        prefix_list_id: "pl-1",
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      },
    });
    const before = network(true, { ...listed(["203.0.113.0/24"]), ...unrelated("a") });
    const after = network(true, { ...listed(["0.0.0.0/0"]), ...unrelated("b") });
    expect(findings(before, after).map(([kind, level, address]) => [kind, level, address])).toEqual([
      ["exposure", "block", "aws_ec2_managed_prefix_list.partners"],
    ]);
  });

  it("is the public address that a server gets", () => {
    const server: ResourceValues = {
      "aws_instance.web": {
        id: "i-1",
        subnet_id: "subnet-1",
        vpc_security_group_ids: ["sg-1"],
        private_ip: "10.0.0.9",
        primary_network_interface_id: "eni-1",
      },
      "aws_eip.web": {
        id: "eipalloc-1",
        allocation_id: "eipalloc-1",
        domain: "vpc",
        public_ip: "198.51.100.7",
      },
    };
    const associated: ResourceValues = {
      "aws_eip_association.web": { id: "eipassoc-1", allocation_id: "eipalloc-1", instance_id: "i-1" },
    };
    const { "aws_db_instance.main": _, ...rest } = network(true, { ...rule("0.0.0.0/0"), ...server });
    const before = { ...rest, ...unrelated("a") };
    const after = { ...rest, ...associated, ...unrelated("b") };
    expect(findings(before, after).map(([kind, level, address]) => [kind, level, address])).toEqual([
      ["exposure", "ask", "aws_eip_association.web"],
    ]);
  });
});

describe("an endpoint of which nothing is known", () => {
  it("is not reported as reached from itself", () => {
    const found = findings({}, { "aws_db_instance.main": { identifier: "main", port: 5432 } });
    expect(found.map(([, , , text]) => text)).toEqual([
      expect.stringMatching(/^internet → net\/aws_db_instance\.main/),
      expect.stringMatching(/^net\/aws_db_instance\.main → internet/),
    ]);
  });
});

describe("a damaged plan", () => {
  it("that lacks a resource of its changes is judged as far as it goes", () => {
    const plan = statePlan(network(true), network(true, rule("0.0.0.0/0")));
    const planned = plan.json.planned_values as { root_module: { resources: { address: string }[] } };
    const resources = planned.root_module.resources.filter(({ address }) => address !== "aws_vpc.main");
    const json = { ...plan.json, planned_values: { root_module: { resources } } } as JsonObject;
    expect(() => judgeExposure([{ ...plan, json }], { beside: [], platforms: [] })).not.toThrow();
  });
});

describe("stacks that are not planned", () => {
  it("take part by their states", () => {
    const { "aws_db_instance.main": database, "aws_db_subnet_group.main": group, ...rest } = network(true);
    const data = statePlan(
      { "aws_db_instance.main": database!, "aws_db_subnet_group.main": group! },
      {},
      { stack: "data" },
    );
    const beside = [readShownState("data", data.json.prior_state as JsonObject)];
    const plans = [statePlan(rest, { ...rest, ...rule("0.0.0.0/0") })];
    const found = (states: typeof beside) =>
      judgeExposure(plans, { beside: states, platforms: [] }).findings.map(({ level, text }) => [
        level,
        text,
      ]);
    expect(found(beside)).toEqual([
      ["block", "internet → data/aws_db_instance.main, tcp 5432, becomes possible."],
    ]);
    expect(found([])).toEqual([]);
  });
});
