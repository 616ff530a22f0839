import { LOAD_BALANCER_SUBNET } from "../../aws/service-quotas.ts";
import {
  OWN_ENTRIES_PER_NETWORK_ACL,
  RESERVED_ADDRESSES,
  VPC_PREFIX,
  VPC_QUOTAS,
} from "../../aws/vpc-quotas.ts";
import { flow, platform, server } from "../../language/language.ts";
import { resolve } from "../../language/resolve.ts";
import { quotaProblems } from "../../modules/network/quota-plan.ts";
import { ACCOUNT, loadBalancer } from "../support/platform-builder.ts";
import {
  existingSubnet,
  existingVpc,
  exists,
} from "../tools/rehearse/simulator/constraints/constraint-case.ts";
import { problemsAt, refusalsOf } from "./support/both-sides.ts";

/** A server in a public tier that these CIDR blocks may call. */
function officePlatform(cidrs: readonly string[]) {
  return platform({
    name: "quotas",
    region: "us-east-1",
    networks: {
      main: {
        cidr: "10.0.0.0/16",
        zones: ["us-east-1a"],
        tiers: { public: { access: "public" } },
        nat: { kind: "none" },
      },
    },
    outside: { office: { cidrs: [...cidrs] } },
    workloads: { web: server({ network: "main", tier: "public", port: 80, publicAddress: true }) },
    flows: [flow("office", "web")],
    environments: { prod: { account: ACCOUNT } },
  });
}

/** Distinct public CIDR blocks. */
const blocks = (count: number) => Array.from({ length: count }, (_, index) => `203.0.${index}.0/24`);

/** A platform with a VPC and subnets of its own CIDR blocks. */
function subnetPlatform(vpc: string, subnet: string, more = {}) {
  return platform({
    name: "sizes",
    region: "us-east-1",
    networks: {
      main: {
        cidr: vpc,
        zones: ["us-east-1a"],
        tiers: { private: { access: "isolated", cidrs: { "us-east-1a": subnet } } },
        nat: { kind: "none" },
      },
    },
    workloads: { web: server({ network: "main", tier: "private", port: 80 }) },
    flows: [],
    environments: { prod: { account: ACCOUNT } },
    ...more,
  });
}

describe("quotas at synth and at apply", () => {
  it.each([0, 1])("agree on the rules of a security group: %i more", (more) => {
    const count = VPC_QUOTAS.rulesPerSecurityGroup + more;
    const problems = quotaProblems(resolve(officePlatform(blocks(count)), "prod"));
    const refusals = refusalsOf({
      constraint: "security-group-rule-quota",
      type: "aws_security_group",
      after: {
        id: "sg-1",
        ingress: [{ protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: blocks(count) }],
      },
    });
    expect(problems.filter(({ path }) => path === "flows")).toHaveLength(more);
    expect(refusals).toHaveLength(more);
  });

  it.each([0, 1])("agree on the entries of a network ACL: %i more", (more) => {
    const count = OWN_ENTRIES_PER_NETWORK_ACL + more;
    const problems = quotaProblems(resolve(officePlatform(blocks(count)), "prod"));
    const refusals = refusalsOf({
      constraint: "network-acl-entries",
      type: "aws_network_acl",
      after: {
        id: "acl-1",
        ingress: blocks(count).map((cidr, index) => ({ rule_no: index + 1, cidr_block: cidr })),
      },
    });
    expect(problems.filter(({ path }) => path.startsWith("networks"))).toHaveLength(2 * more);
    expect(refusals).toHaveLength(more);
  });

  it.each(Array.from({ length: 24 }, (_, index) => 8 + index))("agree on a VPC of /%i", (prefix) => {
    const cidr = `10.0.0.0/${prefix}`;
    const isAllowed = prefix >= VPC_PREFIX.shortest && prefix <= VPC_PREFIX.longest;
    const problems = problemsAt(subnetPlatform(cidr, "10.0.0.0/28"), "networks.main.cidr");
    expect(problems.length === 0).toBe(isAllowed);
    for (const type of ["aws_vpc", "aws_subnet"]) {
      expect(
        refusalsOf({ constraint: "vpc-cidr-size", type, after: { cidr_block: cidr } }).length === 0,
      ).toBe(isAllowed);
    }
  });

  it.each(["application", "network"] as const)("agree on the subnets of a load balancer: %s", (kind) => {
    for (const prefix of [26, 27, 28]) {
      const cidr = (index: number) => `10.0.${index}.0/${prefix}`;
      const spec = platform({
        name: "sizes",
        region: "us-east-1",
        networks: {
          main: {
            cidr: "10.0.0.0/16",
            zones: ["us-east-1a", "us-east-1b"],
            tiers: { public: { access: "public", cidrs: { "us-east-1a": cidr(0), "us-east-1b": cidr(1) } } },
            nat: { kind: "none" },
          },
        },
        edge: {
          loadBalancers: {
            front: {
              ...loadBalancer("public", [kind === "network" ? "9000/TCP" : "80/HTTP"]),
              kind,
              network: "main",
            },
          },
        },
        workloads: {
          web: server({
            network: "main",
            tier: "public",
            port: 9000,
            opens: [9000],
            publish: { loadBalancer: "front" },
          }),
        },
        flows: [flow("internet", "web")],
        environments: { prod: { account: ACCOUNT } },
      });
      const refusals = refusalsOf({
        constraint: "load-balancer-subnet-size",
        type: "aws_lb",
        after: { load_balancer_type: kind, subnets: ["subnet-0", "subnet-1"] },
        account: [existingVpc(), ...[0, 1].map((n) => existingSubnet(`subnet-${n}`, "us-east-1a", cidr(n)))],
      });
      const isAllowed = kind === "network" || prefix <= LOAD_BALANCER_SUBNET.longestApplicationPrefix;
      expect(problemsAt(spec, "edge.loadBalancers.front.tier").length === 0, cidr(0)).toBe(isAllowed);
      expect(refusals.length === 0, cidr(0)).toBe(isAllowed);
    }
  });

  it("agree on the addresses that AWS reserves in a subnet", () => {
    const { first, last, total } = RESERVED_ADDRESSES;
    expect(first + last).toBe(total);
    for (let host = 0; host < 16; host++) {
      const address = `10.0.0.${host}`;
      const spec = subnetPlatform("10.0.0.0/24", "10.0.0.0/28", {
        interfaces: { eni: { network: "main", tier: "private", zone: "us-east-1a", address } },
      });
      const isFree = host >= first && host < 16 - last;
      const refusals = refusalsOf({
        constraint: "interface-address",
        type: "aws_network_interface",
        after: { subnet_id: "subnet-1", private_ips: [address] },
        account: [exists("aws_subnet", "subnet-1", { cidr_block: "10.0.0.0/28" })],
      });
      expect(problemsAt(spec, "interfaces.eni.address").length === 0, address).toBe(isFree);
      expect(refusals.length === 0, address).toBe(isFree);
    }
  });
});
