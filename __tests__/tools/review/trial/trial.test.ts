import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { toObject } from "../../../../tools/reach/terraform/plan/plan-module.ts";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import type { PlanDocument } from "../../../../tools/review/plan/plan-document.ts";
import { refusedFindings } from "../../../../tools/review/trial/refused-findings.ts";
import { type ResourceValues, type StatePlanParts, statePlan } from "../../../support/state-plan.ts";

const VPC = { id: "vpc-1", arn: "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1", cidr_block: "10.0.0.0/16" };
const GROUP = { id: "sg-1", vpc_id: "vpc-1", name: "db", description: "old", ingress: [], egress: [] };
const INTERFACE = {
  id: "eni-1",
  subnet_id: "subnet-1",
  security_groups: ["sg-1"],
  private_ips: ["10.0.0.9"],
};
const NETWORK: ResourceValues = {
  "aws_vpc.main": VPC,
  "aws_subnet.a": {
    id: "subnet-1",
    vpc_id: "vpc-1",
    cidr_block: "10.0.0.0/24",
    availability_zone: "us-east-1a",
  },
  "aws_security_group.db": GROUP,
  "aws_network_interface.x": INTERFACE,
};

/** The values of a plan's prior state. */
function priorValues({ json }: PlanDocument): JsonObject {
  return toObject(toObject(json.prior_state).values);
}

function tried(before: ResourceValues, after: ResourceValues, parts: StatePlanParts = {}) {
  const { findings, limits } = refusedFindings([statePlan(before, after, parts)]);
  return {
    findings: findings.map(({ level, address, rule, text }) => [
      level,
      address,
      rule,
      /fails with ([\w.]+)/.exec(text)?.[1],
    ]),
    limits,
  };
}

