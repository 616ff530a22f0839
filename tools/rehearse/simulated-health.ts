import type { ReadonlyAccount, SimulatedResource } from "./simulator/simulator-types.ts";
import { AwsHttpError, type HttpResponse, xmlResponse } from "./state-backend/aws-http-error.ts";
import type { AwsRequest } from "./state-backend/aws-request.ts";
import { renderXml, type XmlChildren } from "./state-backend/xml.ts";

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
      .filter(
        ({ values }) => services.includes(String(values.name)) && isSameCluster(values.cluster, cluster),
      );
    return {
      services: found.map(({ values }) => {
        const isUnhealthy = this.unhealthy.has(String(values.name));
        const desiredCount = Number(values.desired_count ?? 1);
        return {
          serviceName: values.name,
          deployments: [
            {
              status: "PRIMARY",
              taskDefinition: values.task_definition,
              rolloutState: isUnhealthy ? "IN_PROGRESS" : "COMPLETED",
              desiredCount,
              runningCount: isUnhealthy ? 0 : desiredCount,
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

/** A cluster is named by its name or its ARN. */
function isSameCluster(one: unknown, other: string): boolean {
  const nameOf = (cluster: string) => cluster.split("/").at(-1);
  return nameOf(String(one)) === nameOf(other);
}

function mentions({ values }: SimulatedResource, arn: string): boolean {
  const has = (value: unknown): boolean =>
    value === arn || (typeof value === "object" && value !== null && Object.values(value).some(has));
  return has(values);
}

function queryResponse(
  action: string,
  namespace: string,
  result: XmlChildren,
  requestId: string,
): HttpResponse {
  const children = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xmlResponse(200, renderXml(`${action}Response`, children, namespace), requestId);
}

function jsonResponse(value: object, requestId: string): HttpResponse {
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
    body: JSON.stringify(value),
  };
}
