import { lastPart } from "../facts.ts";
import { textOf } from "../read.ts";
import { describe } from "./from-account.ts";
import { notFound } from "./refusals.ts";
import type { Special } from "./special.ts";

/** A task definition: by family the newest revision, by `family:revision` or ARN that one. */
export const taskDefinition: Special = (config, block, context) => {
  const asked = lastPart(textOf(config, "task_definition") ?? "");
  const full = textOf(config, "task_definition") ?? "";
  const all = context.account
    .resources("aws_ecs_task_definition")
    .filter(({ region }) => region === context.region);
  const matches = all.filter(
    ({ values }) =>
      [
        values.family,
        `${values.family}:${values.revision}`,
        values.arn,
        values.arn_without_revision,
      ].includes(full) || values.family === asked,
  );
  const newest = matches.sort((a, b) => Number(b.values.revision) - Number(a.values.revision))[0];
  if (newest === undefined) return notFound("aws_ecs_task_definition", full);
  return describe("aws_ecs_task_definition", config, block, context, newest, {
    status: "ACTIVE",
    id: String(newest.values.arn),
  });
};

/** A service of a cluster: both must be right. */
export const ecsService: Special = (config, block, context) => {
  const name = lastPart(textOf(config, "service_name") ?? "");
  const cluster = lastPart(textOf(config, "cluster_arn") ?? "");
  const found = context.account
    .resources("aws_ecs_service")
    .find(
      ({ values, region }) =>
        region === context.region && values.name === name && lastPart(String(values.cluster)) === cluster,
    );
  if (found === undefined) return notFound("aws_ecs_service", name);
  return describe("aws_ecs_service", config, block, context, found, { arn: found.id });
};
