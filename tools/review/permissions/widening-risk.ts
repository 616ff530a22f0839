import type { Level } from "../level.ts";

/** The risk of one widening. */
export interface WideningRisk {
  /** The rule's ID. */
  readonly rule: string;
  /** The level. */
  readonly level: Level;
  /** A clause without a full stop. */
  readonly text: string;
  /** Pages that document it. */
  readonly documentation: readonly string[];
}
