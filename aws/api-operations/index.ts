import { canonicalType } from "../resource-types.ts";
import { applicationsOperations } from "./applications.ts";
import { containersOperations } from "./containers.ts";
import { databasesOperations } from "./databases.ts";
import { ec2Operations } from "./ec2.ts";
import { edgeOperations } from "./edge.ts";
import { identityOperations } from "./identity.ts";
import { loadBalancingOperations } from "./load-balancing.ts";
import { messagingOperations } from "./messaging.ts";
import { scalingOperations } from "./scaling.ts";
import { storageOperations } from "./storage.ts";
import { transitOperations } from "./transit.ts";
import type { TypeOperations } from "./type-operations.ts";

/**
 * The API operations of resource types, by AWS's own names: creation, read, update, deletion. Each
 * name is in AWS's service models (checked 2026-11-30 against botocore 1.43.107; OpsWorks is
 * retired, and no longer in them).
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query.html and the API
 * reference of each service
 */
export const API_OPERATIONS: Readonly<Record<string, TypeOperations>> = {
  ...ec2Operations,
  ...transitOperations,
  ...loadBalancingOperations,
  ...scalingOperations,
  ...containersOperations,
  ...databasesOperations,
  ...storageOperations,
  ...identityOperations,
  ...edgeOperations,
  ...messagingOperations,
  ...applicationsOperations,
};

const ACTIONS = ["create", "read", "update", "delete"] as const;

/** A kind of call to AWS about a resource. */
export type ApiAction = (typeof ACTIONS)[number];

/** Returns AWS's operation for an action on a type; undefined if it is not in the table. */
export function apiOperation(type: string, action: ApiAction): string | undefined {
  return API_OPERATIONS[canonicalType(type)]?.[ACTIONS.indexOf(action)] ?? undefined;
}
