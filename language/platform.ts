import * as z from "zod";
import { ciSchema } from "./ci.ts";
import { connectionSchema, interfaceSchema } from "./connections.ts";
import { edgeSchema } from "./edge.ts";
import {
  accountField,
  flag,
  formatIssue,
  list,
  oneOf,
  patternText,
  recordBy,
  recordByName,
  regionField,
} from "./fields.ts";
import { flowSchema } from "./flows.ts";
import { networkSchema, outsideSchema } from "./network.ts";
import { alarmsSchema, backupSchema, budgetSchema, clusterSchema, costsSchema } from "./operations.ts";
import { storeSchema, userSchema } from "./stores.ts";
import { workloadSchema } from "./workloads.ts";

/** A platform or environment name: part of every stack's name. */
const shortName = patternText(
  /^[a-z](?:-?[a-z0-9]){1,15}$/,
  "a name of 2 to 16 lower-case letters, digits and single hyphens that starts with a letter",
  'use a name such as "shop"',
);

/** One platform in one environment, as `resolve` returns it. */
export const platformSchema = z.strictObject({
  /** The platform's name: the first part of every stack's name. */
  name: shortName,
  /** The environment's name: the second part of every stack's name. */
  environment: shortName,
  /** The AWS account. Deployment with credentials of another account is refused. */
  account: accountField,
  /** The primary region: the default of everything without a region of its own. */
  region: regionField,
  /** The S3 bucket of the Terraform state. @default `<account>-<region>-drydock-state` */
  stateBucket: patternText(
    /^(?!xn--|sthree-)[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/,
    "a bucket name of 3 to 63 lower-case letters, digits and hyphens",
    'use a name such as "acme-drydock-state"',
  ).optional(),
  /** Protects resources that hold data from destruction. @default true */
  protected: flag.default(true),
  /**
   * Consequences for something protected that is no longer in the spec, by its name, in the next
   * deployment. `final-snapshot`: a database or cache is deleted after a last snapshot. `delete`:
   * it is deleted with everything in it. `keep`: it stays in AWS, and Terraform forgets it.
   * @default none: a deployment that would delete something protected is refused
   */
  retire: recordByName(oneOf(["final-snapshot", "delete", "keep"])).default({}),
  /** Tags on every resource, besides Platform, Environment and ManagedBy. @default none */
  tags: recordBy(
    patternText(
      /^(?!aws:)[\w .:/=+@-]{1,128}$/,
      'a tag key of 1 to 128 characters that does not start with "aws:"',
      'use a key such as "CostCentre"',
    ),
    patternText(
      /^[\w .:/=+@-]{0,256}$/,
      "a tag value of at most 256 characters",
      "use letters, digits and . : / = + @ -",
    ),
    "tag key",
  ).default({}),
  /** The VPCs, by name. */
  networks: recordByName(networkSchema),
  /** Connections between networks. @default none */
  connections: recordByName(connectionSchema).default({}),
  /** External networks that flows may name. @default none */
  outside: recordByName(outsideSchema).default({}),
  /** Standalone network interfaces. @default none */
  interfaces: recordByName(interfaceSchema).default({}),
  /** Ingress: load balancers, DNS, WAF and CDN. @default none */
  edge: edgeSchema.prefault({}),
  /** Services, servers and fleets. @default none */
  workloads: recordByName(workloadSchema).default({}),
  /** Databases, caches, buckets, registries and secrets. @default none */
  stores: recordByName(storeSchema).default({}),
  /** IAM users for systems outside AWS. @default none */
  users: recordByName(userSchema).default({}),
  /** The allowed connections; everything else is denied. */
  flows: list(flowSchema, "flows"),
  /** The ECS cluster. @default named after platform and environment */
  cluster: clusterSchema.prefault({}),
  /** @default every alarm at its default, without recipients */
  alarms: alarmsSchema.prefault({}),
  /** @default none */
  budget: budgetSchema.optional(),
  /** @default none */
  costs: costsSchema.optional(),
  /** @default none */
  backup: backupSchema.optional(),
  /** Roles for the platform's pipeline, in the state stack. @default none */
  ci: ciSchema.prefault({}),
});

/** One platform in one environment, with every default: the input of planners and stacks. */
export type Platform = z.output<typeof platformSchema>;

type Plain = z.input<typeof platformSchema>;

/**
 * A partial spec: objects may be partial, lists and scalars are complete, `null` removes a base
 * value.
 */
export type Override<T> = T extends readonly unknown[]
  ? T | null
  : T extends object
    ? { readonly [K in keyof T]?: Override<T[K]> } | null
    : T | null;

/** The changes of one environment to its platform. `account` is required. */
export type EnvironmentOverride = {
  /** The 12-digit ID of the environment's AWS account. */
  readonly account: string;
} & {
  readonly [K in Exclude<keyof Plain, "name" | "environment" | "account">]?: Override<Plain[K]>;
};

/** A platform as its file has it: the base, and the changes of each environment. */
export type PlatformSpec = Omit<Plain, "environment" | "account"> & {
  /** The environments, by name. */
  readonly environments: Readonly<Record<string, EnvironmentOverride>>;
};

/** Returns a platform's spec unchanged; gives editors its types. */
export function platform(spec: PlatformSpec): PlatformSpec {
  return spec;
}

/** The message for a spec that is not an object. */
export const NOT_A_SPEC = formatIssue(
  "a platform's spec: an object",
  "write platform({ name: …, environments: … })",
);
