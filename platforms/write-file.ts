/** Returns the shell line that writes a file of these lines. */
export function writeFile(file: string, lines: readonly string[]): string {
  const quoted = lines.map((line) => `'${line.replaceAll("'", "'\\''")}'`);
  return `printf '%s\\n' ${quoted.join(" ")} > ${file}`;
}
