import { compact } from "../../../language/compact.ts";
import { stringListAttribute } from "../simulator/computed-values/attribute-reader.ts";
import { deterministicToken, deterministicUuid } from "../simulator/computed-values/deterministic-values.ts";
import type { SimulatedResource } from "../simulator/simulator-types.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";
import type { XmlChildren } from "../state-backend/xml.ts";
import {
  type ApiCall,
  changeResource,
  type QueryOperation,
  rejectedCall,
  resourcesOfCall,
} from "./api-call.ts";

type RdsCall = ApiCall<URLSearchParams>;

const INSTANCE = "aws_db_instance";

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
const describeInstances: QueryOperation = (call) => {
  const identifier = call.parameters.get("DBInstanceIdentifier");
  const found = identifier === null ? resourcesOfCall(call, INSTANCE) : [findInstance(call, identifier)];
  return { DBInstances: { DBInstance: found.map(instanceResponse) } };
};

/**
 * Restores an instance into a new one, with the source's engine, storage and credentials. The new
 * instance has no password managed by RDS, no monitoring and no tags.
 * The time is not compared with the backups, which the simulation does not make.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html
 */
const restoreToPointInTime: QueryOperation = (call) => {
  const { account, region, parameters } = call;
  const source = findInstance(call, requiredParameter(call, "SourceDBInstanceIdentifier"));
  const identifier = requiredParameter(call, "TargetDBInstanceIdentifier");
  if (parameters.get("RestoreTime") === null && !isTrue(call, "UseLatestRestorableTime")) {
    throw rejectedCall("InvalidParameterCombination", "RestoreTime or UseLatestRestorableTime is required.");
  }
  checkIsFree(call, identifier);
  const resourceId = `db-${deterministicToken(`${source.id}/${identifier}`, "base32", 26)}`;
  const restored: SimulatedResource = {
    type: INSTANCE,
    region,
    id: resourceId,
    values: {
      ...source.values,
      ...namedAttributes(source, identifier),
      ...networkAttributes(call),
      id: resourceId,
      resource_id: resourceId,
      multi_az: isTrue(call, "MultiAZ"),
      deletion_protection: isTrue(call, "DeletionProtection"),
      publicly_accessible: isTrue(call, "PubliclyAccessible"),
      manage_master_user_password: null,
      master_user_secret: [],
      master_user_secret_kms_key_id: "",
      monitoring_interval: 0,
      monitoring_role_arn: "",
      performance_insights_enabled: false,
      tags: {},
      tags_all: {},
    },
  };
  account.put(restored);
  return { DBInstance: instanceResponse(restored) };
};

/** The parameters of ModifyDBInstance that the simulation acts on. */
const MODIFY_PARAMETERS: readonly string[] = [
  "DBInstanceIdentifier",
  "NewDBInstanceIdentifier",
  "DeletionProtection",
  "ManageMasterUserPassword",
  "MasterUserSecretKmsKeyId",
  "ApplyImmediately",
];

/**
 * Renames an instance, changes its deletion protection, or lets RDS manage its password. Other
 * changes are rejected, since the simulation would not make them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 */
