import { serviceOfType } from "../../aws/services.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";

/** The size of a synthesized stack. */
export interface StackSummary {
  /** The stack's name: `shop-prod-network`. */
  readonly name: string;
  /** The number of its resources. */
  readonly resources: number;
  /** The number of resources by AWS service, the largest first: `EC2: 41`. */
  readonly services: Readonly<Record<string, number>>;
}

/** Counts the resources of a stack. */
export function summarizeStack({ name, json }: Pick<SynthesizedStack, "name" | "json">): StackSummary {
  const counts = new Map<string, number>();
  for (const [type, resources] of Object.entries(json.resource ?? {})) {
    const { name: serviceName, arn } = serviceOfType(type);
    const service = serviceName ?? arn;
    counts.set(service, (counts.get(service) ?? 0) + Object.keys(resources).length);
  }
  const services = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const resources = services.reduce((sum, [, count]) => sum + count, 0);
  return { name, resources, services: Object.fromEntries(services) };
}
