import { z } from "zod";
import { connectionSchema, interfaceSchema } from "./connections.ts";
import { edgeSchema } from "./edge.ts";
import {
  accountField,
  flag,
  formatIssue,
  list,
  patternText,
  recordBy,
  recordByName,
  regionField,
} from "./fields.ts";
import { flowSchema } from "./flows.ts";
import { networkSchema, outsideSchema } from "./network.ts";
import { alarmsSchema, backupSchema, budgetSchema, clusterSchema } from "./operations.ts";
import { storeSchema, userSchema } from "./stores.ts";
import { workloadSchema } from "./workloads.ts";

/** The name of a platform or environment: the start of every stack's name. */
const shortName = patternText(
  /^[a-z](?:-?[a-z0-9]){1,15}$/,
  "a name of 2 to 16 lower-case letters, digits and single hyphens that starts with a letter",
  'use a name such as "shop"',
);

/** One platform in one environment: what `resolve` gives. */
export const platformSchema = z.strictObject({
  /** The first part of every stack's name. */
  name: shortName,
  /** The environment's name: the second part. */
  environment: shortName,
  /** The AWS account. Deploying with credentials of another account is refused. */
  account: accountField,
  /** The region of all that does not say its own. */
  region: regionField,
  /** The bucket that holds the Terraform state. @default `<account>-<region>-drydock-state` */
  stateBucket: patternText(
    /^(?!xn--|sthree-)[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/,
    "a bucket name of 3 to 63 lower-case letters, digits and hyphens",
    'use a name such as "acme-drydock-state"',
  ).optional(),
  /** Whether what holds data refuses to be destroyed. @default true */
  protected: flag.default(true),
  /** Tags on everything, beside Platform, Environment and ManagedBy. @default none */
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
  /** Ways between networks. @default none */
  connections: recordByName(connectionSchema).default({}),
  /** Networks outside that flows may name. @default none */
  outside: recordByName(outsideSchema).default({}),
  /** Standalone network interfaces. @default none */
  interfaces: recordByName(interfaceSchema).default({}),
  /** How the outside comes in. */
  edge: edgeSchema.prefault({}),
  /** What runs. @default nothing */
  workloads: recordByName(workloadSchema).default({}),
  /** What keeps data. @default nothing */
  stores: recordByName(storeSchema).default({}),
  /** IAM users for systems outside AWS. @default none */
  users: recordByName(userSchema).default({}),
  /** Who may talk to whom. */
  flows: list(flowSchema, "flows"),
  /** The ECS cluster. */
  cluster: clusterSchema.prefault({}),
  /** @default every alarm at its default, told to nobody */
  alarms: alarmsSchema.prefault({}),
  /** @default none */
  budget: budgetSchema.optional(),
  /** @default none */
  backup: backupSchema.optional(),
});

/** One platform in one environment, with every default: what planners and stacks work from. */
export type Platform = z.output<typeof platformSchema>;

type Plain = z.input<typeof platformSchema>;

/** Any part of a spec: objects in part, lists and plain values whole, `null` to remove what the base has. */
export type Override<T> = T extends readonly unknown[]
  ? T | null
  : T extends object
    ? { readonly [K in keyof T]?: Override<T[K]> } | null
    : T | null;

/** What one environment changes of its platform. It must name its account. */
export type EnvironmentOverride = { readonly account: string } & {
  readonly [K in Exclude<keyof Plain, "name" | "environment" | "account">]?: Override<Plain[K]>;
};

/** A platform as its file writes it: the base, and what each environment changes. */
export type PlatformSpec = Omit<Plain, "environment" | "account"> & {
  /** The environments, by name. */
  readonly environments: Readonly<Record<string, EnvironmentOverride>>;
};

/** Marks a platform's spec: gives the editor its types. */
export function platform(spec: PlatformSpec): PlatformSpec {
  return spec;
}

/** The message for a spec that is not an object. */
export const NOT_A_SPEC = formatIssue(
  "a platform's spec: an object",
  "write platform({ name: …, environments: … })",
);
