import { callContextWith, computedAfterCreate } from "../computed-values/support.ts";
import { exists, twoSubnets, VPC_ID } from "../constraints/constraint-case.ts";

const group = { replication_subnet_group_id: "moving", subnet_ids: twoSubnets.map(({ id }) => id) };

describe("the Database Migration Service", () => {
  it("returns a subnet group's ARN and VPC", () => {
    const names = ["id", "replication_subnet_group_arn", "vpc_id"];
    const context = callContextWith(...twoSubnets);
    expect(computedAfterCreate("aws_dms_replication_subnet_group", group, names, context)).toMatchObject({
      id: "moving",
      replication_subnet_group_arn: "arn:aws:dms:us-east-1:123456789012:subgrp:moving",
      vpc_id: VPC_ID,
    });
  });

  it("gives an instance an address in the first subnet of its group", () => {
    const context = callContextWith(
      ...twoSubnets,
      exists("aws_dms_replication_subnet_group", "moving", group),
    );
    const instance = { replication_instance_id: "mover", replication_subnet_group_id: "moving" };
    const values = computedAfterCreate(
      "aws_dms_replication_instance",
      { ...instance, publicly_accessible: false },
      {
        id: "string",
        replication_instance_arn: "string",
        replication_instance_private_ips: ["list", "string"],
        replication_instance_public_ips: ["list", "string"],
      },
      context,
    );
    expect(values).toMatchObject({ id: "mover", replication_instance_public_ips: [] });
    expect(values.replication_instance_arn).toMatch(/^arn:aws:dms:us-east-1:123456789012:rep:[A-Z0-9]{26}$/);
    expect(values.replication_instance_private_ips).toEqual([expect.stringMatching(/^10\.0\.0\.\d+$/)]);
  });
});
