import { Testing } from "cdktf";

// A test reads what a pipe is given: without colours, whatever the terminal of who runs it has asked for.
delete process.env.FORCE_COLOR;

Testing.setupJest();
