import { renameSync, writeFileSync } from "node:fs";

/** Writes a file, readable by its owner only, so that it is never half-written: it is renamed into place. */
export function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}
