import { definedIn } from "../services/type-definitions.ts";
import type { Constraint } from "../simulator-types.ts";
import { idOrName, isDelete, resourcesInRegion, violationIf } from "./support/constraint-helpers.ts";
import { subnetIdsOf } from "./support/network.ts";

/** A VPC cannot be deleted while it has resources, nor a subnet while it has network interfaces. */
export const networkInUse: Constraint = {
  name: "network-in-use",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html",
  errorCodes: ["DependencyViolation"],
  isRetried: true,
  types: ["aws_vpc", "aws_subnet"],
  check(change, context) {
    if (!isDelete(change)) return [];
    const id = idOrName(change.before);
    const dependents = definedIn("dependentOf").flatMap(([type, owners]) =>
      owners.includes(change.type) ? [type] : [],
    );
    const implicitIds = [
      change.before.default_security_group_id,
      change.before.default_route_table_id,
      change.before.default_network_acl_id,
    ];
    const hasDependents =
      change.type === "aws_vpc"
        ? resourcesInRegion(context, ...dependents)
            .filter(({ values }) => values.vpc_id === id)
            .some((inside) => !implicitIds.includes(inside.id))
        : resourcesInRegion(context, ...dependents).some(({ values }) => subnetIdsOf(values).includes(id));
    return violationIf(
      hasDependents,
      "DependencyViolation",
      `The ${change.type === "aws_vpc" ? "vpc" : "subnet"} '${id}' has dependencies and cannot be deleted.`,
    );
  },
};
