/**
 * The endpoint names of services that people call otherwise: by the service's own name, or by that
 * of one of its features.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * (not read again)
 */
export const ENDPOINT_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["cloudwatch", ["monitoring"]],
  ["cloudwatch-logs", ["logs"]],
  ["ecr", ["ecr.api", "ecr.dkr"]],
  ["eventbridge", ["events"]],
  ["parameter-store", ["ssm"]],
  ["secrets-manager", ["secretsmanager"]],
  ["session-manager", ["ssm", "ssmmessages"]],
  ["step-functions", ["states"]],
]);

/** Returns the service in a full endpoint name: `logs` of `com.amazonaws.us-east-1.logs`. */
export function serviceOfEndpointName(name: string): string | undefined {
  return /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name)?.[1];
}
