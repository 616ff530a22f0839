import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The name of a program's output. */
export type OutputName = "stdout" | "stderr";

/** A file descriptor, of which execa's types know only the first few numbers. */
type FileDescriptor = 3 | 4 | 5 | 6 | 7 | 8 | 9;

/**
 * Files for a program's output in place of pipes. A write into a pipe that nobody reads any more
 * ends a Go program at once: Terraform would lose what it has just created. The files have no
 * name, so that none is left behind, whoever ends first.
 * https://pkg.go.dev/os/signal#hdr-SIGPIPE
 */
export class OutputFiles {
  /** The files' descriptors, for the program's start. */
  readonly descriptors: Readonly<Record<OutputName, FileDescriptor>>;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), "drydock-output-"));
    try {
      const open = (name: OutputName) => openSync(join(folder, name), "wx+", 0o600) as FileDescriptor;
      this.descriptors = { stdout: open("stdout"), stderr: open("stderr") };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Returns all that the program has written so far, as UTF-8. */
  read(name: OutputName): string {
    const descriptor = this.descriptors[name];
    const bytes = Buffer.alloc(fstatSync(descriptor).size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, length);
      if (count === 0) break;
      length += count;
    }
    return bytes.toString("utf8", 0, length);
  }

  /** Closes the files, which deletes them once the program has ended too. */
  close(): void {
    for (const descriptor of Object.values(this.descriptors)) closeSync(descriptor);
  }
}
