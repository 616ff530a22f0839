import { loadQuickerCdktf } from "./quicker-cdktf.ts";

// A test reads what a pipe is given: without colours, whatever the terminal of who runs it has asked for.
delete process.env.FORCE_COLOR;

loadQuickerCdktf();
const { Testing } = await import("cdktf");
Testing.setupJest();
