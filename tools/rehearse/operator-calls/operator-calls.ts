import { ownValue } from "../../../language/endpoints.ts";
import type { SimulatedAccount } from "../simulator/simulated-account.ts";
import type { HttpResponse } from "../state-backend/aws-http-error.ts";
import type { AwsRequest } from "../state-backend/aws-request.ts";
import {
  type JsonOperation,
  type JsonParameters,
  jsonResponse,
  type QueryOperation,
  queryResponse,
} from "./api-call.ts";
import { APPLICATION_AUTO_SCALING_OPERATIONS, AUTO_SCALING_OPERATIONS } from "./auto-scaling.ts";
import { ECR_OPERATIONS } from "./ecr.ts";
import { ECS_OPERATIONS } from "./ecs.ts";
import { RDS_OPERATIONS } from "./rds.ts";
import { SecretValues } from "./secrets.ts";

/** A service with AWS's query protocol: its operations, and the namespace of its responses. */
interface QueryService {
  readonly namespace: string;
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

/** The services with a query protocol, by their signing names. */
const QUERY_SERVICES: Readonly<Record<string, QueryService>> = {
  rds: { namespace: "http://rds.amazonaws.com/doc/2014-10-31/", operations: RDS_OPERATIONS },
  autoscaling: {
    namespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
    operations: AUTO_SCALING_OPERATIONS,
  },
};

/**
 * The calls with which operators and CI change AWS beside Terraform (docs/operations.md), answered
 * from the simulated account. All of them take effect at once.
 */
export class OperatorCalls {
  readonly #account: SimulatedAccount;
  /** The services with a JSON protocol, by their signing names. */
  readonly #jsonServices: Readonly<Record<string, Readonly<Record<string, JsonOperation>>>>;

  constructor(account: SimulatedAccount) {
    this.#account = account;
    this.#jsonServices = {
      ecr: ECR_OPERATIONS,
      ecs: ECS_OPERATIONS,
      "application-autoscaling": APPLICATION_AUTO_SCALING_OPERATIONS,
      secretsmanager: new SecretValues(account).operations,
    };
  }

  /**
   * Answers a request; undefined if it is none of these calls.
   *
   * @throws AwsHttpError if AWS would reject it
   */
  handle({ target, headers, body, signer }: AwsRequest, requestId: string): HttpResponse | undefined {
    if (target.service !== "other" || signer === undefined) return undefined;
    const call = { account: this.#account, region: signer.region };
    const text = body.toString("utf8");
    const name = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
    const json = ownValue(ownValue(this.#jsonServices, target.name) ?? {}, name);
    if (json !== undefined) {
      const parameters = JSON.parse(text || "{}") as JsonParameters;
      return jsonResponse(json({ ...call, parameters }), requestId);
    }
    const service = ownValue(QUERY_SERVICES, target.name);
    const parameters = new URLSearchParams(text);
    const action = parameters.get("Action") ?? "";
    const query = ownValue(service?.operations ?? {}, action);
    if (service === undefined || query === undefined) return undefined;
    return queryResponse(action, service.namespace, query({ ...call, parameters }), requestId);
  }
}
