/** Returns a count with its noun: `1 flow`, `7 flows`. */
export function formatCount(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
