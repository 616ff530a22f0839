import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { unzipSync } from "fflate";
import { filesIn } from "../../../tools/plan/digests.ts";
import { readSynthesizedStacks } from "../../../tools/synthesized/synthesized-stacks.ts";
import { writeSynthesizedStacks } from "../../../tools/synthesized/write-stacks.ts";
import { withQueueAccount } from "./support/planned-account.ts";
import { QUEUES, queueStacks } from "./support/queue-stacks.ts";

const MINUTES = 60_000;

/** The queues' stacks, of which one needs an ephemeral session token for its provider. */
function stacksWithToken() {
  const folder = mkdtempSync(join(tmpdir(), "token-stacks-"));
  const [first, ...others] = queueStacks({ queues: ["orders"] });
  const json = {
    ...first!.json,
    variable: { token: { type: "string", ephemeral: true } },
    provider: { aws: [{ region: "us-east-1", token: "${var.token}" }] },
  };
  writeSynthesizedStacks(folder, [{ ...first!, json }, ...others]);
  return readSynthesizedStacks(folder);
}

/** The files below a folder that hold a text, in saved plans too, which are ZIP archives. */
function filesWith(text: string, folder: string): string[] {
  return filesIn(folder, (name) => name !== ".terraform").filter((file) => {
    const bytes = readFileSync(file);
    const parts = file.endsWith(".tfplan") ? Object.values(unzipSync(bytes)) : [bytes];
    return parts.some((part) => Buffer.from(part).includes(text));
  });
}

describe("a stack with an ephemeral variable", () => {
  afterEach(() => vi.unstubAllEnvs());

  it(
    "is planned and applied with its value, which no file keeps, and not applied without it",
    async () => {
      await withQueueAccount(async (account) => {
        const stacks = stacksWithToken();
        vi.stubEnv("TF_VAR_token", "a-secret-session-token");
        await account.plan(QUEUES, stacks);
        const { digest } = await account.review();
        vi.stubEnv("TF_VAR_token", undefined);
        await expect(account.apply(QUEUES, stacks, digest)).rejects.toThrow(
          "1 ephemeral variable must be given again, since no plan holds ephemeral values: TF_VAR_token.",
        );
        vi.stubEnv("TF_VAR_token", "a-secret-session-token");
        const applied = await account.apply(QUEUES, stacks, digest);
        expect(applied).toMatchObject({ outcome: "applied", failed: [], notBegun: [] });
        expect(filesWith("a-secret-session-token", account.folder)).toEqual([]);
        expect(filesWith("aws_sqs_queue", account.folder).map((file) => extname(file))).toContain(".tfplan");
      });
    },
    5 * MINUTES,
  );
});
