import { required } from "../language/required.ts";
/** Aligns cells in columns two spaces apart; the last column is not padded. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(required(widths, i)))).join("  ")}`.trimEnd(),
  );
}

/** The width of a terminal; 80 for a stream that is none, or that does not know its width. */
export function terminalColumns({ columns = 0 }: { readonly columns?: number }): number {
  return columns > 0 ? columns : 80;
}
