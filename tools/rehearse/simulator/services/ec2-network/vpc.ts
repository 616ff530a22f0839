import { DEFAULT_VPC_BLOCK } from "../../../../../aws/special-ranges.ts";
import { VPC_IPV6_PREFIX, VPC_PREFIX } from "../../../../../aws/vpc-quotas.ts";
import { cidrAttribute, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { renderTemplate, type ValueContext } from "../../computed-values/value-context.ts";
import { isCreate, violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { Constraint, SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { defaultVpcResourceId, defaultVpcResources } from "./default-vpc.ts";
import { ec2Resource } from "./ec2-resource.ts";

const vpc = {
  ...ec2Resource("vpc", "vpc"),
  cidr_block: DEFAULT_VPC_BLOCK.toString(),
  default_network_acl_id: "acl-0{hex:16/acl}",
  default_route_table_id: "rtb-0{hex:16/rtb}",
  main_route_table_id: "rtb-0{hex:16/rtb}",
  default_security_group_id: "sg-0{hex:16/sg}",
  dhcp_options_id: (context: ValueContext) =>
    `dopt-${renderTemplate("0{hex:16}", { ...context, seed: `${context.accountId}/${context.region}/dopt` })}`,
  ipv6_association_id: (context: ValueContext) =>
    context.resolve("assign_generated_ipv6_cidr_block") === true
      ? renderTemplate("vpc-cidr-assoc-0{hex:16/ipv6}", context)
      : "",
  ipv6_cidr_block: (context: ValueContext) =>
    context.resolve("assign_generated_ipv6_cidr_block") === true
      ? renderTemplate(`2600:1f18:{hex:4/v6}:{hex:2/v6b}00::/${VPC_IPV6_PREFIX}`, context)
      : "",
  ipv6_cidr_block_network_border_group: (context: ValueContext) =>
    context.resolve("assign_generated_ipv6_cidr_block") === true ? context.region : "",
};

/** A default VPC and its resources exist before Terraform adopts it. */
const defaultVpc = {
  id: (context: ValueContext) => defaultVpcResourceId(context.accountId, context.region, "vpc"),
  default_network_acl_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "acl"),
  default_route_table_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "rtb"),
  main_route_table_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "rtb"),
  default_security_group_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "sg"),
};

function implicitResource(
  owner: SimulatedResource,
  type: string,
  id: string | undefined,
  values: ObjectValue,
): SimulatedResource[] {
  return id === undefined ? [] : [{ type, id, region: owner.region, values: { id, ...values } }];
}

/** A VPC's default security group, main route table and default network ACL. */
function implicitResourcesOfVpc(vpc: SimulatedResource): readonly SimulatedResource[] {
  const commonValues = { vpc_id: vpc.id, owner_id: vpc.values.owner_id ?? "", tags: {} };
  const group = stringAttribute(vpc.values, "default_security_group_id");
  return [
    ...implicitResource(vpc, "aws_security_group", group, {
      ...commonValues,
      name: "default",
      description: "default VPC security group",
      arn: `${stringAttribute(vpc.values, "arn")?.replace(/vpc\/.*$/, "") ?? ""}security-group/${group}`,
    }),
    ...implicitResource(vpc, "aws_route_table", stringAttribute(vpc.values, "default_route_table_id"), {
      ...commonValues,
      route: [],
    }),
    ...implicitResource(vpc, "aws_network_acl", stringAttribute(vpc.values, "default_network_acl_id"), {
      ...commonValues,
      subnet_ids: [],
    }),
  ];
}

/** The CIDR block of a VPC or subnet is between /16 and /28. */
const vpcCidrSize: Constraint = {
  name: "vpc-cidr-size",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
  errorCodes: ["InvalidSubnet.Range", "InvalidVpc.Range"],
  types: ["aws_vpc", "aws_subnet", "aws_vpc_ipv4_cidr_block_association"],
  check(change) {
    if (!isCreate(change)) return [];
    const cidr = stringAttribute(change.after, "cidr_block");
    const block = cidrAttribute(change.after, "cidr_block");
    if (block === undefined) return [];
    return violationIf(
      block.prefix < VPC_PREFIX.shortest || block.prefix > VPC_PREFIX.longest,
      change.type === "aws_subnet" ? "InvalidSubnet.Range" : "InvalidVpc.Range",
      `The CIDR '${cidr}' is invalid.`,
      "cidr_block",
    );
  },
};

/** VPCs, their CIDR blocks and DHCP options. */
export const ec2NetworkVpcResources: ServiceResources = {
  types: {
    aws_vpc: {
      values: vpc,
      notFound: { code: "InvalidVpcID.NotFound", message: "The vpc ID '{}' does not exist" },
      implicitResources: implicitResourcesOfVpc,
    },
    aws_default_vpc: { values: { ...vpc, ...defaultVpc }, implicitResources: implicitResourcesOfVpc },
    aws_default_vpc_dhcp_options: { values: ec2Resource("dopt", "dhcp-options") },
    aws_vpc_dhcp_options: { values: ec2Resource("dopt", "dhcp-options") },
    aws_vpc_dhcp_options_association: { values: { id: "{dhcp_options_id}-{vpc_id}" } },
    aws_vpc_ipv4_cidr_block_association: { values: { id: "vpc-cidr-assoc-0{hex:16}" } },
    aws_vpc_ipv6_cidr_block_association: {
      values: {
        id: "vpc-cidr-assoc-0{hex:16}",
        ipv6_cidr_block: `2600:1f18:{hex:4/v6}:{hex:2/v6b}00::/${VPC_IPV6_PREFIX}`,
      },
    },
  },
  initialResources: defaultVpcResources,
  constraints: [vpcCidrSize],
};
