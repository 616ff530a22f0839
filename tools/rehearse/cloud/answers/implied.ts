import type { AccountView, CloudResource } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { textOf, textsOf } from "./read.ts";
import { token } from "./token.ts";

/**
 * What AWS makes along with a resource and removes with it: a VPC's default security group, main route
 * table and default network ACL, an endpoint's network interfaces, a managed password's secret. They
 * follow from the owner's values alone, so an account need not store them.
 */
export function impliedBy(owner: CloudResource, account: AccountView): readonly CloudResource[] {
  if (owner.type === "aws_vpc" || owner.type === "aws_default_vpc") return impliedByVpc(owner);
  if (owner.type === "aws_vpc_endpoint") {
    return textsOf(owner.values, "network_interface_ids").map((id, index) =>
      networkInterface(owner, id, textsOf(owner.values, "subnet_ids")[index], account),
    );
  }
  if (owner.type === "aws_nat_gateway") {
    const id = textOf(owner.values, "network_interface_id");
    return id === undefined ? [] : [networkInterface(owner, id, textOf(owner.values, "subnet_id"), account)];
  }
  if (owner.type === "aws_instance") {
    const id = textOf(owner.values, "primary_network_interface_id");
    return id === undefined ? [] : [networkInterface(owner, id, textOf(owner.values, "subnet_id"), account)];
  }
  if (owner.type === "aws_lb" || owner.type === "aws_alb") {
    return textsOf(owner.values, "subnets").map((subnet) =>
      networkInterface(owner, `eni-0${token(`${owner.id}/${subnet}`, "hex", 16)}`, subnet, account),
    );
  }
  return [];
}

function made(
  owner: CloudResource,
  type: string,
  id: string | undefined,
  values: ObjectValue,
): CloudResource[] {
  return id === undefined ? [] : [{ type, id, region: owner.region, values: { id, ...values } }];
}

function impliedByVpc(vpc: CloudResource): readonly CloudResource[] {
  const common = { vpc_id: vpc.id, owner_id: vpc.values.owner_id ?? "", tags: {} };
  const group = textOf(vpc.values, "default_security_group_id");
  return [
    ...made(vpc, "aws_security_group", group, {
      ...common,
      name: "default",
      description: "default VPC security group",
      arn: `${textOf(vpc.values, "arn")?.replace(/vpc\/.*$/, "") ?? ""}security-group/${group}`,
    }),
    ...made(vpc, "aws_route_table", textOf(vpc.values, "default_route_table_id"), { ...common, route: [] }),
    ...made(vpc, "aws_network_acl", textOf(vpc.values, "default_network_acl_id"), {
      ...common,
      subnet_ids: [],
    }),
  ];
}

function networkInterface(
  owner: CloudResource,
  id: string,
  subnet: string | undefined,
  account: AccountView,
): CloudResource {
  const vpc = account.resources("aws_subnet").find((resource) => resource.id === subnet)?.values.vpc_id ?? "";
  const groups = ["security_groups", "security_group_ids", "vpc_security_group_ids"].flatMap((name) =>
    textsOf(owner.values, name),
  );
  return {
    type: "aws_network_interface",
    id,
    region: owner.region,
    values: { id, subnet_id: subnet ?? "", vpc_id: vpc, security_groups: groups, description: owner.id },
  };
}
