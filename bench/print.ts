/** Prints a section's heading. */
export function printTitle(text: string): void {
  console.log(`\n${text}`);
}

/** Prints a measurement and its target. */
export function printRow(name: string, figure: string, note = ""): void {
  console.log(`  ${name.padEnd(40)} ${figure.padEnd(20)} ${note}`.trimEnd());
}

/** True if a figure is within its target. */
export function compareWithTarget(value: number, target: number, unit: string): string {
  return `${value <= target ? "within" : "OVER"} the target of ${target}${unit}`;
}
