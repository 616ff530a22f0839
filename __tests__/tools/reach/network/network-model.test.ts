import { buildNetworkModel } from "../../../../tools/reach/network/build-network-model.ts";
import { ModelContext } from "../../../../tools/reach/network/model-context.ts";
import type { NetworkModel } from "../../../../tools/reach/network/network-model.ts";
import { formatAddresses, parseAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";
import { cybershieldIn } from "../../../support/platforms.ts";
import { synthesize } from "../../../support/synth.ts";
import { inTestFolder, writeFilesIn } from "../../../support/test-folder.ts";

/** Builds the network model of a folder with these files. */
function modelOf(files: Readonly<Record<string, unknown>>): Promise<NetworkModel> {
  return inTestFolder(async (folder) => {
    writeFilesIn(folder, files);
    return buildNetworkModel(new ModelContext(await readInventory(folder)));
  });
}

const TIERS = ["public", "private", "database"];
const bucket = { bucket: "states", region: "us-east-1" };
const provider = { aws: [{ region: "us-east-1" }] };

describe("the network model of CyberShield prod", () => {
  let model: NetworkModel;
  beforeAll(async () => {
    const stacks = Object.entries(synthesize(cybershieldIn("prod")));
    model = await modelOf(Object.fromEntries(stacks.map(([name, text]) => [`${name}/cdk.tf.json`, text])));
  });
  const subnetsOf = (tier: string) =>
    [...model.subnets.values()].filter(({ address }) => address.includes(`subnet-${tier}-`));
  const routes = (tier: string) =>
    subnetsOf(tier).map(({ table }) => table.routes.map(({ text, target }) => `${text} ${target.kind}`));

  it("has no unknown route table, network ACL, security group or route target", () => {
    const open = [...model.subnets.values()].flatMap(({ table, acl }) => [table.unknown, acl.unknown]);
    const rules = [...model.securityGroups.values()].flatMap((group) => [
      group.unknown,
      ...[...group.ingress, ...group.egress].map(({ peer }) =>
        peer.kind === "unknown" ? peer.why : undefined,
      ),
    ]);
    const targets = [...model.subnets.values()].flatMap(({ table }) =>
      table.routes.map(({ target }) => target.kind),
    );
    expect([...open, ...rules].filter((why) => why !== undefined)).toEqual([]);
    expect(targets).not.toContain("unknown");
    expect(targets).not.toContain("blackhole");
  });

  it("has two public, two private and two database subnets, across two zones", () => {
    const local = "10.0.0.0/16 local";
    const out = [local, "0.0.0.0/0 nat-gateway", "s3 gateway-endpoint"];
    expect(routes("public")).toEqual([
      [local, "0.0.0.0/0 internet-gateway"],
      [local, "0.0.0.0/0 internet-gateway"],
    ]);
    expect(routes("private")).toEqual([out, out]);
    expect(routes("database")).toEqual([[local], [local]]);
    for (const tier of TIERS) {
      const zones = subnetsOf(tier).map(({ zone }) => zone);
      expect(zones, tier).toEqual(["us-east-1a", "us-east-1b"]);
    }
    expect(model.subnets.size).toBe(6);
  });

  it("associates each subnet with its tier's network ACL, and closes the default security group", () => {
    for (const tier of TIERS) {
      const acls = subnetsOf(tier).map(({ acl }) => /aws_network_acl\.\S*acl-(\w+)_/.exec(acl.address)?.[1]);
      expect(acls, tier).toEqual([tier, tier]);
    }
    const standard = [...model.securityGroups.values()].filter(({ name }) => name === "default");
    expect(standard.map(({ ingress, egress }) => [ingress, egress])).toEqual([[[], []]]);
  });

  it("admits only CloudFront to its load balancer", () => {
    const alb = [...model.securityGroups.values()].find(({ name }) => name === "cybershield-prod-alb")!;
    const { addresses } = model.externalNetworks.get("cloudfront.origin-facing")!;
    expect(alb.ingress.map(({ peer }) => peer)).toEqual([
      { kind: "addresses", addresses, text: "cloudfront.origin-facing" },
    ]);
  });
});

describe("the network model of handwritten Terraform JSON", () => {
  it("joins stacks by remote state, and expands for_each and count", async () => {
    const model = await modelOf({
      "net/main.tf.json": {
        terraform: { backend: { s3: { ...bucket, key: "net" } } },
        provider,
        locals: { zones: ["us-east-1a", "us-east-1b"] },
        resource: {
          aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
          aws_subnet: {
            a: {
              count: "${length(local.zones)}",
              vpc_id: "${aws_vpc.main.id}",
              availability_zone: "${local.zones[count.index]}",
              cidr_block: "${cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)}",
            },
          },
          aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}" } },
        },
        output: {
          group: { value: "${aws_security_group.web.id}" },
          table: { value: "${aws_vpc.main.main_route_table_id}" },
          vpc: { value: "${aws_vpc.main.id}" },
        },
      },
      "app/main.tf.json": {
        terraform: { backend: { s3: { ...bucket, key: "app" } } },
        provider,
        data: { terraform_remote_state: { net: { backend: "s3", config: { ...bucket, key: "net" } } } },
        resource: {
          aws_internet_gateway: { igw: { vpc_id: "${data.terraform_remote_state.net.outputs.vpc}" } },
          aws_route: {
            out: {
              route_table_id: "${data.terraform_remote_state.net.outputs.table}",
              destination_cidr_block: "0.0.0.0/0",
              gateway_id: "${aws_internet_gateway.igw.id}",
            },
          },
          aws_vpc_security_group_ingress_rule: {
            from: {
              for_each: { a: "10.0.0.0/24", b: "10.0.1.0/24" },
              security_group_id: "${data.terraform_remote_state.net.outputs.group}",
              ip_protocol: "tcp",
              from_port: 443,
              to_port: 443,
              cidr_ipv4: "${each.value}",
            },
          },
        },
      },
    });
    const subnets = [...model.subnets.values()];
    expect(subnets.map(({ address, blocks, zone }) => [address, formatAddresses(blocks), zone])).toEqual([
      ["net/aws_subnet.a[0]", "10.0.0.0/24", "us-east-1a"],
      ["net/aws_subnet.a[1]", "10.0.1.0/24", "us-east-1b"],
    ]);
    expect(subnets[0]!.table.routes.map(({ text, target }) => [text, target.kind])).toEqual([
      ["10.0.0.0/16", "local"],
      ["0.0.0.0/0", "internet-gateway"],
    ]);
    expect(
      model.securityGroups.get("net/aws_security_group.web")!.ingress.map(({ origin }) => origin),
    ).toEqual([
      'app/aws_vpc_security_group_ingress_rule.from["a"]',
      'app/aws_vpc_security_group_ingress_rule.from["b"]',
    ]);
    expect(model.gaps).toEqual([]);
  });

  it("leaves incomplete whatever an unknown count or an unread module could add to", async () => {
    const vpc_id = "${aws_vpc.main.id}";
    const base = {
      provider,
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { a: { vpc_id, cidr_block: "10.0.1.0/24" } },
      },
    };
    const openIn = async (more: object, resource: object = {}) => {
      const json = { ...base, ...more, resource: { ...base.resource, ...resource } };
      const { subnets, securityGroups: groups } = await modelOf({ "net/main.tf.json": json });
      const { table, acl } = subnets.get("net/aws_subnet.a")!;
      const group = groups.get("net/aws_vpc.main#default-security-group")!;
      return [table.unknown, acl.unknown, group.unknown].map((why) => why !== undefined);
    };
    const count = "${length(aws_vpc.main.ipv6_association_id)}";
    const variable = { variable: { rules: { type: "number" } } };
    expect(await openIn({})).toEqual([false, false, false]);
    expect(await openIn({ module: { other: { source: "terraform-aws-modules/vpc/aws" } } })).toEqual([
      true,
      true,
      true,
    ]);
    expect(await openIn(variable, { aws_route: { x: { count: "${var.rules}" } } })).toEqual([
      true,
      false,
      false,
    ]);
    expect(await openIn({}, { aws_security_group_rule: { x: { count } } })).toEqual([false, false, true]);
    expect(await openIn(variable, { aws_network_acl_rule: { x: { count: "${var.rules}" } } })).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("resolves references to IPv6 blocks that AWS assigns in security group rules", async () => {
    const model = await modelOf({
      "net/main.tf.json": {
        provider,
        resource: {
          aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
          aws_subnet: {
            a: {
              vpc_id: "${aws_vpc.main.id}",
              cidr_block: "10.0.1.0/24",
              ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)}",
            },
          },
          aws_security_group: {
            web: {
              vpc_id: "${aws_vpc.main.id}",
              ingress: [
                {
                  protocol: "-1",
                  from_port: 0,
                  to_port: 0,
                  ipv6_cidr_blocks: ["${aws_vpc.main.ipv6_cidr_block}", "${aws_subnet.a.ipv6_cidr_block}"],
                },
              ],
            },
          },
        },
      },
    });
    const ipv6 = model.vpcs.get("net/aws_vpc.main")!.blocks.intersect(parseAddresses("::/0")!);
    const peers = model.securityGroups.get("net/aws_security_group.web")!.ingress.map(({ peer }) => peer);
    // cidrsubnet() of an unknown block is not evaluated: such a peer is unknown.
    expect(peers).toMatchObject([{ kind: "addresses", addresses: ipv6 }, { kind: "unknown" }]);
    expect(model.subnets.get("net/aws_subnet.a")!.blocks.overlaps(ipv6)).toBe(true);
  });
});
