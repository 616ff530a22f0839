import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import type { ReadonlyAccount, SimulatedResource } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { stringAttribute, stringListAttribute } from "./attribute-reader.ts";
import { deterministicToken } from "./deterministic-values.ts";

/**
 * The resources that AWS creates and deletes along with another: a VPC's default security group,
 * main route table and default network ACL, an endpoint's network interfaces, a managed password's
 * secret. They derive from the owner's values alone, so the account does not store them.
 */
export function implicitResourcesOf(
  owner: SimulatedResource,
  account: ReadonlyAccount,
): readonly SimulatedResource[] {
  if (withDefaultTwin("aws_vpc").includes(owner.type)) return implicitResourcesOfVpc(owner);
  if (owner.type === "aws_vpc_endpoint") {
    return stringListAttribute(owner.values, "network_interface_ids").map((id, index) =>
      networkInterface(owner, id, stringListAttribute(owner.values, "subnet_ids")[index], account),
    );
  }
  if (owner.type === "aws_nat_gateway") {
    const id = stringAttribute(owner.values, "network_interface_id");
    return id === undefined
      ? []
      : [networkInterface(owner, id, stringAttribute(owner.values, "subnet_id"), account)];
  }
  if (owner.type === "aws_instance") {
    const id = stringAttribute(owner.values, "primary_network_interface_id");
    return id === undefined
      ? []
      : [networkInterface(owner, id, stringAttribute(owner.values, "subnet_id"), account)];
  }
  if (owner.type === "aws_lb") {
    return stringListAttribute(owner.values, "subnets").map((subnet) =>
      networkInterface(
        owner,
        `eni-0${deterministicToken(`${owner.id}/${subnet}`, "hex", 16)}`,
        subnet,
        account,
      ),
    );
  }
  return [];
}

function implicitResource(
  owner: SimulatedResource,
  type: string,
  id: string | undefined,
  values: ObjectValue,
): SimulatedResource[] {
  return id === undefined ? [] : [{ type, id, region: owner.region, values: { id, ...values } }];
}

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

function networkInterface(
  owner: SimulatedResource,
  id: string,
  subnet: string | undefined,
  account: ReadonlyAccount,
): SimulatedResource {
  const vpc = account.resources("aws_subnet").find((resource) => resource.id === subnet)?.values.vpc_id ?? "";
  const groups = ["security_groups", "security_group_ids", "vpc_security_group_ids"].flatMap((name) =>
    stringListAttribute(owner.values, name),
  );
  return {
    type: "aws_network_interface",
    id,
    region: owner.region,
    values: { id, subnet_id: subnet ?? "", vpc_id: vpc, security_groups: groups, description: owner.id },
  };
}
