import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * Setup file of the quick suite: fails a test file that starts Terraform or another Node.js, even
 * if the test ignores the exit code. Such tests belong in files named `*.terraform.test.ts` or
 * `*.process.test.ts`. Small programs of the system, such as `sleep`, are allowed.
 */
const folder = join(tmpdir(), `no-programs-${process.pid}`);
const startedFile = join(folder, "started");

if (process.env.DRYDOCK_TEST_STARTED !== startedFile) {
  const terraform = join(folder, "terraform");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    terraform,
    `#!/bin/sh\necho "terraform $*" >> '${startedFile}'\necho "A quick test starts no Terraform." >&2\nexit 1\n`,
  );
  chmodSync(terraform, 0o755);
  process.env.DRYDOCK_TEST_STARTED = startedFile;
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
  const refuseNode = join(import.meta.dirname, "refuse-node.cjs");
  process.env.NODE_OPTIONS =
    `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(refuseNode)}`.trim();
}

afterAll(() => {
  if (!existsSync(startedFile)) return;
  const started = readFileSync(startedFile, "utf8").trim();
  rmSync(startedFile);
  throw new Error(
    `A quick test started:\n${started}\nName its file *.terraform.test.ts or *.process.test.ts.`,
  );
});
