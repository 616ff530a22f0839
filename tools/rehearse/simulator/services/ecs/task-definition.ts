import { fargateMemorySizes } from "../../../../../aws/fargate.ts";
import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import {
  arnTemplate,
  lastSegment,
  resolveString,
  type ValueContext,
} from "../../computed-values/value-context.ts";
import { hasUnknownAttribute, violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { Constraint } from "../../simulator-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";

/** The family's newest revision in this region, plus one. */
function nextRevision(context: ValueContext): number {
  const family = resolveString(context, "family");
  const revisions = context.account
    .resources("aws_ecs_task_definition")
    .filter((definition) => definition.values.family === family && definition.region === context.region)
    .map((definition) => Number(definition.values.revision ?? 0));
  return Math.max(0, ...revisions, Number(context.before?.revision ?? 0)) + 1;
}

/**
 * Reads a task definition: by family the newest revision, by `family:revision` or ARN exactly that
 * one.
 */
const readTaskDefinition: DataSourceHandler = (config, context) => {
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
  if (newest === undefined) return { notFound: reference };
  return {
    resource: newest,
    overrides: {
      status: "ACTIVE",
      id: String(newest.values.arn),
    },
  };
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

/** A Fargate task must use a supported combination of CPU and memory. */
const fargateSize: Constraint = {
  name: "fargate-size",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
  errorCodes: ["ClientException"],
  types: ["aws_ecs_task_definition"],
  check(change) {
    const values = change.after;
    if (values === null || hasUnknownAttribute(values, "cpu") || hasUnknownAttribute(values, "memory"))
      return [];
    if (!stringListAttribute(values, "requires_compatibilities").includes("FARGATE")) return [];
    const cpu = parseCpuUnits(stringAttribute(values, "cpu") ?? "");
    const memory = parseMemoryMiB(stringAttribute(values, "memory") ?? "");
    const message = `No Fargate configuration exists for given values: ${cpu || 0} CPU, ${Number.isNaN(memory) ? 0 : memory} memory. See the Amazon ECS documentation for the valid values.`;
    return violationIf(
      !fargateMemorySizes(Number(cpu)).includes(memory),
      "ClientException",
      message,
      "memory",
    );
  },
};

/** The containers of a task definition; empty if the text is not a JSON list. */
function parseContainers(text: string): readonly ObjectValue[] {
  try {
    const list: TerraformValue = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isObjectValue) : [];
  } catch {
    return [];
  }
}

/** The first container feature that requires an execution role. */
function featureRequiringRole(all: readonly ObjectValue[]): string | undefined {
  for (const container of all) {
    if (/\.dkr\.ecr\./.test(String(container.image ?? ""))) return "ECR images";
    if (Array.isArray(container.secrets) && container.secrets.length > 0) return "secrets";
    const log = container.logConfiguration;
    if (isObjectValue(log) && log.logDriver === "awslogs") return "log driver awslogs";
  }
  return undefined;
}

/** A Fargate task that pulls from ECR, reads secrets or writes logs needs an execution role. */
const taskExecutionRole: Constraint = {
  name: "task-execution-role",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
  errorCodes: ["ClientException"],
  types: ["aws_ecs_task_definition"],
  check(change) {
    const values = change.after;
    if (
      values === null ||
      hasUnknownAttribute(values, "execution_role_arn") ||
      stringAttribute(values, "execution_role_arn") !== undefined
    )
      return [];
    if (!stringListAttribute(values, "requires_compatibilities").includes("FARGATE")) return [];
    const feature = featureRequiringRole(
      parseContainers(stringAttribute(values, "container_definitions") ?? ""),
    );
    return violationIf(
      feature !== undefined,
      "ClientException",
      `Fargate requires task definition to have execution role ARN to support ${feature}.`,
      "execution_role_arn",
    );
  },
};

/** ECS task definitions. */
export const ecsTaskDefinitionResources: ServiceResources = {
  types: {
    aws_ecs_task_definition: {
      identity: ["arn"],
      values: {
        id: "{family}",
        revision: nextRevision,
        arn: arnTemplate("ecs:{region}:{account}:task-definition/{family}:{revision}"),
        arn_without_revision: arnTemplate("ecs:{region}:{account}:task-definition/{family}"),
        network_mode: "bridge",
        enable_fault_injection: false,
      },
      notFound: { code: "ClientException", message: "Unable to describe task definition." },
      passedRoles: [
        {
          attribute: "execution_role_arn",
          service: "ecs-tasks.amazonaws.com",
          code: "ClientException",
          message:
            "ECS was unable to assume the role '{}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
        },
        {
          attribute: "task_role_arn",
          service: "ecs-tasks.amazonaws.com",
          code: "ClientException",
          message:
            "ECS was unable to assume the role '{}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
        },
      ],
      readDataSource: readTaskDefinition,
    },
  },
  constraints: [fargateSize, taskExecutionRole],
};
