/**
 * Returns a line of Markdown with `¶` in place of each code span, as CommonMark reads them: a run
 * of backticks opens one if another run of the same length follows.
 * https://spec.commonmark.org/0.31.2/#code-spans
 */
export function outsideCode(line: string): string {
  let outside = "";
  let at = 0;
  while (at < line.length) {
    const [run] = /^`+/.exec(line.slice(at)) ?? [];
    if (run === undefined) {
      outside += line[at++];
      continue;
    }
    const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(line.slice(at + run.length));
    outside += close === null ? run : "¶";
    at += run.length + (close === null ? 0 : close.index + run.length);
  }
  return outside;
}
