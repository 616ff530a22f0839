import { lastSegment } from "../simulator/computed-values/value-context.ts";
import type { SimulatedAccount } from "../simulator/simulated-account.ts";
import type { SimulatedResource } from "../simulator/simulator-types.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";
import { AwsHttpError, type HttpResponse, xmlResponse } from "../state-backend/aws-http-error.ts";
import { renderXml, type XmlChildren } from "../state-backend/xml.ts";

/** One call of an AWS API that does not come from Terraform. */
export interface ApiCall<Parameters> {
  /** The simulated account, which the call reads or changes. */
  readonly account: SimulatedAccount;
  /** The region that the call was signed for. */
  readonly region: string;
  /** The call's parameters. */
  readonly parameters: Parameters;
}

/** The parameters of a service with a JSON protocol. */
export type JsonParameters = Readonly<Record<string, unknown>>;

/** An operation of a service with a JSON protocol; returns its response. */
export type JsonOperation = (call: ApiCall<JsonParameters>) => object;

/** An operation of a service with AWS's query protocol; returns the content of its result. */
export type QueryOperation = (call: ApiCall<URLSearchParams>) => XmlChildren;

/** Returns the resources of a type in the call's region. */
export function resourcesOfCall(
  { account, region }: Pick<ApiCall<unknown>, "account" | "region">,
  type: string,
): readonly SimulatedResource[] {
  return account.resources(type).filter((resource) => resource.region === region);
}

/** Changes a resource's attributes, and returns the changed resource. */
export function changeResource(
  { account }: Pick<ApiCall<unknown>, "account">,
  resource: SimulatedResource,
  changes: ObjectValue,
): SimulatedResource {
  const changed = { ...resource, values: { ...resource.values, ...changes } };
  account.put(changed);
  return changed;
}

/** Returns a text parameter of a JSON call; undefined if it is absent or of another type. */
export function textParameter(parameters: JsonParameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" ? value : undefined;
}

/** Returns a number parameter of a JSON call; undefined if it is absent or of another type. */
export function numberParameter(parameters: JsonParameters, name: string): number | undefined {
  const value = parameters[name];
  return typeof value === "number" ? value : undefined;
}

/** Reports that two names or ARNs denote the same resource of one type. */
export function isSameName(one: unknown, other: unknown): boolean {
  return lastSegment(String(one)) === lastSegment(String(other));
}

/** Returns an error of a request that AWS rejects. */
export function rejectedCall(code: string, message: string): AwsHttpError {
  return new AwsHttpError(400, code, message);
}

/** A response of a service with AWS's query protocol. */
export function queryResponse(
  action: string,
  namespace: string,
  result: XmlChildren,
  requestId: string,
): HttpResponse {
  const children = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xmlResponse(200, renderXml(`${action}Response`, children, namespace), requestId);
}

/** A response of a service with a JSON protocol. */
export function jsonResponse(value: object, requestId: string): HttpResponse {
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
    body: JSON.stringify(value),
  };
}
