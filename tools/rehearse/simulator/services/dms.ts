import { stringListAttribute } from "../computed-values/attribute-reader.ts";
import { findExistingResource, vpcIdOfSubnets } from "../computed-values/existing-resources.ts";
import { allocatePrivateAddress, allocatePublicAddress } from "../computed-values/ip-addresses.ts";
import {
  arnTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../computed-values/value-context.ts";
import { hasUnknownAttribute, violationIf } from "../constraints/support/constraint-helpers.ts";
import { zonesOfSubnets } from "../constraints/support/network.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ServiceResources } from "./service-resources.ts";

/** The address of an instance in the first subnet of its group. */
function privateAddress(context: ValueContext): string {
  const groupId = resolveString(context, "replication_subnet_group_id");
  const group = findExistingResource(context.account, groupId, "aws_dms_replication_subnet_group");
  const [subnet] = stringListAttribute(group?.values, "subnet_ids");
  return subnet === undefined ? "" : allocatePrivateAddress(context, subnet);
}

/** The subnets of a replication subnet group cover at least two Availability Zones. */
const replicationSubnetGroup: Constraint = {
  name: "replication-subnet-group",
  documentation: "https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationSubnetGroup.html",
  errorCodes: ["ReplicationSubnetGroupDoesNotCoverEnoughAZs"],
  types: ["aws_dms_replication_subnet_group"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "subnet_ids")) return [];
    const zones = zonesOfSubnets(context, stringListAttribute(change.after, "subnet_ids"));
    return violationIf(
      zones.length === 1,
      "ReplicationSubnetGroupDoesNotCoverEnoughAZs",
      "The replication subnet group does not cover enough Availability Zones (AZs). Edit the replication subnet group and add more AZs.",
      "subnet_ids",
    );
  },
};

/** Replication instances of the Database Migration Service, and their subnet groups. */
export const dmsResources: ServiceResources = {
  types: {
    aws_dms_replication_subnet_group: {
      values: {
        id: "{replication_subnet_group_id}",
        replication_subnet_group_arn: arnTemplate(
          "dms:{region}:{account}:subgrp:{replication_subnet_group_id}",
        ),
        vpc_id: (context) => vpcIdOfSubnets(context.account, resolveStrings(context, "subnet_ids")) ?? "",
      },
      uniqueName: {
        attribute: "replication_subnet_group_id",
        code: "ResourceAlreadyExistsFault",
        message: "The Replication Subnet Group {} already exists.",
      },
    },
    aws_dms_replication_instance: {
      values: {
        id: "{replication_instance_id}",
        replication_instance_arn: arnTemplate("dms:{region}:{account}:rep:{upper:26}"),
        allocated_storage: 50,
        engine_version: "3.5.4",
        network_type: "IPV4",
        kms_key_arn: arnTemplate("kms:{region}:{account}:key/{uuid:dms}"),
        replication_subnet_group_id: "default",
        replication_instance_private_ips: (context) => [privateAddress(context)].filter(Boolean),
        replication_instance_public_ips: (context) =>
          context.resolve("publicly_accessible") === true ? [allocatePublicAddress(context)] : [],
      },
      uniqueName: {
        attribute: "replication_instance_id",
        code: "ResourceAlreadyExistsFault",
        message: "Replication Instance {} already exists.",
      },
      parents: [
        {
          attribute: "replication_subnet_group_id",
          types: ["aws_dms_replication_subnet_group"],
          code: "ResourceNotFoundFault",
          message: "The Replication Subnet Group {} was not found.",
        },
      ],
    },
  },
  constraints: [replicationSubnetGroup],
};
