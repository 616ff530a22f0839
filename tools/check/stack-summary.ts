import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceOfType } from "../../aws/services.ts";

/** The size of a synthesized stack. */
export interface StackSummary {
  /** The stack's name: `shop-prod-network`. */
  readonly name: string;
  /** The number of its resources. */
  readonly resources: number;
  /** The number of resources by AWS service, the largest first: `EC2: 41`. */
  readonly services: Readonly<Record<string, number>>;
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Summarizes every stack in a folder that cdktf synthesized, sorted by name. */
export function readStackSummaries(folder: string): StackSummary[] {
  const stacks = join(folder, "stacks");
  return readdirSync(stacks)
    .sort()
    .map((name) => summarizeStack(name, readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")));
}

/** Counts the resources in a stack's Terraform JSON. */
export function summarizeStack(name: string, stackText: string): StackSummary {
  const { resource = {} } = JSON.parse(stackText) as StackJson;
  const counts = new Map<string, number>();
  for (const [type, resources] of Object.entries(resource)) {
    const { name: serviceName, arn } = serviceOfType(type);
    const service = serviceName ?? arn;
    counts.set(service, (counts.get(service) ?? 0) + Object.keys(resources).length);
  }
  const services = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const resources = services.reduce((sum, [, count]) => sum + count, 0);
  return { name, resources, services: Object.fromEntries(services) };
}
