import { fargateMemorySizes } from "../../../../aws/fargate.ts";
import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";

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
      !fargateMemorySizes(Number(cpu)).includes(memory),
      "RegisterTaskDefinition",
      "ClientException",
      message,
      "memory",
    );
  },
};
