import type { EnvironmentOverride, Platform } from "../../../language/platform.ts";
import type { ServiceSettings } from "../../../language/workloads.ts";
import type { ContainerDefinition } from "../../../modules/compute/container.ts";
import { cybershieldIn } from "../../support/platforms.ts";
import { parseEmbeddedJson } from "../../support/policies.ts";
import {
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  synthesize,
} from "../../support/synth.ts";

/** The name of CyberShield prod's compute stack. */
export const COMPUTE = "cybershield-prod-compute";

/** CyberShield's service in prod. */
export const app: ServiceSettings = appOf(cybershieldIn("prod"));

function appOf({ workloads }: Platform): ServiceSettings {
  const workload = workloads.app;
  if (workload?.kind !== "service") throw new TypeError("app is a service");
  return workload;
}

/** CyberShield prod's compute stack with changes to its service and its environment. */
export function prodWith(
  change: Partial<ServiceSettings>,
  environment: Partial<EnvironmentOverride> = {},
): SynthesizedStackJson {
  const platform = cybershieldIn("prod", environment);
  const changed = { ...platform, workloads: { app: { ...app, ...change } } };
  return parseStackJson(synthesize(changed), COMPUTE);
}

/** The only container in a family's task definition. */
export function containerOf(stack: SynthesizedStackJson, family: string): ContainerDefinition {
  const task = resourcesOfType(stack, "aws_ecs_task_definition").find((task) => task.family === family);
  const [container, ...others] = parseEmbeddedJson(
    task!.container_definitions,
  ) as readonly ContainerDefinition[];
  expect(others).toEqual([]);
  return container!;
}

/** A stack's only service. */
export function serviceOf(stack: SynthesizedStackJson): Readonly<Record<string, unknown>> {
  const [service, ...others] = resourcesOfType(stack, "aws_ecs_service");
  expect(others).toEqual([]);
  return service!;
}
