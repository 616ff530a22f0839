/** Returns a number of things in words: `1 way`, `7 ways`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
