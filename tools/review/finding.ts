import type { Level } from "./level.ts";

/** The classes of risk, in the order in which reports show them. */
export const RISK_CLASSES = [
  "loss",
  "public",
  "exposure",
  "permission",
  "refused",
  "cut",
  "outage",
  "name",
  "disarmed",
  "blind",
  "unknown",
  "later",
  "thinner",
  "cost",
  "cosmetic",
] as const;

/**
 * The kind of risk of a change:
 * `loss`: data or keys are gone; `disarmed`: a guard against loss is taken off;
 * `name`: a host name, ARN or address that others know changes; `outage`: at apply;
 * `later`: an outage in a maintenance window or at a reboot;
 * `thinner`: less capacity or redundancy;
 * `exposure`: a network path opens; `permission`: IAM allows more; `public`: open to everybody;
 * `blind`: logs, alarms or backups stop; `refused`: AWS will refuse it half-way;
 * `cut`: a network path closes; `unknown`: cannot be judged before apply; `cost`: more money;
 * `cosmetic`: tags, order, descriptions.
 */
export type RiskClass = (typeof RISK_CLASSES)[number];

/** The risk that a rule sees in one change. */
export interface Risk {
  readonly class: RiskClass;
  readonly level: Level;
  /**
   * One sentence for a platform engineer, without the address: what happens, and why. Values of
   * attributes only where they cannot be secret.
   */
  readonly text: string;
}

/** A risk at the resource whose change causes it. A review has one an address and class. */
export interface ReviewFinding extends Risk {
  /** The rule's ID: `rds-storage-shrinks`. */
  readonly rule: string;
  /** The stack, or the plan's name. */
  readonly stack: string;
  /** Terraform's address without the stack; a deposed object's is `ADDRESS (deposed KEY)`. */
  readonly address: string;
  /** The planned action: `update`, `replace`, … */
  readonly action: string;
  /** Pages that document it. */
  readonly documentation: readonly string[];
  /** Addresses of resources that change only since this one does. */
  readonly cascade?: readonly string[];
}
