import { FARGATE_CPU_UNITS, FARGATE_MEMORY, fargateMemorySizes } from "../../aws/fargate.ts";
import { checkServices } from "../../language/checks/services.ts";
import { resolve } from "../../language/resolve.ts";
import { shop } from "../language/support/shop.ts";
import { refusalsOf } from "./support/both-sides.ts";

const resolved = resolve(shop, "prod");

function isAllowedAtSynth(cpuUnits: number, memoryMiB: number): boolean {
  const workloads = { web: { ...resolved.workloads.web, cpuUnits, memoryMiB } };
  return checkServices({ ...resolved, workloads } as typeof resolved).length === 0;
}

function isAllowedAtApply(cpu: string, memory: string): boolean {
  const after = { requires_compatibilities: ["FARGATE"], cpu, memory };
  return refusalsOf({ constraint: "fargate-size", type: "aws_ecs_task_definition", after }).length === 0;
}

describe("Fargate sizes", () => {
  it("are these numbers", () => {
    const counts = FARGATE_CPU_UNITS.map((units) => [units, fargateMemorySizes(units).length]);
    expect(counts).toEqual([
      [256, 3],
      [512, 4],
      [1024, 7],
      [2048, 13],
      [4096, 23],
      [8192, 12],
      [16384, 12],
    ]);
    expect(fargateMemorySizes(16384).at(-1)).toBe(122_880);
    expect(fargateMemorySizes(300)).toEqual([]);
    expect(Object.keys(FARGATE_MEMORY)).toHaveLength(counts.length);
  });

  it("are the same at synth and at apply", () => {
    for (const cpu of [128, ...FARGATE_CPU_UNITS, 32_768]) {
      for (let memory = 512; memory <= 131_072; memory += 512) {
        const isOffered = fargateMemorySizes(cpu).includes(memory);
        expect(isAllowedAtSynth(cpu, memory), `${cpu} ${memory}`).toBe(isOffered);
        expect(isAllowedAtApply(`${cpu}`, `${memory}`), `${cpu} ${memory}`).toBe(isOffered);
      }
    }
  });

  it("can have units at apply", () => {
    expect(isAllowedAtApply(".25 vCPU", "2 GB")).toBe(true);
    expect(isAllowedAtApply("1 vCPU", "1 GB")).toBe(false);
  });
});
