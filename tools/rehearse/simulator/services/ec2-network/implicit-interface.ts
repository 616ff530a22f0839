import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import type { ReadonlyAccount, SimulatedResource } from "../../simulator-types.ts";

/** A network interface that AWS creates along with its owner, in a subnet. */
export function implicitNetworkInterface(
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

/** Returns the network interface whose ID an attribute of its owner holds, if it is set. */
export const implicitInterfaceNamedBy =
  (attribute: string) =>
  (owner: SimulatedResource, account: ReadonlyAccount): readonly SimulatedResource[] => {
    const id = stringAttribute(owner.values, attribute);
    const subnet = stringAttribute(owner.values, "subnet_id");
    return id === undefined ? [] : [implicitNetworkInterface(owner, id, subnet, account)];
  };
