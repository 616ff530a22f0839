import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";

/** Memory in MiB allowed for each CPU size: minimum, maximum, step. */
const MEMORY_BY_CPU: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  "256": [512, 2048, 512],
  "512": [1024, 4096, 1024],
  "1024": [2048, 8192, 1024],
  "2048": [4096, 16_384, 1024],
  "4096": [8192, 30_720, 1024],
  "8192": [16_384, 61_440, 4096],
  "16384": [32_768, 122_880, 8192],
};

/** Converts `1024`, `1 vCPU` or `.25 vCPU` to CPU units. */
function parseCpuUnits(text: string): string {
  const virtual = /^([\d.]+)\s*vcpu$/i.exec(text);
  return virtual === null ? text : String(Number(virtual[1]) * 1024);
}

/** Converts `2048` or `2 GB` to MiB. */
function parseMemoryMiB(text: string): number {
  const gigabytes = /^([\d.]+)\s*gb$/i.exec(text);
  return gigabytes === null ? Number(text) : Number(gigabytes[1]) * 1024;
}

/** True if Fargate offers the size. 256 CPU units allow 512, 1024 or 2048 MiB. */
function isFargateSize(cpu: string, memory: number): boolean {
  const [from, to, step] = MEMORY_BY_CPU[cpu] ?? [1, 0, 1];
  if (cpu === "256") return [512, 1024, 2048].includes(memory);
  return memory >= from && memory <= to && (memory - from) % step === 0;
}

/** A Fargate task must use a supported combination of CPU and memory. */
export const fargateSize: Constraint = {
  name: "fargate-size",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
  types: ["aws_ecs_task_definition"],
  check(change) {
    const values = change.after;
    if (values === null || hasUnknownAttribute(values, "cpu") || hasUnknownAttribute(values, "memory"))
      return [];
    if (!stringListAttribute(values, "requires_compatibilities").includes("FARGATE")) return [];
    const cpu = parseCpuUnits(stringAttribute(values, "cpu") ?? "");
    const memory = parseMemoryMiB(stringAttribute(values, "memory") ?? "");
    const message = `No Fargate configuration exists for given values: ${cpu || 0} CPU, ${Number.isNaN(memory) ? 0 : memory} memory. See the Amazon ECS documentation for the valid values.`;
    return apiErrorIf(
      !isFargateSize(cpu, memory),
      "RegisterTaskDefinition",
      "ClientException",
      message,
      "memory",
    );
  },
};
