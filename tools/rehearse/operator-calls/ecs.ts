import { compact } from "../../../language/compact.ts";
import { required } from "../../../language/required.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../simulator/computed-values/attribute-reader.ts";
import type { SimulatedResource } from "../simulator/simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../simulator/terraform-value.ts";
import {
  type ApiCall,
  changeResource,
  isSameName,
  type JsonOperation,
  type JsonParameters,
  numberParameter,
  rejectedCall,
  resourcesOfCall,
  textParameter,
} from "./api-call.ts";

const TASK_DEFINITION = "aws_ecs_task_definition";

/** The Terraform attributes of a task definition that are texts, by their names in ECS's API. */
const TEXT_ATTRIBUTES = {
  family: "family",
  cpu: "cpu",
  memory: "memory",
  networkMode: "network_mode",
  executionRoleArn: "execution_role_arn",
  taskRoleArn: "task_role_arn",
} as const;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html */
const describeTaskDefinition: JsonOperation = (call) => {
  const reference = textParameter(call.parameters, "taskDefinition") ?? "";
  return { taskDefinition: taskDefinitionResponse(findTaskDefinition(call, reference)), tags: [] };
};

/**
 * Registers the next revision of a family.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
const registerTaskDefinition: JsonOperation = (call) => {
  const { account, region, parameters } = call;
  const family = textParameter(parameters, "family") ?? "";
  const containers = parameters.containerDefinitions;
  if (family === "" || !Array.isArray(containers) || containers.length === 0) {
    throw rejectedCall("ClientException", "A task definition needs a family and a container.");
  }
  const previous = newestRevision(call, family);
  const revision = Number(previous?.values.revision ?? 0) + 1;
  const withoutRevision = `arn:aws:ecs:${region}:${account.accountId}:task-definition/${family}`;
  const arn = `${withoutRevision}:${revision}`;
  const resource: SimulatedResource = {
    type: TASK_DEFINITION,
    id: arn,
    region,
    values: {
      ...definitionAttributes(parameters),
      id: family,
      arn,
      arn_without_revision: withoutRevision,
      revision,
      container_definitions: JSON.stringify(containers),
    },
  };
  account.put(resource);
  return { taskDefinition: taskDefinitionResponse(resource), tags: [] };
};

/**
 * Changes a service's number of tasks or its task definition. All tasks run at once.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
const updateService: JsonOperation = (call) => {
  const { parameters } = call;
  const [name, cluster] = [parameters.service, parameters.cluster ?? "default"];
  const service = resourcesOfCall(call, "aws_ecs_service").find(
    ({ values }) => isSameName(values.name, name) && isSameName(values.cluster, cluster),
  );
  if (service === undefined) throw rejectedCall("ServiceNotFoundException", "Service not found.");
  const reference = textParameter(parameters, "taskDefinition");
  const desiredCount = numberParameter(parameters, "desiredCount");
  const { values } = changeResource(call, service, {
    ...compact({
      task_definition: reference === undefined ? undefined : arnOf(findTaskDefinition(call, reference)),
      desired_count: desiredCount,
    }),
  });
  return {
    service: {
      serviceName: values.name,
      serviceArn: service.id,
      clusterArn: values.cluster,
      status: "ACTIVE",
      taskDefinition: values.task_definition,
      desiredCount: Number(values.desired_count ?? 0),
    },
  };
};

/** The operations of Amazon ECS with which CI rolls out an image and operators stop a service. */
export const ECS_OPERATIONS: Readonly<Record<string, JsonOperation>> = {
  DescribeTaskDefinition: describeTaskDefinition,
  RegisterTaskDefinition: registerTaskDefinition,
  UpdateService: updateService,
};

function newestRevision(call: ApiCall<unknown>, family: string): SimulatedResource | undefined {
  return resourcesOfCall(call, TASK_DEFINITION)
    .filter(({ values }) => values.family === family)
    .sort((one, other) => Number(other.values.revision) - Number(one.values.revision))[0];
}

/** Finds a task definition by its ARN or `family:revision`; by family, its newest revision. */
function findTaskDefinition(call: ApiCall<unknown>, reference: string): SimulatedResource {
  const found =
    newestRevision(call, reference) ??
    resourcesOfCall(call, TASK_DEFINITION).find(({ values }) =>
      [values.arn, `${values.family}:${values.revision}`].includes(reference),
    );
  if (found === undefined) throw rejectedCall("ClientException", "Unable to describe task definition.");
  return found;
}

function arnOf({ values }: SimulatedResource): string {
  return required(values, "arn") as string;
}

function definitionAttributes(parameters: JsonParameters): ObjectValue {
  const texts = Object.entries(TEXT_ATTRIBUTES).map(([name, attribute]) => [
    attribute,
    textParameter(parameters, name) ?? "",
  ]);
  const { requiresCompatibilities = [], runtimePlatform } = parameters;
  const platform = (runtimePlatform ?? {}) as Readonly<Record<string, TerraformValue>>;
  return {
    ...Object.fromEntries(texts),
    requires_compatibilities: requiresCompatibilities as TerraformValue,
    runtime_platform:
      runtimePlatform === undefined
        ? []
        : [
            {
              cpu_architecture: platform.cpuArchitecture ?? "",
              operating_system_family: platform.operatingSystemFamily ?? "",
            },
          ],
  };
}

function taskDefinitionResponse({ values }: SimulatedResource): object {
  const texts = Object.entries(TEXT_ATTRIBUTES).flatMap(([name, attribute]) => {
    const text = stringAttribute(values, attribute);
    return text === undefined || text === "" ? [] : [[name, text]];
  });
  const [platform] = nestedBlocksOf(values, "runtime_platform");
  const compatibilities = stringListAttribute(values, "requires_compatibilities");
  return {
    ...Object.fromEntries(texts),
    taskDefinitionArn: values.arn,
    revision: Number(values.revision),
    status: "ACTIVE",
    containerDefinitions: JSON.parse(stringAttribute(values, "container_definitions") ?? "[]") as unknown,
    requiresCompatibilities: compatibilities,
    compatibilities: ["EC2", ...compatibilities],
    requiresAttributes: [],
    volumes: [],
    placementConstraints: [],
    ...compact({ runtimePlatform: runtimePlatformResponse(platform) }),
  };
}

function runtimePlatformResponse(platform: ObjectValue | undefined): object | undefined {
  if (platform === undefined) return undefined;
  const { cpu_architecture: cpuArchitecture, operating_system_family: operatingSystemFamily } = platform;
  return { cpuArchitecture, operatingSystemFamily };
}