describe("a plan that is tried out", () => {
  it("is refused where a security group is deleted that an interface uses", () => {
    const { "aws_security_group.db": _, ...rest } = NETWORK;
    expect(tried(NETWORK, rest).findings).toEqual([
      ["block", "aws_security_group.db", "trial-delete-refused", "DependencyViolation"],
    ]);
  });

  it("is accepted if the interface is deleted too, in the order of the recorded dependencies", () => {
    const { "aws_security_group.db": _, "aws_network_interface.x": __, ...rest } = NETWORK;
    const dependsOn = { "aws_network_interface.x": ["aws_security_group.db", "aws_subnet.a"] };
    expect(tried(NETWORK, rest, { dependsOn })).toEqual({ findings: [], limits: [] });
  });

  it("is refused where a group is replaced while it is used, and says what is not reached", () => {
    const changed = { ...NETWORK, "aws_security_group.db": { ...GROUP, description: "new" } };
    const parts = { actions: { "aws_security_group.db": ["delete", "create"] } };
    const { findings, limits } = tried(NETWORK, changed, parts);
    expect(findings).toEqual([
      ["block", "aws_security_group.db", "trial-delete-refused", "DependencyViolation"],
    ]);
    expect(limits).toEqual(["Not reached: 1 change after a refused one (aws_security_group.db)."]);
  });

  it("is refused where a subnet overlaps one that is there", () => {
    const added = {
      ...NETWORK,
      "aws_subnet.b": { vpc_id: "vpc-1", cidr_block: "10.0.0.128/25", availability_zone: "us-east-1b" },
    };
    expect(tried(NETWORK, added).findings).toEqual([
      ["block", "aws_subnet.b", "trial-change-refused", "InvalidSubnet.Conflict"],
    ]);
  });

  it("may be refused where a name is taken until a deletion that nothing orders before", () => {
    const moved: ResourceValues = { ...NETWORK, "aws_security_group.db2": { ...GROUP, id: undefined } };
    const { "aws_security_group.db": _, "aws_network_interface.x": __, ...after } = moved;
    const { "aws_network_interface.x": ___, ...before } = NETWORK;
    expect(tried(before, after, { unknown: { "aws_security_group.db2": { id: true } } }).findings).toEqual([
      ["ask", "aws_security_group.db2", "trial-change-refused", "InvalidGroup.Duplicate"],
    ]);
  });

  it("knows a resource that the same plan creates, through references", () => {
    const after = {
      "aws_vpc.main": { cidr_block: "10.0.0.0/16" },
      "aws_subnet.a": { cidr_block: "10.1.0.0/24", availability_zone: "us-east-1a" },
    };
    const parts = {
      unknown: { "aws_vpc.main": { id: true, arn: true }, "aws_subnet.a": { id: true, vpc_id: true } },
      references: { "aws_subnet.a": { vpc_id: ["aws_vpc.main.id", "aws_vpc.main"] } },
    };
    expect(tried({}, after, parts).findings).toEqual([
      ["block", "aws_subnet.a", "trial-change-refused", "InvalidSubnet.Range"],
    ]);
  });

  it("is refused where an update lets go of a group only after its deletion, as Terraform orders them", () => {
    const second = { ...GROUP, id: "sg-2", name: "second" };
    const before: ResourceValues = { ...NETWORK, "aws_security_group.second": second };
    const { "aws_security_group.db": _, ...rest } = before;
    const after: ResourceValues = {
      ...rest,
      "aws_network_interface.x": { ...INTERFACE, security_groups: ["sg-2"] },
    };
    const dependsOn = { "aws_network_interface.x": ["aws_security_group.db"] };
    expect(tried(before, after, { dependsOn })).toEqual({
      findings: [["block", "aws_security_group.db", "trial-delete-refused", "DependencyViolation"]],
      limits: ["Not reached: 1 change after a refused one (aws_network_interface.x)."],
    });
    // Without a recorded dependency, they run at the same time.
    expect(tried(before, after).findings).toEqual([]);
  });

  it("is not judged where a local value hides the order", () => {
    const overlapping = { vpc_id: "vpc-1", cidr_block: "10.0.0.128/25", availability_zone: "us-east-1b" };
    const references = { "aws_subnet.b": { cidr_block: ["local.cidr"] } };
    expect(tried(NETWORK, { ...NETWORK, "aws_subnet.b": overlapping }, { references })).toEqual({
      findings: [],
      limits: ["Not tried in full: 1 change, whose order or values the plans do not show (aws_subnet.b)."],
    });
  });

  it("does not judge a reference to what no plan shows", () => {
    const after = { "aws_subnet.a": { vpc_id: "vpc-other", cidr_block: "10.1.0.0/24" } };
    const { findings, limits } = tried({}, after);
    expect(findings).toEqual([]);
    expect(limits).toEqual([
      "Not tried in full: 1 change, whose order or values the plans do not show (aws_subnet.a).",
    ]);
  });

  it("does not blame a change for what holds without it", () => {
    const odd = {
      ...NETWORK,
      "aws_db_instance.old": {
        id: "db-1",
        identifier: "old",
        allocated_storage: 5,
        engine: "postgres",
        storage_type: "gp3",
      },
    };
    const changed = { ...odd, "aws_db_instance.old": { ...odd["aws_db_instance.old"], tags: { a: "b" } } };
    expect(tried(odd, changed).findings).toEqual([]);
  });

  it("comes after the plan whose outputs it reads, not in the order of the names", () => {
    const outputs = { cidr: "10.0.0.0/24" };
    const published = Object.entries(outputs).map(([name, value]) => [name, { value }] as const);
    const subnet = { ...NETWORK["aws_subnet.a"] };
    const network = statePlan(
      { "aws_vpc.main": VPC, "aws_subnet.a": subnet },
      { "aws_vpc.main": { ...VPC, tags: { a: "b" } } },
      { stack: "z-network" },
    );
    const compute = statePlan(
      {},
      { "aws_subnet.b": { ...subnet, id: undefined } },
      { stack: "a-compute", unknown: { "aws_subnet.b": { id: true } } },
    );
    const remote = {
      address: "data.terraform_remote_state.network",
      mode: "data",
      type: "terraform_remote_state",
      name: "network",
      values: { outputs },
    };
    const state = (values: JsonObject) => ({ prior_state: { values } });
    const publishing = parsePlan(
      { ...network.json, ...state({ ...priorValues(network), outputs: Object.fromEntries(published) }) },
      { stack: "z-network", path: "z" },
    );
    const reading = parsePlan(
      { ...compute.json, ...state({ root_module: { resources: [remote] } }) },
      { stack: "a-compute", path: "a" },
    );
    expect(refusedFindings([reading, publishing])).toEqual({
      findings: [],
      limits: ["Tried in the order of the outputs that they read: z-network and a-compute."],
    });
    const [refused] = refusedFindings([compute, network]).findings;
    expect(refused?.text).toContain("InvalidSubnet.Conflict");
  });
});
