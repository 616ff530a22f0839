import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import type { DataSourceHandler } from "./data-source-handler.ts";
import { dataSourceValues } from "./from-account.ts";
import { notFoundError } from "./not-found-errors.ts";

/**
 * Reads a task definition: by family the newest revision, by `family:revision` or ARN exactly that
 * one.
 */
export const readTaskDefinition: DataSourceHandler = (config, block, context) => {
  const family = lastSegment(stringAttribute(config, "task_definition") ?? "");
  const reference = stringAttribute(config, "task_definition") ?? "";
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
      ].includes(reference) || values.family === family,
  );
  const newest = matches.sort((a, b) => Number(b.values.revision) - Number(a.values.revision))[0];
  if (newest === undefined) return notFoundError("aws_ecs_task_definition", reference);
  return dataSourceValues("aws_ecs_task_definition", config, block, context, newest, {
    status: "ACTIVE",
    id: String(newest.values.arn),
  });
};

/** Reads a service by name and cluster; both must match. */
export const readEcsService: DataSourceHandler = (config, block, context) => {
  const name = lastSegment(stringAttribute(config, "service_name") ?? "");
  const cluster = lastSegment(stringAttribute(config, "cluster_arn") ?? "");
  const service = context.account
    .resources("aws_ecs_service")
    .find(
      ({ values, region }) =>
        region === context.region && values.name === name && lastSegment(String(values.cluster)) === cluster,
    );
  if (service === undefined) return notFoundError("aws_ecs_service", name);
  return dataSourceValues("aws_ecs_service", config, block, context, service, { arn: service.id });
};