const modifyInstance: QueryOperation = (call) => {
  const known = ["Action", "Version", ...MODIFY_PARAMETERS];
  const unknown = [...call.parameters.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw rejectedCall("InvalidParameterValue", `The rehearsal's RDS does not change ${unknown}.`);
  }
  const instance = findInstance(call, requiredParameter(call, "DBInstanceIdentifier"));
  const identifier = call.parameters.get("NewDBInstanceIdentifier");
  if (identifier !== null) checkIsFree(call, identifier);
  const changed = changeResource(call, instance, {
    ...(identifier === null ? {} : namedAttributes(instance, identifier)),
    ...(call.parameters.has("DeletionProtection")
      ? { deletion_protection: isTrue(call, "DeletionProtection") }
      : {}),
    ...(isTrue(call, "ManageMasterUserPassword") ? managedPassword(call, instance) : {}),
  });
  return { DBInstance: instanceResponse(changed) };
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html */
const deleteInstance: QueryOperation = (call) => {
  const instance = findInstance(call, requiredParameter(call, "DBInstanceIdentifier"));
  if (instance.values.deletion_protection === true) {
    const message = "Cannot delete protected DB Instance, please disable deletion protection and try again.";
    throw rejectedCall("InvalidParameterCombination", message);
  }
  const snapshot = call.parameters.get("FinalDBSnapshotIdentifier");
  if (snapshot === null && !isTrue(call, "SkipFinalSnapshot")) {
    const message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.";
    throw rejectedCall("InvalidParameterCombination", message);
  }
  if (snapshot !== null) putSnapshot(call, snapshot, snapshotAttributes(instance));
  call.account.remove(INSTANCE, instance.region, instance.id);
  return { DBInstance: instanceResponse(instance) };
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html */
const createSnapshot: QueryOperation = (call) => {
  const instance = findInstance(call, requiredParameter(call, "DBInstanceIdentifier"));
  const identifier = requiredParameter(call, "DBSnapshotIdentifier");
  return { DBSnapshot: snapshotResponse(putSnapshot(call, identifier, snapshotAttributes(instance))) };
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html */
const copySnapshot: QueryOperation = (call) => {
  const source = findSnapshot(call, requiredParameter(call, "SourceDBSnapshotIdentifier"));
  const target = requiredParameter(call, "TargetDBSnapshotIdentifier");
  const key = call.parameters.get("KmsKeyId");
  const copy = putSnapshot(call, target, { ...source.values, ...compact({ kms_key_id: key ?? undefined }) });
  return { DBSnapshot: snapshotResponse(copy) };
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html */
const describeSnapshots: QueryOperation = (call) => {
  const identifier = call.parameters.get("DBSnapshotIdentifier");
  const found = identifier === null ? resourcesOfCall(call, SNAPSHOT) : [findSnapshot(call, identifier)];
  return { DBSnapshots: { DBSnapshot: found.map(snapshotResponse) } };
};

/** The operations of Amazon RDS with which operators save and restore a database. */
export const RDS_OPERATIONS: Readonly<Record<string, QueryOperation>> = {
  DescribeDBInstances: describeInstances,
  RestoreDBInstanceToPointInTime: restoreToPointInTime,
  ModifyDBInstance: modifyInstance,
  DeleteDBInstance: deleteInstance,
  CreateDBSnapshot: createSnapshot,
  CopyDBSnapshot: copySnapshot,
  DescribeDBSnapshots: describeSnapshots,
};

const SNAPSHOT = "aws_db_snapshot";

function requiredParameter({ parameters }: RdsCall, name: string): string {
  const value = parameters.get(name);
  if (value === null)
    throw rejectedCall("MissingParameter", `The request must contain the parameter ${name}`);
  return value;
}

function isTrue({ parameters }: RdsCall, name: string): boolean {
  return parameters.get(name) === "true";
}

function findInstance(call: RdsCall, identifier: string): SimulatedResource {
  const found = instanceNamed(call, identifier);
  if (found === undefined) throw rejectedCall("DBInstanceNotFound", `DBInstance ${identifier} not found.`);
  return found;
}

function instanceNamed(call: RdsCall, identifier: string): SimulatedResource | undefined {
  return resourcesOfCall(call, INSTANCE).find(({ values }) => values.identifier === identifier);
}

function checkIsFree(call: RdsCall, identifier: string): void {
  if (instanceNamed(call, identifier) === undefined) return;
  throw rejectedCall("DBInstanceAlreadyExists", "DB instance already exists");
}

/** Returns the attributes that contain the identifier; a new name is a new host name and ARN. */
function namedAttributes({ values }: SimulatedResource, identifier: string): ObjectValue {
  const old = String(values.identifier);
  const renamed = (name: string, prefix: string) =>
    String(values[name]).replace(`${prefix}${old}`, () => `${prefix}${identifier}`);
  return {
    identifier,
    arn: renamed("arn", ":db:"),
    address: renamed("address", ""),
    endpoint: renamed("endpoint", ""),
  };
}

/** Returns the attributes of a password that RDS manages, in a secret with the call's KMS key. */
function managedPassword(call: RdsCall, { id }: SimulatedResource): ObjectValue {
  const reference = requiredParameter(call, "MasterUserSecretKmsKeyId");
  const alias = resourcesOfCall(call, "aws_kms_alias").find(({ values }) => values.name === reference);
  const keyId = alias?.values.target_key_id ?? reference;
  const key = resourcesOfCall(call, "aws_kms_key").find(({ id: own, values }) =>
    [own, values.arn].includes(keyId as string),
  );
  if (key === undefined)
    throw rejectedCall("KMSKeyNotAccessibleFault", `The KMS key ${reference} does not exist.`);
  const name = `rds!db-${deterministicUuid(`${id}/secret`)}-${deterministicToken(`${id}/secret`, "mixed", 6)}`;
  const arn = `arn:aws:secretsmanager:${call.region}:${call.account.accountId}:secret:${name}`;
  const keyArn = String(key.values.arn);
  return {
    manage_master_user_password: true,
    master_user_secret: [{ kms_key_id: keyArn, secret_arn: arn, secret_status: "active" }],
    master_user_secret_kms_key_id: keyArn,
  };
}

/** Returns the network settings of a restore. @throws AwsHttpError if AWS has no such resource */
function networkAttributes(call: RdsCall): ObjectValue {
  const group = requiredParameter(call, "DBSubnetGroupName");
  if (!resourcesOfCall(call, "aws_db_subnet_group").some(({ values }) => values.name === group)) {
    throw rejectedCall("DBSubnetGroupNotFoundFault", `DB subnet group '${group}' does not exist.`);
  }
  const parameterGroup = requiredParameter(call, "DBParameterGroupName");
  if (!resourcesOfCall(call, "aws_db_parameter_group").some(({ values }) => values.name === parameterGroup)) {
    throw rejectedCall("DBParameterGroupNotFound", `DBParameterGroup not found: ${parameterGroup}`);
  }
  const securityGroups = [...call.parameters]
    .filter(([name]) => name.startsWith("VpcSecurityGroupIds."))
    .map(([, id]) => id);
  const known = new Set(resourcesOfCall(call, "aws_security_group").map(({ id }) => id));
  const unknown = securityGroups.find((id) => !known.has(id));
  if (securityGroups.length === 0 || unknown !== undefined) {
    throw rejectedCall("InvalidParameterValue", `Invalid security group , groupId= ${unknown}, groupName=.`);
  }
  return {
    db_subnet_group_name: group,
    parameter_group_name: parameterGroup,
    vpc_security_group_ids: securityGroups,
  };
}

function putSnapshot(call: RdsCall, identifier: string, attributes: ObjectValue): SimulatedResource {
  const { account, region } = call;
  if (account.find(SNAPSHOT, region, identifier) !== undefined) {
    throw rejectedCall(
      "DBSnapshotAlreadyExists",
      `Cannot create the snapshot because one with the identifier ${identifier} already exists.`,
    );
  }
  const values = {
    ...attributes,
    id: identifier,
    db_snapshot_identifier: identifier,
    db_snapshot_arn: `arn:aws:rds:${region}:${account.accountId}:snapshot:${identifier}`,
  };
  const snapshot = { type: SNAPSHOT, id: identifier, region, values };
  account.put(snapshot);
  return snapshot;
}

function findSnapshot(call: RdsCall, identifier: string): SimulatedResource {
  const found = call.account.find(SNAPSHOT, call.region, identifier);
  if (found === undefined) throw rejectedCall("DBSnapshotNotFound", `DBSnapshot ${identifier} not found.`);
  return found;
}

function snapshotAttributes({ values }: SimulatedResource): ObjectValue {
  return {
    db_instance_identifier: values.identifier ?? "",
    engine: values.engine ?? "",
    kms_key_id: values.kms_key_id ?? "",
    status: "available",
  };
}

function snapshotResponse({ values }: SimulatedResource): XmlChildren {
  return {
    DBSnapshotIdentifier: String(values.db_snapshot_identifier),
    DBInstanceIdentifier: String(values.db_instance_identifier),
    DBSnapshotArn: String(values.db_snapshot_arn),
    KmsKeyId: String(values.kms_key_id),
    Engine: String(values.engine),
    Status: "available",
    PercentProgress: 100,
  };
}

function instanceResponse({ values }: SimulatedResource): XmlChildren {
  const groups = stringListAttribute(values, "vpc_security_group_ids");
  return {
    DBInstanceIdentifier: String(values.identifier),
    DBInstanceArn: String(values.arn),
    DbiResourceId: String(values.resource_id),
    DBInstanceStatus: "available",
    Engine: String(values.engine),
    MultiAZ: values.multi_az === true,
    DeletionProtection: values.deletion_protection === true,
    Endpoint: { Address: String(values.address), Port: Number(values.port) },
    VpcSecurityGroups: {
      VpcSecurityGroupMembership: groups.map((id) => ({ VpcSecurityGroupId: id, Status: "active" })),
    },
  };
}
