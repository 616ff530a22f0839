import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FormName } from "../deploy/change-runner.ts";
import { PlanError } from "../plan/plan-error.ts";
import type { PlannedState } from "../plan/plan-folder.ts";
import { writeWhole } from "../write-whole.ts";

/** The name and major version of the record's format. */
const RECORD_FORMAT = "drydock.apply-record.v1";

/** The record's name in a folder of plans. */
const RECORD_FILE = "drydock-apply.json";

/** A step of plans that was begun. */
export interface RecordedStep {
  /** The pass. */
  readonly pass: FormName;
  /** The stack's name. */
  readonly stack: string;
  /** The time at which it began, in ISO 8601. */
  readonly startedAt: string;
  /** The time at which it was done. @default it failed, was interrupted, or still runs */
  readonly doneAt?: string;
  /** The state after it was done. */
  readonly state?: PlannedState;
}

interface RecordFile {
  readonly format: typeof RECORD_FORMAT;
  /** The digest of the plans. */
  readonly plans: string;
  readonly steps: readonly RecordedStep[];
}

/**
 * The steps of a folder's plans that were begun and done, written before and after each, so that
 * the same command goes on from there.
 */
export class ApplyRecord {
  readonly #file: string;
  readonly #plans: string;
  #steps: readonly RecordedStep[];

  /**
   * Reads the record of a folder; an empty one if nothing was applied yet.
   *
   * @param plans the digest of the plans
   * @throws PlanError if the record is of other plans, or damaged
   */
  constructor(folder: string, plans: string) {
    this.#file = join(folder, RECORD_FILE);
    this.#plans = plans;
    this.#steps = existsSync(this.#file) ? readSteps(this.#file, plans) : [];
  }

  /** The begun steps, in the order in which they began. */
  get steps(): readonly RecordedStep[] {
    return this.#steps;
  }

  /** True if a step was begun, whatever became of it. */
  hasStarted(pass: FormName, stack: string): boolean {
    return this.#steps.some((step) => step.pass === pass && step.stack === stack);
  }

  /** True if a step was done. */
  isDone(pass: FormName, stack: string): boolean {
    return this.#steps.some(
      (step) => step.pass === pass && step.stack === stack && step.doneAt !== undefined,
    );
  }

  /** The last step of a stack that was begun. */
  lastOf(stack: string): RecordedStep | undefined {
    return this.#steps.filter((step) => step.stack === stack).at(-1);
  }

  /** Notes that a step begins. */
  start(pass: FormName, stack: string): void {
    this.#replace({ pass, stack, startedAt: new Date().toISOString() });
  }

  /** Notes that a step is done. */
  finish(pass: FormName, stack: string, state: PlannedState): void {
    const known = this.#steps.find((step) => step.pass === pass && step.stack === stack);
    const now = new Date().toISOString();
    this.#replace({ pass, stack, startedAt: known?.startedAt ?? now, doneAt: now, state });
  }

  #replace(step: RecordedStep): void {
    const others = this.#steps.filter(({ pass, stack }) => pass !== step.pass || stack !== step.stack);
    this.#steps = [...others, step];
    const file: RecordFile = { format: RECORD_FORMAT, plans: this.#plans, steps: this.#steps };
    writeWhole(this.#file, `${JSON.stringify(file, null, 2)}\n`);
  }
}

function readSteps(path: string, plans: string): readonly RecordedStep[] {
  let file: Partial<RecordFile>;
  try {
    file = JSON.parse(readFileSync(path, "utf8")) as Partial<RecordFile>;
  } catch {
    file = {};
  }
  if (file.format === RECORD_FORMAT && file.plans === plans) return file.steps ?? [];
  throw new PlanError(`${path} is damaged, or of other plans. Plan again: npx drydock plan`);
}
