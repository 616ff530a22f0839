import { isSameName, jsonResponse, queryResponse } from "./operator-calls/api-call.ts";
import type { ReadonlyAccount, SimulatedResource } from "./simulator/simulator-types.ts";
import { AwsHttpError, type HttpResponse } from "./state-backend/aws-http-error.ts";
import type { AwsRequest } from "./state-backend/aws-request.ts";
import type { XmlChildren } from "./state-backend/xml.ts";

/**
 * The calls with which `drydock deploy` asks AWS for the health of what it deployed, answered from
 * the simulated account: everything is healthy at once, but for what a fault names.
 */
export class SimulatedHealth {
  /** Names of services, fleets and target groups that never get healthy. */
  readonly unhealthy = new Set<string>();
  readonly #account: ReadonlyAccount;

  constructor(account: ReadonlyAccount) {
    this.#account = account;
  }

  /** Answers a request; undefined if it is none of these calls. */
  handle({ target, headers, body }: AwsRequest, requestId: string): HttpResponse | undefined {
    if (target.service !== "other") return undefined;
    if (target.name === "ecs" && String(headers["x-amz-target"]).endsWith(".DescribeServices")) {
      return jsonResponse(this.#describeServices(JSON.parse(body.toString("utf8"))), requestId);
    }
    const parameters = new URLSearchParams(body.toString("utf8"));
    const action = parameters.get("Action");
    if (action === "DescribeTargetHealth") {
      return queryResponse(action, ELB_NAMESPACE, this.#describeTargetHealth(parameters), requestId);
    }
    if (action === "DescribeInstanceRefreshes") {
      return queryResponse(action, AUTOSCALING_NAMESPACE, this.#describeRefreshes(parameters), requestId);
    }
    return undefined;
  }

  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
  #describeServices({
    cluster,
    services,
  }: {
    readonly cluster: string;
    readonly services: readonly string[];
  }) {
    const found = this.#account
      .resources("aws_ecs_service")
      .filter(({ values }) => services.includes(String(values.name)) && isSameName(values.cluster, cluster));
    return {
      services: found.map(({ values }) => {
        const isUnhealthy = this.unhealthy.has(String(values.name));
        const desiredCount = Number(values.desired_count ?? 1);
        const runningCount = isUnhealthy ? 0 : desiredCount;
        return {
          serviceName: values.name,
          status: "ACTIVE",
          desiredCount,
          runningCount,
          deployments: [
            {
              status: "PRIMARY",
              taskDefinition: values.task_definition,
              rolloutState: isUnhealthy ? "IN_PROGRESS" : "COMPLETED",
              desiredCount,
              runningCount,
            },
          ],
        };
      }),
      failures: [],
    };
  }

  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
  #describeTargetHealth(parameters: URLSearchParams): XmlChildren {
    const arn = parameters.get("TargetGroupArn") ?? "";
    const group = this.#account.resources("aws_lb_target_group").find(({ values }) => values.arn === arn);
    if (group === undefined) {
      throw new AwsHttpError(400, "TargetGroupNotFound", `Target groups '${arn}' not found`);
    }
    const state = this.unhealthy.has(String(group.values.name)) ? "unhealthy" : "healthy";
    const member = this.#targetsOf(arn).map((id) => ({ Target: { Id: id }, TargetHealth: { State: state } }));
    return { TargetHealthDescriptions: { member } };
  }

  #targetsOf(arn: string): string[] {
    const using = (type: string) =>
      this.#account
        .resources(type)
        .filter((resource) => mentions(resource, arn))
        .map(({ id }) => id);
    return ["aws_lb_target_group_attachment", "aws_ecs_service", "aws_autoscaling_group"].flatMap(using);
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeInstanceRefreshes.html */
  #describeRefreshes(parameters: URLSearchParams): XmlChildren {
    const name = parameters.get("AutoScalingGroupName") ?? "";
    const isUnhealthy = this.unhealthy.has(name);
    const member = isUnhealthy
      ? [{ InstanceRefreshId: "1", Status: "InProgress", PercentageComplete: 0 }]
      : [];
    return { InstanceRefreshes: { member } };
  }
}

const ELB_NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
const AUTOSCALING_NAMESPACE = "http://autoscaling.amazonaws.com/doc/2011-01-01/";

function mentions({ values }: SimulatedResource, arn: string): boolean {
  const has = (value: unknown): boolean =>
    value === arn || (typeof value === "object" && value !== null && Object.values(value).some(has));
  return has(values);
}
