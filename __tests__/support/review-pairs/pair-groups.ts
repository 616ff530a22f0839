import { IAM_PAIRS } from "./iam-pairs.ts";
import { KEYS_PAIRS } from "./keys-pairs.ts";
import { NETWORK_PAIRS } from "./network-pairs.ts";
import { RDS_PAIRS } from "./rds-pairs.ts";
import type { PairGroup } from "./review-pair.ts";
import { S3_PAIRS } from "./s3-pairs.ts";
import { STORES_PAIRS } from "./stores-pairs.ts";
import { VOLUMES_PAIRS } from "./volumes-pairs.ts";

/** All groups of labelled plans. */
export const PAIR_GROUPS: readonly PairGroup[] = [
  IAM_PAIRS,
  KEYS_PAIRS,
  NETWORK_PAIRS,
  RDS_PAIRS,
  S3_PAIRS,
  STORES_PAIRS,
  VOLUMES_PAIRS,
];
