import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { basename } from "node:path";

/**
 * Prints an error that a bundle threw, with its position in the sources instead of the bundle's:
 * `platforms/shop.ts:29:14: ReferenceError: prot is not defined`. Sets the exit code to 1.
 *
 * @param error anything that was thrown
 * @param bundle its file's path; without a file, the error's stack is printed as it is
 * @param options the entry and the format, as `bundle` was called
 */
export async function reportCrash(error, bundle, options) {
  process.exitCode = 1;
  const frames = await sourceFrames(error, bundle, options).catch(() => []);
  const own = frames.find(({ source }) => !source.includes("node_modules/"));
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(own === undefined ? `drydock failed: ${message}` : `${positionOf(own)}: ${message}`);
  if (own !== undefined && !isDebugging()) return;
  for (const frame of frames) console.error(`    at ${positionOf(frame)}`);
  if (frames.length === 0 && error instanceof Error) console.error(error.stack);
}

function isDebugging() {
  return process.argv.includes("--debug");
}

function positionOf({ source, line, column }) {
  return `${source}:${line}:${column}`;
}

/** Maps each frame of an error's stack that is in the bundle to its source. */
async function sourceFrames(error, { file }, options) {
  if (!(error instanceof Error) || error.stack === undefined || file === undefined) return [];
  const positions = error.stack.split("\n").flatMap((frame) => bundlePosition(frame, file));
  if (positions.length === 0) return [];
  // Built again, since a map that nearly no run needs would slow every other build.
  const { sourceMap } = await import("./make-bundle.mjs");
  const { map, originalOffset } = await sourceMap(options);
  const lines = new Lines(readFileSync(file, "utf8"));
  const originalLines = new Lines(map.text);
  const sources = new SourceMap(JSON.parse(map.json));
  return positions.flatMap(({ line, column }) => {
    const offset = originalOffset(lines.offsetOf(line, column));
    const original = originalLines.positionOf(offset);
    const entry = sources.findEntry(original.line, original.column);
    return entry.originalSource === undefined
      ? []
      : [
          {
            source: entry.originalSource.replace(/^(?:\.\.\/)+/, ""),
            line: entry.originalLine + 1,
            column: entry.originalColumn + 1,
          },
        ];
  });
}

/** The zero-based position in the bundle of a frame: `at name (FILE:1:20)`. */
function bundlePosition(frame, file) {
  const match = /:(\d+):(\d+)\)?$/.exec(frame);
  // Its name has a hash; its folder may be a link that frames resolve.
  return match === null || !frame.includes(basename(file))
    ? []
    : [{ line: Number(match[1]) - 1, column: Number(match[2]) - 1 }];
}

/** Converts between offsets in a text and zero-based lines and columns. */
class Lines {
  #starts;

  constructor(text) {
    this.#starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  offsetOf(line, column) {
    return (this.#starts[line] ?? 0) + column;
  }

  positionOf(offset) {
    const line = this.#starts.findLastIndex((start) => start <= offset);
    return { line, column: offset - this.#starts[line] };
  }
}
