/** Memory sizes in equal steps, in MiB. */
export interface MemoryRange {
  /** The least memory, in MiB. */
  readonly min: number;
  /** The most memory, in MiB. */
  readonly max: number;
  /** The distance between two sizes, in MiB. */
  readonly step: number;
}

/**
 * The memory in MiB that Fargate offers for each number of CPU units (1,024 are one vCPU) on Linux,
 * alike for ARM64, X86_64 and Fargate Spot.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 * (read 2026-11-30)
 */
export const FARGATE_MEMORY: Readonly<Record<number, MemoryRange | readonly number[]>> = {
  256: [512, 1024, 2048],
  512: { min: 1024, max: 4096, step: 1024 },
  1024: { min: 2048, max: 8192, step: 1024 },
  2048: { min: 4096, max: 16_384, step: 1024 },
  4096: { min: 8192, max: 30_720, step: 1024 },
  8192: { min: 16_384, max: 61_440, step: 4096 },
  16384: { min: 32_768, max: 122_880, step: 8192 },
};

/** The CPU units that Fargate offers, smallest first. */
export const FARGATE_CPU_UNITS: readonly number[] = Object.keys(FARGATE_MEMORY).map(Number);

/** Returns the memory sizes in MiB for a number of CPU units; none if Fargate does not offer it. */
export function fargateMemorySizes(cpuUnits: number): readonly number[] {
  const memory = FARGATE_MEMORY[cpuUnits] ?? [];
  if (!("step" in memory)) return memory;
  const count = (memory.max - memory.min) / memory.step + 1;
  return Array.from({ length: count }, (_, index) => memory.min + index * memory.step);
}
