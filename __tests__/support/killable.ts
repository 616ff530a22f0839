import { join } from "node:path";
import { startStore } from "../../tools/rehearse/store/store.ts";
import { onExit } from "../../tools/terraform/cleanup.ts";
import { run } from "../../tools/terraform/run.ts";
import { makeWorkspace } from "../../tools/terraform/workspace.ts";

/**
 * A program of the kind that a rehearsal is, to be killed in its midst: it has a folder, a socket and children,
 * one of them in a session of its own. It prints what it has as one line of JSON when all of it is there.
 */
const workspace = makeWorkspace("drydock-killable");
const store = await startStore({
  folder: join(workspace.path, "store"),
  accountId: "123456789012",
  findBucket: () => undefined,
  findKey: () => undefined,
});
onExit({ dispose: () => store.stop() });

const child = `
  const { spawn } = require("node:child_process");
  const far = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
  const near = spawn("sleep", ["300"], { stdio: "ignore" });
  console.log(JSON.stringify([process.pid, far.pid, near.pid]));
`;
await run(process.execPath, ["-e", child], {
  cwd: workspace.path,
  graceMs: 2000,
  onLine: (pids) => {
    console.log(JSON.stringify({ folder: workspace.path, port: store.port, pids: JSON.parse(pids) }));
    if (process.argv[2] === "throw") setImmediate(() => Promise.reject(new Error("a bug")));
    if (process.argv[2] === "exit") process.exit(7);
  },
});
