import { join } from "node:path";
import { startStateBackend } from "../../tools/rehearse/state-backend/state-backend.ts";
import { onExit } from "../../tools/terraform/cleanup.ts";
import { runCommand } from "../../tools/terraform/run-command.ts";
import { makeTemporaryFolder } from "../../tools/terraform/temporary-folder.ts";

/**
 * A stand-in for a rehearsal that tests kill midway. It holds a temporary folder, a server socket
 * and child processes, one of them in its own session, and prints them as one line of JSON.
 */
const temporaryFolder = makeTemporaryFolder("drydock-killable");
const stateBackend = await startStateBackend({
  folder: join(temporaryFolder.path, "store"),
  accountId: "123456789012",
  findBucket: () => undefined,
  findKmsKeyArn: () => undefined,
});
onExit({ dispose: () => stateBackend.stop() });

const childScript = `
  const { spawn } = require("node:child_process");
  const detached = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
  const attached = spawn("sleep", ["300"], { stdio: "ignore" });
  console.log(JSON.stringify([process.pid, detached.pid, attached.pid]));
`;
await runCommand(process.execPath, ["-e", childScript], {
  cwd: temporaryFolder.path,
  graceMs: 2000,
  onLine: (pids) => {
    console.log(
      JSON.stringify({ folder: temporaryFolder.path, port: stateBackend.port, pids: JSON.parse(pids) }),
    );
    if (process.argv[2] === "throw") setImmediate(() => Promise.reject(new Error("a bug")));
    if (process.argv[2] === "exit") process.exit(7);
  },
});
