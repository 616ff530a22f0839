import type { StackStep } from "../deploy/stack-step.ts";

/** The person or pipeline that deployed. */
export interface DeployedBy {
  /** A login, or Git's name and address. */
  readonly name: string;
  /** The page of the pipeline's run. @default none: deployed by hand */
  readonly runUrl?: string;
}

/** The files that were deployed. */
export interface DeployedCommit {
  /** The full ID; undefined outside of a Git repository. */
  readonly commit?: string;
  /** True if files differed from the commit. */
  readonly isModified: boolean;
}

/** The changes of one stack, as numbers. */
export type RecordedStack = Readonly<
  Record<"create" | "update" | "replace" | "delete" | "move", number> & { readonly stack: string }
>;

/** One deployment of a platform in one environment: `drydock.deployment.v1`. */
export interface DeploymentRecord extends DeployedCommit {
  readonly format: "drydock.deployment.v1";
  /** `shop-prod`. */
  readonly subject: string;
  /** `failed`: it stopped half-way, and the stacks that are listed were changed. */
  readonly outcome: "deployed" | "failed";
  /** The start: `2026-11-30T12:00:00.000Z`. */
  readonly startedAt: string;
  /** The duration in seconds. */
  readonly seconds: number;
  readonly by: DeployedBy;
  /** The version of Drydock. */
  readonly version: string;
  /** The stacks that were changed. */
  readonly stacks: readonly RecordedStack[];
}

/** Adds up the changes of each stack over all passes; unchanged stacks are left out. */
export function recordedStacks(steps: readonly StackStep[]): readonly RecordedStack[] {
  const names = [...new Set(steps.map(({ stack }) => stack))];
  return names.flatMap((stack) => {
    const own = steps.filter((step) => step.stack === stack);
    const count = (kind: keyof Omit<RecordedStack, "stack">) =>
      own.reduce((sum, step) => sum + step[kind].length, 0);
    const recorded = {
      stack,
      create: count("create"),
      update: count("update"),
      replace: count("replace"),
      delete: count("delete"),
      move: count("move"),
    };
    const { stack: _, ...counts } = recorded;
    return Object.values(counts).every((number) => number === 0) ? [] : [recorded];
  });
}
