import { renameSync, writeFileSync } from "node:fs";

/** Writes a file that only its owner reads. It is renamed into place, so never half-written. */
export function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}
