import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/**
 * The account's endpoint for IoT devices.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-connect-devices.html
 */
function iotEndpoint(context: ValueContext): string {
  const kind = resolveString(context, "endpoint_type");
  const ownHost = (suffix: string) =>
    renderTemplate(`a{base36:13}${suffix}`, {
      ...context,
      seed: `${context.accountId}/${context.region}/iot`,
    });
  if (kind === "iot:CredentialProvider")
    return `${ownHost("")}.credentials.iot.${context.region}.amazonaws.com`;
  if (kind === "iot:Jobs") return `${ownHost("")}.jobs.iot.${context.region}.amazonaws.com`;
  return `${ownHost(kind === "iot:Data-ATS" ? "-ats" : "")}.iot.${context.region}.amazonaws.com`;
}

/** AWS IoT. */
export const iotResources: ServiceResources = {
  types: {
    aws_iot_certificate: {
      values: {
        id: "{hex:64}",
        arn: arnTemplate("iot:{region}:{account}:cert/{id}"),
      },
    },
    aws_iot_endpoint: { values: { id: "{endpoint_address}", endpoint_address: iotEndpoint } },
  },
};
