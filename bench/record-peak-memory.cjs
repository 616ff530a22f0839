/**
 * Loaded before a measured program: writes its peak memory in KiB to file descriptor 3 as it ends.
 */
process.on("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)));
