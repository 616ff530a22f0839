import type { ContainerDefinition } from "../../../modules/compute/container.ts";
import type { EnvironmentOverride, Platform } from "../../../spec/platform.ts";
import type { Service } from "../../../spec/workloads.ts";
import { cybershieldIn } from "../../support/platforms.ts";
import { jsonOf } from "../../support/policies.ts";
import { resourcesOf, type StackJson, stackJson, synthesize } from "../../support/synth.ts";

/** CyberShield's prod compute stack. */
export const COMPUTE = "cybershield-prod-compute";

/** CyberShield's service in prod. */
export const app: Service = appOf(cybershieldIn("prod"));

function appOf({ workloads }: Platform): Service {
  const workload = workloads.app;
  if (workload?.kind !== "service") throw new TypeError("app is a service");
  return workload;
}

/** CyberShield's prod compute stack, its app or more of it changed. */
export function prodWith(
  change: Partial<Service>,
  environment: Partial<EnvironmentOverride> = {},
): StackJson {
  const platform = cybershieldIn("prod", environment);
  const changed = { ...platform, workloads: { app: { ...app, ...change } } };
  return stackJson(synthesize(changed), COMPUTE);
}

/** The container of the task definition of a family. */
export function containerOf(stack: StackJson, family: string): ContainerDefinition {
  const task = resourcesOf(stack, "aws_ecs_task_definition").find((task) => task.family === family);
  const [container, ...others] = jsonOf(task!.container_definitions) as readonly ContainerDefinition[];
  expect(others).toEqual([]);
  return container!;
}

/** A stack's only service. */
export function serviceOf(stack: StackJson): Readonly<Record<string, unknown>> {
  const [service, ...others] = resourcesOf(stack, "aws_ecs_service");
  expect(others).toEqual([]);
  return service!;
}
