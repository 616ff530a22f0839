import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * A reporter that ends a run with one line: the counts of passed, failed and skipped tests. Above
 * it are the reasons for skipped tests, such as a missing program.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const lines = [
      ...reasons(tests),
      `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`,
    ];
    // After the default reporter's own summary.
    process.once("exit", () => console.log(lines.join("\n")));
  }
}

/** `12 skipped: Terraform was not found`, for each reason. */
function reasons(tests: readonly TestCase[]): string[] {
  const counts = new Map<string, number>();
  for (const test of tests) {
    const result = test.result();
    if (result.state !== "skipped" || result.note === undefined) continue;
    counts.set(result.note, (counts.get(result.note) ?? 0) + 1);
  }
  return [...counts].map(([note, count]) => `${count} skipped: ${note}`);
}
