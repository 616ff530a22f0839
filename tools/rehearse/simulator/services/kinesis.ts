import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Kinesis and Firehose streams. */
export const kinesisResources: ServiceResources = {
  types: {
    aws_kinesis_stream: {
      values: { id: "{arn}", arn: arnTemplate("kinesis:{region}:{account}:stream/{name}") },
      uniqueName: { attribute: "name", code: "ResourceInUseException", message: "Stream {} already exists." },
    },
    aws_kinesis_firehose_delivery_stream: {
      values: {
        id: "{arn}",
        arn: arnTemplate("firehose:{region}:{account}:deliverystream/{name}"),
        destination_id: "destinationId-000000000001",
        version_id: (context) => String(Number(context.before?.version_id ?? 0) + 1),
      },
      uniqueName: {
        attribute: "name",
        code: "ResourceInUseException",
        message: "Firehose {} already exists",
      },
    },
  },
};
