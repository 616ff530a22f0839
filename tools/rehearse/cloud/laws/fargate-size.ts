import { textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isOpen, refuse } from "./support/rule.ts";

/** MiB of memory that each CPU size may have: from, to, in steps. */
const SIZES: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  "256": [512, 2048, 512],
  "512": [1024, 4096, 1024],
  "1024": [2048, 8192, 1024],
  "2048": [4096, 16_384, 1024],
  "4096": [8192, 30_720, 1024],
  "8192": [16_384, 61_440, 4096],
  "16384": [32_768, 122_880, 8192],
};

/** CPU units from `1024`, `1 vCPU` or `.25 vCPU`. */
function units(text: string): string {
  const virtual = /^([\d.]+)\s*vcpu$/i.exec(text);
  return virtual === null ? text : String(Number(virtual[1]) * 1024);
}

/** MiB from `2048` or `2 GB`. */
function mebibytes(text: string): number {
  const gigabytes = /^([\d.]+)\s*gb$/i.exec(text);
  return gigabytes === null ? Number(text) : Number(gigabytes[1]) * 1024;
}

/** Whether Fargate has the size. 256 CPU units take 512, 1024 or 2048 MiB. */
function exists(cpu: string, memory: number): boolean {
  const [from, to, step] = SIZES[cpu] ?? [1, 0, 1];
  if (cpu === "256") return [512, 1024, 2048].includes(memory);
  return memory >= from && memory <= to && (memory - from) % step === 0;
}

/** A task for Fargate has a CPU and memory that go together. */
export const fargateSize: Law = {
  name: "fargate-size",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
  types: ["aws_ecs_task_definition"],
  check(change) {
    const values = change.after;
    if (values === null || isOpen(values, "cpu") || isOpen(values, "memory")) return [];
    if (!textsOf(values, "requires_compatibilities").includes("FARGATE")) return [];
    const cpu = units(textOf(values, "cpu") ?? "");
    const memory = mebibytes(textOf(values, "memory") ?? "");
    const message = `No Fargate configuration exists for given values: ${cpu || 0} CPU, ${Number.isNaN(memory) ? 0 : memory} memory. See the Amazon ECS documentation for the valid values.`;
    return refuse(!exists(cpu, memory), "RegisterTaskDefinition", "ClientException", message, "memory");
  },
};
