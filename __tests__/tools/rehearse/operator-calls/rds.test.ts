import { xmlElementText } from "../../../../tools/rehearse/state-backend/xml.ts";
import { type Operator, resource, withOperator } from "./support/operator.ts";

const DB = resource("aws_db_instance", "db-ONE", {
  identifier: "shop-db",
  resource_id: "db-ONE",
  arn: "arn:aws:rds:us-east-1:123456789012:db:shop-db",
  address: "shop-db.abc.us-east-1.rds.amazonaws.com",
  endpoint: "shop-db.abc.us-east-1.rds.amazonaws.com:5432",
  engine: "postgres",
  port: 5432,
  kms_key_id: "key-1",
  multi_az: true,
  deletion_protection: true,
  manage_master_user_password: true,
  master_user_secret: [{ secret_arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1" }],
  vpc_security_group_ids: ["sg-1"],
});
const RESOURCES = [
  DB,
  resource("aws_db_subnet_group", "shop", { name: "shop" }),
  resource("aws_db_parameter_group", "shop15", { name: "shop15" }),
  resource("aws_security_group", "sg-1", {}),
];
const RESTORE = {
  SourceDBInstanceIdentifier: "shop-db",
  TargetDBInstanceIdentifier: "shop-db-restored",
  RestoreTime: "2026-01-31T09:45:00Z",
  DBSubnetGroupName: "shop",
  DBParameterGroupName: "shop15",
  "VpcSecurityGroupIds.VpcSecurityGroupId.1": "sg-1",
};

const instance = ({ account }: Operator, identifier: string) =>
  account.resources("aws_db_instance").find(({ values }) => values.identifier === identifier)?.values;

describe("an operator of Amazon RDS", () => {
  it("restores an instance into a new one, without managed password and protection", () =>
    withOperator(RESOURCES, (operator) => {
      const response = operator.query("rds", "RestoreDBInstanceToPointInTime", RESTORE)!;
      expect(xmlElementText(response, "DBInstanceIdentifier")).toBe("shop-db-restored");
      const restored = instance(operator, "shop-db-restored")!;
      expect(restored).toMatchObject({
        arn: "arn:aws:rds:us-east-1:123456789012:db:shop-db-restored",
        address: "shop-db-restored.abc.us-east-1.rds.amazonaws.com",
        engine: "postgres",
        multi_az: false,
        deletion_protection: false,
        manage_master_user_password: null,
        master_user_secret: [],
      });
      expect(restored.resource_id).toMatch(/^db-[A-Z2-7]{26}$/);
      expect(instance(operator, "shop-db")).toEqual(DB.values);
    }));

  it.each([
    ["an unknown source", { SourceDBInstanceIdentifier: "db" }, "DBInstance db not found."],
    ["a name in use", { TargetDBInstanceIdentifier: "shop-db" }, "DB instance already exists"],
    ["an unknown subnet group", { DBSubnetGroupName: "x" }, "DB subnet group 'x' does not exist."],
    ["an unknown parameter group", { DBParameterGroupName: "x" }, "DBParameterGroup not found: x"],
    [
      "an unknown security group",
      { "VpcSecurityGroupIds.VpcSecurityGroupId.1": "sg-2" },
      "Invalid security group , groupId= sg-2, groupName=.",
    ],
  ])("cannot restore with %s", (_title, parameters, message) =>
    withOperator(RESOURCES, ({ query }) => {
      expect(() => query("rds", "RestoreDBInstanceToPointInTime", { ...RESTORE, ...parameters })).toThrow(
        message,
      );
    }),
  );

  it("renames an instance, which keeps its resource ID", () =>
    withOperator(RESOURCES, (operator) => {
      const rename = { DBInstanceIdentifier: "shop-db", NewDBInstanceIdentifier: "shop-db-old" };
      operator.query("rds", "ModifyDBInstance", { ...rename, ApplyImmediately: "true" });
      expect(instance(operator, "shop-db-old")).toMatchObject({
        id: "db-ONE",
        endpoint: "shop-db-old.abc.us-east-1.rds.amazonaws.com:5432",
      });
      expect(() => operator.query("rds", "DescribeDBInstances", { DBInstanceIdentifier: "shop-db" })).toThrow(
        "DBInstance shop-db not found.",
      );
    }));

  it("lets RDS manage the password, with a key that exists", () =>
    withOperator(
      [
        ...RESOURCES,
        resource("aws_kms_key", "key-1", { arn: "arn:aws:kms:us-east-1:123456789012:key/key-1" }),
        resource("aws_kms_alias", "alias/shop", { name: "alias/shop", target_key_id: "key-1" }),
      ],
      (operator) => {
        const manage = { DBInstanceIdentifier: "shop-db", ManageMasterUserPassword: "true" };
        const other = { ...manage, MasterUserSecretKmsKeyId: "alias/other" };
        expect(() => operator.query("rds", "ModifyDBInstance", other)).toThrow(/alias\/other does not exist/);
        operator.query("rds", "ModifyDBInstance", { ...manage, MasterUserSecretKmsKeyId: "alias/shop" });
        expect(instance(operator, "shop-db")?.master_user_secret).toEqual([
          {
            kms_key_id: "arn:aws:kms:us-east-1:123456789012:key/key-1",
            secret_arn: expect.stringMatching(
              /^arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-/,
            ),
            secret_status: "active",
          },
        ]);
      },
    ));

  it("is told which changes are not simulated", () =>
    withOperator(RESOURCES, ({ query }) => {
      const rotate = { DBInstanceIdentifier: "shop-db", RotateMasterUserPassword: "true" };
      expect(() => query("rds", "ModifyDBInstance", rotate)).toThrow(
        "The rehearsal's RDS does not change RotateMasterUserPassword.",
      );
    }));

  it("deletes an instance that is not protected, with a last snapshot", () =>
    withOperator(RESOURCES, (operator) => {
      const name = { DBInstanceIdentifier: "shop-db" };
      const remove = { ...name, FinalDBSnapshotIdentifier: "shop-db-last" };
      expect(() => operator.query("rds", "DeleteDBInstance", remove)).toThrow(/Cannot delete protected/);
      operator.query("rds", "ModifyDBInstance", { ...name, DeletionProtection: "false" });
      expect(() => operator.query("rds", "DeleteDBInstance", name)).toThrow(/FinalDBSnapshotIdentifier is/);
      operator.query("rds", "DeleteDBInstance", remove);
      expect(instance(operator, "shop-db")).toBeUndefined();
      const described = operator.query("rds", "DescribeDBSnapshots", {
        DBSnapshotIdentifier: "shop-db-last",
      });
      expect(xmlElementText(described!, "DBInstanceIdentifier")).toBe("shop-db");
    }));

  it("makes a snapshot once, and copies it with another key", () =>
    withOperator(RESOURCES, ({ query }) => {
      const make = { DBInstanceIdentifier: "shop-db", DBSnapshotIdentifier: "last" };
      expect(xmlElementText(query("rds", "CreateDBSnapshot", make)!, "KmsKeyId")).toBe("key-1");
      expect(() => query("rds", "CreateDBSnapshot", make)).toThrow(/last already exists/);
      const copy = {
        SourceDBSnapshotIdentifier: "last",
        TargetDBSnapshotIdentifier: "copy",
        KmsKeyId: "key-2",
      };
      expect(xmlElementText(query("rds", "CopyDBSnapshot", copy)!, "KmsKeyId")).toBe("key-2");
    }));
});
