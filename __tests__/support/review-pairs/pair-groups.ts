import { BALANCER_PAIRS } from "./balancer-pairs.ts";
import { ECS_PAIRS } from "./ecs-pairs.ts";
import { FIREWALL_PAIRS } from "./firewall-pairs.ts";
import { FUNCTIONS_PAIRS } from "./functions-pairs.ts";
import { IAM_PAIRS } from "./iam-pairs.ts";
import { KEYS_PAIRS } from "./keys-pairs.ts";
import { MECHANICS_PAIRS } from "./mechanics-pairs.ts";
import { NAMES_PAIRS } from "./names-pairs.ts";
import { NETWORK_PAIRS } from "./network-pairs.ts";
import { OBSERVE_PAIRS } from "./observe-pairs.ts";
import { OTHERS_PAIRS } from "./others-pairs.ts";
import { QUEUES_PAIRS } from "./queues-pairs.ts";
import { RDS_PAIRS } from "./rds-pairs.ts";
import type { PairGroup } from "./review-pair.ts";
import { S3_PAIRS } from "./s3-pairs.ts";
import { SERVERS_PAIRS } from "./servers-pairs.ts";
import { STORES_PAIRS } from "./stores-pairs.ts";
import { VARIANTS_DATA_PAIRS } from "./variants-data-pairs.ts";
import { VARIANTS_NETWORK_PAIRS } from "./variants-network-pairs.ts";
import { VARIANTS_SERVICES_PAIRS } from "./variants-services-pairs.ts";
import { VOLUMES_PAIRS } from "./volumes-pairs.ts";

/** All groups of labelled plans. */
export const PAIR_GROUPS: readonly PairGroup[] = [
  BALANCER_PAIRS,
  ECS_PAIRS,
  FIREWALL_PAIRS,
  FUNCTIONS_PAIRS,
  IAM_PAIRS,
  KEYS_PAIRS,
  MECHANICS_PAIRS,
  NAMES_PAIRS,
  NETWORK_PAIRS,
  OBSERVE_PAIRS,
  OTHERS_PAIRS,
  QUEUES_PAIRS,
  RDS_PAIRS,
  S3_PAIRS,
  SERVERS_PAIRS,
  STORES_PAIRS,
  VARIANTS_DATA_PAIRS,
  VARIANTS_NETWORK_PAIRS,
  VARIANTS_SERVICES_PAIRS,
  VOLUMES_PAIRS,
];
