import type { Level } from "../level.ts";

/** The risk of one widening. */
export interface WideningRisk {
  readonly rule: string;
  readonly level: Level;
  /** A clause without a full stop. */
  readonly text: string;
  readonly documentation: readonly string[];
}
