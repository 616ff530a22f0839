import { loadQuickerCdktf } from "./quicker-cdktf.ts";
import { givenSeed } from "./seed.ts";

// Tests expect output without colours, as in a pipe, whatever the user's terminal supports.
delete process.env.FORCE_COLOR;

loadQuickerCdktf();
const { Testing } = await import("cdktf");
Testing.setupJest();

// fast-check draws a seed per property test and prints it on failure; a given seed repeats a run.
const seed = givenSeed();
if (seed !== undefined) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
