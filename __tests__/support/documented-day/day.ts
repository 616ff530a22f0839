import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Simulation } from "../../../tools/rehearse/simulation.ts";
import { PROJECT_FOLDER } from "../command-line.ts";
import { type PageBlock, pageBlocks } from "./page-blocks.ts";
import type { Terminal, Typed } from "./terminal.ts";

/** The means of a step of the documented day. */
export interface DayContext {
  readonly terminal: Terminal;
  readonly simulation: Simulation;
  /** The folder of the checkout. */
  readonly checkout: string;
  /** The output of the block before. */
  readonly previous: string;
}

/** One typed block of docs/operations.md. */
export interface DayStep {
  /** The heading above the block. */
  readonly section: string;
  /** Prepares what the section is about: drift, a lock, a damaged state. @default nothing */
  readonly before?: (context: DayContext) => Promise<unknown> | unknown;
  /** The values of the block's placeholders. @default none */
  readonly values?: (context: DayContext) => Readonly<Record<string, string>>;
  /** The exit code of the block. @default 0 */
  readonly exitCode?: number;
  /** Patterns that its output must match. */
  readonly prints: readonly RegExp[];
  /** A pattern that its output must not match. @default none */
  readonly not?: RegExp;
  /** Checks what the block changed. @default nothing */
  readonly after?: (context: DayContext) => Promise<unknown> | unknown;
}

/** Returns the blocks of docs/operations.md. */
export function operationsBlocks(): PageBlock[] {
  return pageBlocks(readFileSync(join(PROJECT_FOLDER, "docs/operations.md"), "utf8"));
}

/** Returns the blocks that are typed, those of the given sections. */
export function typedBlocks(blocks: readonly PageBlock[], steps: readonly DayStep[]): PageBlock[] {
  const sections = new Set(steps.map(({ section }) => section));
  return blocks.filter(
    ({ section, notInRehearsal }) => notInRehearsal === undefined && sections.has(section),
  );
}

/** Replaces `…`, `ID` and the like by the values of their step; any that is left is an error. */
function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  const filled = Object.entries(values).reduce(
    (result, [name, value]) => result.replaceAll(new RegExp(`(?<![\\w$])${name}(?!\\w)`, "g"), () => value),
    text,
  );
  expect(filled).not.toMatch(/…|\b(ID|ARN|NAME)\b/);
  return filled;
}

/**
 * Types blocks in their order, one for each step, and checks every outcome: the first
 * unexpected one fails, with the block's line in the page and its output.
 */
export async function typeDay(
  blocks: readonly PageBlock[],
  steps: readonly DayStep[],
  base: Omit<DayContext, "previous">,
): Promise<void> {
  let previous = "";
  for (const [index, step] of steps.entries()) {
    const block = blocks[index]!;
    const context = { ...base, previous };
    await step.before?.(context);
    const typed = await base.terminal.type(fillPlaceholders(block.text, step.values?.(context) ?? {}));
    checkOutcome(block, step, typed);
    await step.after?.(context);
    previous = typed.output;
  }
}

function checkOutcome(block: PageBlock, step: DayStep, { exitCode, output }: Typed): void {
  const where = `docs/operations.md, line ${block.line}:\n${block.text}\n\n${output}\n`;
  expect(exitCode, where).toBe(step.exitCode ?? 0);
  for (const pattern of step.prints) expect(output, where).toMatch(pattern);
  if (step.not !== undefined) expect(output, where).not.toMatch(step.not);
}
