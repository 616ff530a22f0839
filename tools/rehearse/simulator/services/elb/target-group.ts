import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { generateUniqueSuffix } from "../../computed-values/attribute-rules/generated-names.ts";
import {
  renderTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  isCreate,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { findSubnet } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import {
  forwardedTargetGroups,
  listenerActions,
  loadBalancerOfListener,
  loadBalancersOfTargetGroup,
} from "./load-balancing.ts";

const targetGroupSuffix = (context: ValueContext) => renderTemplate("targetgroup/{name}/{hex:16}", context);

const targetGroup: ValueGenerators = {
  id: "{arn}",
  arn: (context) =>
    `${renderTemplate("arn:{partition}:elasticloadbalancing:{region}:{account}:", context)}${targetGroupSuffix(context)}`,
  arn_suffix: targetGroupSuffix,
  name: (context) => `${resolveString(context, "name_prefix") || "tf-"}${generateUniqueSuffix(context)}`,
  load_balancer_arns: [],
  ip_address_type: "ipv4",
  connection_termination: false,
  load_balancing_algorithm_type: (context) =>
    /^(HTTP|HTTPS)$/.test(resolveString(context, "protocol")) ? "round_robin" : "",
  load_balancing_anomaly_mitigation: (context) =>
    /^(HTTP|HTTPS)$/.test(resolveString(context, "protocol")) ? "off" : "",
  load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
  preserve_client_ip: "",
  protocol_version: (context) => (/^(HTTP|HTTPS)$/.test(resolveString(context, "protocol")) ? "HTTP1" : ""),
  health_check: (context) => [
    {
      enabled: true,
      healthy_threshold: 5,
      interval: 30,
      matcher: "200",
      path: "/",
      port: "traffic-port",
      protocol: resolveString(context, "protocol") || "HTTP",
      timeout: 5,
      unhealthy_threshold: 2,
    },
  ],
  "health_check.matcher": (context) => (/^HTTP/.test(String(context.self.protocol ?? "HTTP")) ? "200" : ""),
  "health_check.path": (context) => (/^HTTP/.test(String(context.self.protocol ?? "HTTP")) ? "/" : ""),
  "health_check.timeout": (context) => (/^HTTP/.test(String(context.self.protocol ?? "HTTP")) ? 5 : 10),
  stickiness: (context) => [
    {
      cookie_duration: 86_400,
      cookie_name: "",
      enabled: false,
      type: /^HTTP/.test(resolveString(context, "protocol")) ? "lb_cookie" : "source_ip",
    },
  ],
  target_failover: [{ on_deregistration: null, on_unhealthy: null }],
  target_group_health: [
    {
      dns_failover: [{ minimum_healthy_targets_count: "1", minimum_healthy_targets_percentage: "off" }],
      unhealthy_state_routing: [
        { minimum_healthy_targets_count: 1, minimum_healthy_targets_percentage: "off" },
      ],
    },
  ],
  target_health_state: [{ enable_unhealthy_connection_termination: null, unhealthy_draining_interval: null }],
};

/** A target group cannot be deleted while a listener or rule forwards to it. */
const targetGroupInUse: Constraint = {
  name: "target-group-in-use",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
  errorCodes: ["ResourceInUse"],
  isRetried: true,
  types: ["aws_lb_target_group"],
  check(change, context) {
    const arn = isDelete(change) ? stringAttribute(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const isUsed = resourcesInRegion(context, "aws_lb_listener", "aws_lb_listener_rule").some(({ values }) =>
      forwardedTargetGroups(listenerActions(values)).includes(arn),
    );
    return violationIf(
      isUsed,
      "ResourceInUse",
      `Target group '${arn}' is currently in use by a listener or a rule`,
    );
  },
};

/** A target group is used by at most one load balancer. */
const targetGroupOneBalancer: Constraint = {
  name: "target-group-one-balancer",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
  errorCodes: ["TargetGroupAssociationLimit"],
  types: ["aws_lb_listener", "aws_lb_listener_rule"],
  check(change, context) {
    const values = change.after;
    const loadBalancer = values === null ? undefined : loadBalancerOfListener(context, values);
    if (values === null || loadBalancer === undefined) return [];
    const takenGroups = forwardedTargetGroups(listenerActions(values)).filter((group) =>
      loadBalancersOfTargetGroup(context, group).some((other) => other !== loadBalancer),
    );
    const operation = operationName(change.type, "create");
    return apiErrorIf(
      takenGroups.length > 0,
      operation,
      "TargetGroupAssociationLimit",
      `The following target groups cannot be associated with more than one load balancer: ${takenGroups.join(", ")}`,
    );
  },
};

/** A listener's target groups must belong to its load balancer's VPC. */
const targetGroupSameNetwork: Constraint = {
  name: "target-group-same-network",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
  errorCodes: ["TargetGroupNotFound", "ValidationError"],
  types: ["aws_lb_listener", "aws_lb_listener_rule"],
  check(change, context) {
    if (change.after === null) return [];
    const balancer = findInRegion(context, loadBalancerOfListener(context, change.after), "aws_lb");
    const vpc = stringAttribute(balancer?.values, "vpc_id");
    const operation = operationName(change.type, "create");
    return forwardedTargetGroups(listenerActions(change.after)).flatMap((arn) => {
      const group = findInRegion(context, arn, "aws_lb_target_group");
      const other = stringAttribute(group?.values, "vpc_id");
      return [
        ...apiErrorIf(
          group === undefined,
          operation,
          "TargetGroupNotFound",
          `Target groups '${arn}' not found`,
        ),
        ...apiErrorIf(
          vpc !== undefined && other !== undefined && vpc !== other,
          operation,
          "ValidationError",
          `The following target groups are not in the same VPC as the load balancer: ${arn}`,
        ),
      ];
    });
  },
};

/** An instance can be registered only in a target group with instance targets, in its own VPC. */
const targetRegistration: Constraint = {
  name: "target-registration",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html",
  errorCodes: ["InvalidTarget", "ValidationError"],
  types: ["aws_lb_target_group_attachment"],
  check(change, context) {
    const targetId = stringAttribute(change.after, "target_id");
    if (!isCreate(change) || targetId?.startsWith("i-") !== true) return [];
    const arn = stringAttribute(change.after, "target_group_arn");
    const group = findInRegion(context, arn, "aws_lb_target_group")?.values;
    if (group === undefined) return [];
    const subnetId = stringAttribute(findInRegion(context, targetId, "aws_instance")?.values, "subnet_id");
    const vpc =
      subnetId === undefined ? undefined : stringAttribute(findSubnet(context, subnetId)?.values, "vpc_id");
    const targetType = stringAttribute(group, "target_type") ?? "instance";
    const other = stringAttribute(group, "vpc_id");
    return [
      ...violationIf(
        targetType !== "instance",
        "ValidationError",
        `The IP address '${targetId}' is not a valid IPv4 address`,
        "target_id",
      ),
      ...violationIf(
        targetType === "instance" && vpc !== undefined && other !== undefined && vpc !== other,
        "InvalidTarget",
        `The following targets are not in the target group VPC '${other}': '${targetId}'`,
        "target_id",
      ),
    ];
  },
};

/** Target groups. */
export const elbTargetGroupResources: ServiceResources = {
  types: {
    aws_lb_target_group: {
      values: targetGroup,
      uniqueName: {
        attribute: "name",
        code: "DuplicateTargetGroupName",
        message: "A target group with the same name '{}' exists, but with different settings",
      },
      notFound: { code: "TargetGroupNotFound", message: "Target groups '[{}]' not found" },
    },
    aws_lb_target_group_attachment: { values: { id: "{target_group_arn}-20240101{digits:16}" } },
  },
  constraints: [targetGroupInUse, targetGroupOneBalancer, targetGroupSameNetwork, targetRegistration],
};
