import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks["cybershield-prod-network"]!;
const prod = parseStackJson(stacks, "cybershield-prod-network");
const dev = parseStackJson(stacks, "cybershield-dev-network");

describe("CyberShield: VPC", () => {
  it("is 10.0.0.0/16 with DNS names", () => {
    expect(prodText).toHaveResourceWithProperties(Vpc, {
      cidr_block: "10.0.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
  });

  it("has public, private and database subnets in us-east-1a and us-east-1b", () => {
    const subnets = resourcesOfType(prod, "aws_subnet").map(
      (subnet) => `${tagOf(subnet, "Tier")} ${subnet.availability_zone} ${subnet.cidr_block}`,
    );
    expect(subnets.sort()).toEqual([
      "database us-east-1a 10.0.64.0/22",
      "database us-east-1b 10.0.68.0/22",
      "private us-east-1a 10.0.32.0/22",
      "private us-east-1b 10.0.36.0/22",
      "public us-east-1a 10.0.0.0/22",
      "public us-east-1b 10.0.4.0/22",
    ]);
  });

  it("assigns no public addresses automatically in any subnet", () => {
    expect(resourcesOfType(prod, "aws_subnet").map((subnet) => subnet.map_public_ip_on_launch)).toEqual(
      Array(6).fill(false),
    );
    expect(prodText).toHaveResource(Subnet);
  });

  it("adopts the default security group, route table and network ACL without rules and routes", () => {
    expect(prodText).toHaveResource(DefaultSecurityGroup);
    expect(prodText).toHaveResource(DefaultRouteTable);
    expect(prodText).toHaveResource(DefaultNetworkAcl);
    for (const type of ["aws_default_security_group", "aws_default_network_acl", "aws_default_route_table"]) {
      const settings = resourcesOfType(prod, type).map((one) => Object.keys(one));
      expect(settings).toHaveLength(1);
      expect(settings.flat().filter((name) => /^(ingress|egress|route)$/.test(name))).toEqual([]);
    }
  });
});

describe("CyberShield: internet", () => {
  /** The targets of a tier's routes. */
  function routeTargets(stack: typeof prod, tier: string): string[] {
    const tables = Object.entries(stack.resource?.aws_route_table ?? {}).filter(
      ([, table]) => tagOf(table, "Tier") === tier,
    );
    const ids = tables.map(([id]) => id);
    expect(ids.length).toBe(2);
    return resourcesOfType(stack, "aws_route")
      .filter((route) => ids.some((id) => String(route.route_table_id).includes(`aws_route_table.${id}.`)))
      .map(
        (route) =>
          String(route.gateway_id ?? route.nat_gateway_id ?? route.network_interface_id).split(".")[0]!,
      );
  }

  it("is routed from the public tier to an internet gateway", () => {
    expect(prodText).toHaveResource(InternetGateway);
    expect(routeTargets(prod, "public")).toEqual(["${aws_internet_gateway", "${aws_internet_gateway"]);
  });

  it("in prod is routed from the private tier to a NAT gateway in each zone", () => {
    expect(resourcesOfType(prod, "aws_nat_gateway")).toHaveLength(2);
    expect(resourcesOfType(prod, "aws_eip")).toHaveLength(2);
    const routes = resourcesOfType(prod, "aws_route").flatMap((route) =>
      route.nat_gateway_id === undefined ? [] : [route.nat_gateway_id],
    );
    expect(new Set(routes).size).toBe(2);
    expect(routeTargets(prod, "private")).toEqual(["${aws_nat_gateway", "${aws_nat_gateway"]);
  });

  it("in dev is routed from the private tier to a single small NAT instance", () => {
    expect(resourcesOfType(dev, "aws_nat_gateway")).toEqual([]);
    const [instance, ...others] = resourcesOfType(dev, "aws_instance");
    expect(others).toEqual([]);
    expect(instance).toMatchObject({
      instance_type: "t4g.nano",
      source_dest_check: false,
      metadata_options: { http_tokens: "required" },
      root_block_device: { encrypted: true },
    });
    expect(instance!.user_data).toContain("masquerade");
    expect(routeTargets(dev, "private")).toEqual(["${aws_instance", "${aws_instance"]);
  });

  it("is not routed from the database tier", () => {
    expect(routeTargets(prod, "database")).toEqual([]);
    expect(routeTargets(dev, "database")).toEqual([]);
  });
});

describe("CyberShield: firewall", () => {
  it("in prod admits only CloudFront's origin-facing prefix list to the load balancer", () => {
    const [[list, settings] = []] = Object.entries(prod.data!.aws_ec2_managed_prefix_list!);
    expect(settings).toMatchObject({ name: "com.amazonaws.global.cloudfront.origin-facing" });
    expect(prodText).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      description: "internet to app",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      prefix_list_id: `\${data.aws_ec2_managed_prefix_list.${list}.id}`,
    });
    const open = resourcesOfType(prod, "aws_vpc_security_group_ingress_rule").filter(
      (rule) => rule.cidr_ipv4 !== undefined,
    );
    expect(open).toEqual([]);
  });

  it("in dev admits the internet to the load balancer on ports 80 and 443", () => {
    const open = resourcesOfType(dev, "aws_vpc_security_group_ingress_rule").filter(
      (rule) => rule.cidr_ipv4 === "0.0.0.0/0",
    );
    expect(open.map((rule) => rule.from_port).sort()).toEqual([443, 80]);
  });

  it("has each rule as a separate resource, none inline", () => {
    const groups = resourcesOfType(prod, "aws_security_group").map((group) => [
      group.name,
      "ingress" in group || "egress" in group,
    ]);
    expect(groups).toEqual(
      ["alb", "app", "cache", "db", "main-endpoints"].map((name) => [`cybershield-prod-${name}`, false]),
    );
    expect(resourcesOfType(prod, "aws_security_group_rule")).toEqual([]);
  });
});

