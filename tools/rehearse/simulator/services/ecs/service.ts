import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import {
  arnTemplate,
  lastSegment,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  isCreate,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { operationName } from "../../operation-name.ts";
import { isZeroValue } from "../../schema-only-planner/value-equality.ts";
import type { ApiError, CallContext, Constraint } from "../../simulator-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "../../terraform-value.ts";
import { loadBalancersOfTargetGroup } from "../elb/load-balancing.ts";
import type { CustomizeDiff, ServiceResources } from "../service-resources.ts";

/** Returns `arn:…:service/cluster/name`, for a cluster given by name or ARN. */
const ecsServiceArn = (context: ValueContext) => {
  const cluster = lastSegment(resolveString(context, "cluster") || "default");
  return renderTemplate(`arn:{partition}:ecs:{region}:{account}:service/${cluster}/{name}`, context);
};

/** True if the service uses capacity providers: AWS then returns no launch type. */
function hasCapacityProviderStrategy(context: ValueContext): boolean {
  const strategy = context.resolve("capacity_provider_strategy");
  return Array.isArray(strategy) && strategy.length > 0;
}

/** Reads a service by name and cluster; both must match. */
const readEcsService: DataSourceHandler = (config, context) => {
  const name = lastSegment(stringAttribute(config, "service_name") ?? "");
  const cluster = lastSegment(stringAttribute(config, "cluster_arn") ?? "");
  const service = context.account
    .resources("aws_ecs_service")
    .find(
      ({ values, region }) =>
        region === context.region && values.name === name && lastSegment(String(values.cluster)) === cluster,
    );
  if (service === undefined) return { notFound: name };
  return { resource: service, overrides: { arn: service.id } };
};

/** An ECS service's cluster must exist and provide the capacity providers that the service uses. */
const serviceCluster: Constraint = {
  name: "service-cluster",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
  errorCodes: ["ClusterNotFoundException", "InvalidParameterException"],
  types: ["aws_ecs_service"],
  check(change, context) {
    if (!isCreate(change) || hasUnknownAttribute(change.after, "cluster")) return [];
    const name = lastSegment(stringAttribute(change.after, "cluster") ?? "default");
    const clusterResource = resourcesInRegion(context, "aws_ecs_cluster").find(
      ({ values }) => values.name === name,
    );
    const availableProviders = resourcesInRegion(context, "aws_ecs_cluster_capacity_providers")
      .filter(({ values }) => values.cluster_name === name)
      .flatMap(({ values }) => stringListAttribute(values, "capacity_providers"));
    const requestedProviders = nestedBlocksOf(change.after, "capacity_provider_strategy").map((entry) =>
      stringAttribute(entry, "capacity_provider"),
    );
    const isProviderMissing = requestedProviders.some(
      (provider) => provider !== undefined && !availableProviders.includes(provider),
    );
    const isNameTaken = resourcesInRegion(context, "aws_ecs_service").some(
      ({ values }) =>
        values.name === change.after.name &&
        lastSegment(stringAttribute(values, "cluster") ?? "default") === name,
    );
    return [
      ...violationIf(
        clusterResource === undefined,
        "ClusterNotFoundException",
        "Cluster not found.",
        "cluster",
      ),
      ...violationIf(
        isProviderMissing,
        "InvalidParameterException",
        "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
        "capacity_provider_strategy",
      ),
      ...violationIf(
        isNameTaken,
        "InvalidParameterException",
        "Creation of service was not idempotent.",
        "name",
      ),
    ];
  },
};

/** The container names of a task definition; empty if it cannot be parsed. */
function containerNames(definition: ObjectValue | undefined): readonly string[] {
  try {
    const list: TerraformValue = JSON.parse(stringAttribute(definition, "container_definitions") ?? "[]");
    return Array.isArray(list) ? list.filter(isObjectValue).map(({ name }) => String(name)) : [];
  } catch {
    return [];
  }
}

function checkTargetGroup(
  entry: ObjectValue,
  definition: ObjectValue | undefined,
  context: CallContext,
): readonly ApiError[] {
  const arn = stringAttribute(entry, "target_group_arn");
  if (arn === undefined) return [];
  const group = findInRegion(context, arn, "aws_lb_target_group");
  const container = stringAttribute(entry, "container_name");
  const names = containerNames(definition);
  const network = stringAttribute(definition, "network_mode");
  const isInstanceTarget =
    network === "awsvpc" &&
    group !== undefined &&
    stringAttribute(group.values, "target_type") === "instance";
  return [
    ...apiErrorIf(
      loadBalancersOfTargetGroup(context, arn).length === 0,
      operationName("aws_ecs_service", "create"),
      "InvalidParameterException",
      `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
      "load_balancer",
    ),
    ...apiErrorIf(
      isInstanceTarget,
      operationName("aws_ecs_service", "create"),
      "InvalidParameterException",
      `The provided target group ${arn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
      "load_balancer",
    ),
    ...apiErrorIf(
      names.length > 0 && container !== undefined && !names.includes(container),
      operationName("aws_ecs_service", "create"),
      "InvalidParameterException",
      `The container ${container} does not exist in the task definition.`,
      "load_balancer",
    ),
  ];
}

/**
 * An ECS service's target group needs a listener and IP targets, and the task definition must have
 * the container.
 */
const serviceTargetGroup: Constraint = {
  name: "service-target-group",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
  errorCodes: ["InvalidParameterException"],
  types: ["aws_ecs_service"],
  check(change, context) {
    const reference = stringAttribute(change.after, "task_definition");
    const definition = context.account
      .resources("aws_ecs_task_definition")
      .find(({ values }) => values.arn === reference)?.values;
    return nestedBlocksOf(change.after, "load_balancer").flatMap((entry) =>
      checkTargetGroup(entry, definition, context),
    );
  },
};

/**
 * A service's capacity providers can change in place when the change forces a new deployment, but
 * adding the first or removing the last requires replacement: it changes how the service launches
 * tasks.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service#capacity_provider_strategy-1
 */
const serviceDiff: CustomizeDiff = {
  inPlace: (prior, config) => {
    const name = "capacity_provider_strategy";
    const keepsKind = isZeroValue(prior[name] ?? null) === isZeroValue(config[name] ?? null);
    return keepsKind && config.force_new_deployment === true ? [name] : [];
  },
};

/** ECS services. */
export const ecsServiceResources: ServiceResources = {
  types: {
    aws_ecs_service: {
      customizeDiff: serviceDiff,
      dependentOf: ["aws_subnet"],
      limitsSecurityGroups: true,
      values: {
        id: ecsServiceArn,
        arn: ecsServiceArn,
        cluster: "arn:{partition}:ecs:{region}:{account}:cluster/default",
        iam_role: arnTemplate("iam::{account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
        launch_type: (context) => (hasCapacityProviderStrategy(context) ? "" : "EC2"),
        platform_version: (context) => (resolveString(context, "launch_type") === "EC2" ? "" : "LATEST"),
        triggers: {},
      },
      notFound: { code: "ServiceNotFoundException", message: "Service not found: {}" },
      readDataSource: readEcsService,
    },
  },
  constraints: [serviceCluster, serviceTargetGroup],
};
