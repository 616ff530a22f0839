import { loadQuickerCdktf } from "./quicker-cdktf.ts";
import { givenSeed } from "./seed.ts";

// Tests read output as from a pipe: without colours, whatever the user's terminal supports.
delete process.env.FORCE_COLOR;

loadQuickerCdktf();
const { Testing } = await import("cdktf");
Testing.setupJest();

// Each property test draws a seed of its own and prints it when it fails; this repeats a run.
const seed = givenSeed();
if (seed !== undefined) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