describe("CyberShield: network ACLs", () => {
  it("are one per tier, associated with the tier's subnets", () => {
    const subnets = Object.entries(prod.resource!.aws_subnet!);
    const subnetsOf = (tier: string) =>
      subnets.flatMap(([id, subnet]) => (tagOf(subnet, "Tier") === tier ? [`\${aws_subnet.${id}.id}`] : []));
    expect(subnetsOf("public")).toHaveLength(2);
    const acls = resourcesOfType(prod, "aws_network_acl").map((acl) => [tagOf(acl, "Name"), acl.subnet_ids]);
    expect(acls).toEqual(
      ["database", "private", "public"].map((tier) => [`cybershield-prod-main-${tier}`, subnetsOf(tier)]),
    );
  });

  it("have allow entries only, as AWS denies everything else", () => {
    const actions = resourcesOfType(prod, "aws_network_acl_rule").map(({ rule_action }) => rule_action);
    expect(new Set(actions)).toEqual(new Set(["allow"]));
  });
});

describe("CyberShield: flow logs", () => {
  it("record all traffic in an encrypted log group with a retention of a year in prod", () => {
    expect(prodText).toHaveResourceWithProperties(FlowLog, {
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      max_aggregation_interval: 60,
    });
    expect(resourcesOfType(prod, "aws_cloudwatch_log_group")).toEqual([
      {
        name: "/cybershield-prod-main/flow-logs",
        retention_in_days: 365,
        kms_key_id: expect.stringContaining("aws_kms_key."),
      },
    ]);
    expect(resourcesOfType(dev, "aws_cloudwatch_log_group")[0]!.retention_in_days).toBe(30);
  });

  it("use a role that may only write flow logs", () => {
    const [role] = resourcesOfType(prod, "aws_iam_role_policy");
    expect(JSON.parse(String(role!.policy)).Statement).toEqual([
      {
        Sid: "WriteFlowLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.arn\}:\*$/),
      },
      {
        Sid: "FindLogGroup",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "arn:aws:logs:us-east-1:111111111111:log-group:*",
      },
    ]);
  });
});

describe("CyberShield: endpoints", () => {
  const services = (stack: typeof prod) =>
    resourcesOfType(stack, "aws_vpc_endpoint").map(
      (endpoint) => `${endpoint.vpc_endpoint_type} ${endpoint.service_name}`,
    );

  it("in prod are a gateway for S3, and interfaces for ECR api and dkr, Logs and Secrets Manager", () => {
    expect(services(prod).sort()).toEqual([
      "Gateway com.amazonaws.us-east-1.s3",
      "Interface com.amazonaws.us-east-1.ecr.api",
      "Interface com.amazonaws.us-east-1.ecr.dkr",
      "Interface com.amazonaws.us-east-1.logs",
      "Interface com.amazonaws.us-east-1.secretsmanager",
    ]);
    expect(prodText).toHaveResourceWithProperties(VpcEndpoint, {
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
    });
  });

  it("in dev are a gateway for S3 only", () => {
    expect(services(dev)).toEqual(["Gateway com.amazonaws.us-east-1.s3"]);
  });

  it("route only the private tier to S3", () => {
    const [gateway] = resourcesOfType(prod, "aws_vpc_endpoint").filter(
      (endpoint) => endpoint.vpc_endpoint_type === "Gateway",
    );
    expect(gateway!.route_table_ids).toEqual([
      expect.stringContaining("private-us-east-1a"),
      expect.stringContaining("private-us-east-1b"),
    ]);
  });

  it("allow only this account's principals, and public reads of layers and packages from S3", () => {
    const statements = resourcesOfType(prod, "aws_vpc_endpoint").map(({ service_name, policy }) => [
      String(service_name).replace("com.amazonaws.us-east-1.", ""),
      ...JSON.parse(String(policy)).Statement,
    ]);
    const own = expect.objectContaining({
      Effect: "Allow",
      Condition: { StringEquals: { "aws:PrincipalAccount": "111111111111" } },
    });
    const reads = expect.objectContaining({
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [
        "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
        "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*",
      ],
    });
    expect(statements.sort()).toEqual([
      ["ecr.api", own],
      ["ecr.dkr", own],
      ["logs", own],
      ["s3", own, reads],
      ["secretsmanager", own],
    ]);
  });
});

describe("CyberShield: DNS", () => {
  it("is a zone for cybershield-ai.com, with a comment about its delegation", () => {
    expect(resourcesOfType(prod, "aws_route53_zone")).toEqual([
      {
        name: "cybershield-ai.com",
        comment: "Delegate from Namecheap",
        lifecycle: { prevent_destroy: true },
      },
    ]);
    expect(prod.output?.name_servers?.value).toMatch(/^\$\{aws_route53_zone\..+\.name_servers\}$/);
  });
});

describe("CyberShield: KMS", () => {
  it("rotates the logs' key yearly and has prevent_destroy", () => {
    expect(prodText).toHaveResourceWithProperties(KmsKey, {
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });
});

function tagOf(resource: Readonly<Record<string, unknown>>, key: string): unknown {
  return (resource.tags as Record<string, unknown> | undefined)?.[key];
}
