import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withQueueAccount } from "./support/planned-account.ts";
import { QUEUES, queueStacks } from "./support/queue-stacks.ts";

const MINUTES = 60_000;

/** Does `change` to a file, runs `test`, and writes the file as it was. */
async function whileChanged(file: string, change: (file: string) => void, test: () => Promise<void>) {
  const bytes = readFileSync(file);
  change(file);
  await test();
  writeFileSync(file, bytes);
}

describe("plans that were reviewed", () => {
  it(
    "are refused, by its name, if a file of them is changed; of two applies at once, one is refused",
    async () => {
      await withQueueAccount(async (account, simulation) => {
        const stacks = queueStacks({ queues: ["orders"] });
        for (const { folder } of stacks) {
          mkdirSync(join(folder, "assets"));
          writeFileSync(join(folder, "assets", "handler.js"), "reviewed");
        }
        await account.plan(QUEUES, stacks);
        const { digest } = await account.review();
        const apply = () => account.apply(QUEUES, stacks, digest);
        const path = (file: string) => join(account.folder, file);

        for (const file of ["drydock-plan.json", "drydock-review.json"]) {
          // Each stays a whole record, with another meaning.
          const change = (name: string) =>
            writeFileSync(
              name,
              readFileSync(name, "utf8")
                .replace('"leftOut": []', '"leftOut": ["x"]')
                .replace(
                  /"verdict": "(\w+)"/,
                  (_, level) => `"verdict": "${level === "quiet" ? "note" : "quiet"}"`,
                ),
            );
          await whileChanged(path(file), change, () => expect(apply()).rejects.toThrow(file));
        }
        const data = "stacks/queues-prod-data";
        const changed = [
          `${data}/up.tfplan`,
          "provisional/up/queues-prod-compute.json",
          "simulated-values.json",
          `${data}/assets/handler.js`,
        ];
        const refuse = async (files: readonly string[]): Promise<void> => {
          const [file, ...others] = files;
          if (file !== undefined)
            return whileChanged(
              path(file),
              (name) => appendFileSync(name, " x"),
              () => refuse(others),
            );
          await expect(apply()).rejects.toThrow(
            changed.map((name) => `  ${name} is not what was planned.`).join("\n"),
          );
        };
        await refuse(changed);
        const stray = "stacks/queues-prod-compute/more.auto.tfvars.json";
        mkdirSync(join(path(stray), ".."), { recursive: true });
        writeFileSync(path(stray), "{}");
        await expect(apply()).rejects.toThrow(`  ${stray} is not what was planned.`);
        rmSync(path(stray));
        expect(simulation.simulator.account.resources("aws_sqs_queue")).toEqual([]);

        // Written again before Terraform reads it.
        const form = readFileSync(path(`${data}/cdk.tf.json`), "utf8");
        writeFileSync(path(`${data}/cdk.tf.json`), form.replaceAll("orders", "letters"));
        const results = await Promise.allSettled([apply(), apply()]);
        const refused = results.filter(({ status }) => status === "rejected");
        expect(refused).toMatchObject([
          {
            reason: {
              message: expect.stringMatching(
                /^Another change of queues-prod is running[\s\S]*Who: +\S+@\S+[\s\S]*Created: +\d{4}-/,
              ),
            },
          },
        ]);
        expect(results.find(({ status }) => status === "fulfilled")).toMatchObject({
          value: { outcome: "applied", failed: [], notBegun: [] },
        });
        const queues = simulation.simulator.account.resources("aws_sqs_queue");
        expect(queues.map(({ values }) => values.name)).toEqual(["orders"]);
      });
    },
    5 * MINUTES,
  );
});
