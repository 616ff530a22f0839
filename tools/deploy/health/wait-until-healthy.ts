import { setTimeout as sleep } from "node:timers/promises";
import { ChangeError } from "../change-error.ts";
import type { Health } from "./aws-health.ts";
import type { HealthQuestion } from "./health-question.ts";

/** Options of {@link waitUntilHealthy}. */
export interface HealthWait {
  /** Asks for the health of one thing: see {@link AwsHealth}. */
  readonly ask: (question: HealthQuestion) => Promise<Health>;
  /** Services, fleets and target groups, by name, that need not be healthy: a cut is accepted. */
  readonly acceptCut: readonly string[];
  /** Milliseconds between two rounds of questions. @default 10,000 */
  readonly intervalMs?: number;
  /** The time limit in milliseconds. @default 20 minutes */
  readonly limitMs?: number;
  /** Receives what is waited for, after each round. */
  readonly onWaiting?: (waiting: string) => void;
}

const INTERVAL_MS = 10_000;
const LIMIT_MS = 20 * 60_000;

/**
 * Waits until everything that takes over is healthy. What is replaced goes on serving meanwhile,
 * and if it never gets healthy.
 *
 * @throws ChangeError if something failed, or is not healthy within the limit
 */
export async function waitUntilHealthy(
  questions: readonly HealthQuestion[],
  wait: HealthWait,
): Promise<void> {
  const deadline = performance.now() + (wait.limitMs ?? LIMIT_MS);
  let open = questions.filter(({ name }) => !wait.acceptCut.includes(name));
  for (;;) {
    const answers = await Promise.all(
      open.map(async (question) => ({ question, health: await wait.ask(question) })),
    );
    const failed = answers.filter(({ health }) => health.state === "failed");
    if (failed.length > 0) throw notHealthy("failed", failed);
    const waiting = answers.filter(({ health }) => health.state === "waiting");
    if (waiting.length === 0) return;
    if (performance.now() >= deadline) throw notHealthy("did not get healthy in time", waiting);
    wait.onWaiting?.(waiting.map(formatAnswer).join("; "));
    open = waiting.map(({ question }) => question);
    await sleep(wait.intervalMs ?? INTERVAL_MS);
  }
}

interface Answer {
  readonly question: HealthQuestion;
  readonly health: Health;
}

function notHealthy(what: string, answers: readonly Answer[]): ChangeError {
  return new ChangeError(
    [
      `What takes over ${what}:`,
      ...answers.map((answer) => `  ${formatAnswer(answer)}`),
      "Nothing was deleted, and what was there goes on serving. Mend it and deploy again, or go on with",
      [...new Set(answers.map(({ question }) => `--accept-cut ${question.name}`))].join(" "),
    ].join("\n"),
  );
}

function formatAnswer({ question: { kind, name }, health }: Answer): string {
  return `${kind} ${name}: ${health.why}`;
}
