import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "../../../../language/language.ts";
import type { Platform } from "../../../../language/platform.ts";
import { resolve } from "../../../../language/resolve.ts";
import {
  readSynthesizedStacks,
  type SynthesizedStack,
} from "../../../../tools/synthesized/synthesized-stacks.ts";
import { writeSynthesizedStacks } from "../../../../tools/synthesized/write-stacks.ts";

/** The platform of the stacks: only its names and its account count, not what it would deploy. */
export const QUEUES: Platform = resolve(
  platform({
    name: "queues",
    region: "us-east-1",
    networks: {
      main: { cidr: "10.0.0.0/16", zones: ["us-east-1a"], tiers: { public: { access: "public" } } },
    },
    flows: [],
    environments: { prod: { account: "123456789012" } },
  }),
  "prod",
);

const BUCKET = "123456789012-us-east-1-drydock-state";

const backend = (name: string) => ({
  terraform: {
    required_providers: { aws: { source: "aws", version: ">= 5.100.0" } },
    backend: {
      s3: { bucket: BUCKET, key: `${name}/terraform.tfstate`, region: "us-east-1", use_lockfile: true },
    },
  },
  provider: { aws: [{ region: "us-east-1" }] },
});

const record = {
  deployed_configuration: {
    sensitive: true,
    value: '${base64gzip(file("${path.module}/cdk.tf.json"))}',
  },
};

/** Three small stacks: one with queues, one that reads their URLs, and one that reads nothing. */
export interface QueueStacks {
  /** The queues, by name. */
  readonly queues: readonly string[];
  /** The retention of the third stack's log group, in days. @default 7 */
  readonly retentionDays?: number;
}

/** Writes the stacks as `cdktf synth` does, into a folder of their own. */
export function queueStacks({ queues, retentionDays = 7 }: QueueStacks): readonly SynthesizedStack[] {
  const byQueue = <T>(value: (queue: string) => T) =>
    Object.fromEntries(queues.map((queue) => [queue, value(queue)]));
  const folder = mkdtempSync(join(tmpdir(), "queue-stacks-"));
  writeSynthesizedStacks(folder, [
    {
      name: "queues-prod-data",
      dependencies: [],
      json: {
        ...backend("queues-prod-data"),
        resource: { aws_sqs_queue: byQueue((name) => ({ name })) },
        output: { ...record, queue_urls: { value: byQueue((name) => `\${aws_sqs_queue.${name}.url}`) } },
      },
    },
    {
      name: "queues-prod-compute",
      dependencies: ["queues-prod-data"],
      json: {
        ...backend("queues-prod-compute"),
        data: {
          terraform_remote_state: {
            data: {
              backend: "s3",
              config: { bucket: BUCKET, key: "queues-prod-data/terraform.tfstate", region: "us-east-1" },
            },
          },
        },
        resource: {
          aws_ssm_parameter: byQueue((name) => ({
            name: `/queues/${name}`,
            type: "String",
            value: `\${data.terraform_remote_state.data.outputs.queue_urls["${name}"]}`,
          })),
        },
        output: record,
      },
    },
    {
      name: "queues-prod-observe",
      dependencies: [],
      json: {
        ...backend("queues-prod-observe"),
        resource: {
          aws_cloudwatch_log_group: { all: { name: "/queues", retention_in_days: retentionDays } },
        },
        output: record,
      },
    },
  ]);
  return readSynthesizedStacks(folder);
}

/** The bucket of the states, with its region. */
export const QUEUE_BUCKETS: ReadonlyMap<string, string> = new Map([[BUCKET, "us-east-1"]]);
