/** A section's heading. */
export function printTitle(text: string): void {
  console.log(`\n${text}`);
}

/** A line: what was measured, the figure, and what it is held against. */
export function printRow(name: string, figure: string, note = ""): void {
  console.log(`  ${name.padEnd(40)} ${figure.padEnd(20)} ${note}`.trimEnd());
}

/** Whether a figure is within its target. */
export function compareWithTarget(value: number, target: number, unit: string): string {
  return `${value <= target ? "within" : "OVER"} the target of ${target}${unit}`;
}
