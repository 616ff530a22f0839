import { formatTimestamp } from "../computed-values/attribute-rules/attributes.ts";
import { arnTemplate } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const TABLE_PARENT: ParentReference = {
  attribute: "table_name",
  types: ["aws_dynamodb_table"],
  code: "ResourceNotFoundException",
  message: "Requested resource not found: Table: {} not found",
};

const tableArn = arnTemplate("dynamodb:{region}:{account}:table/{name}");

/** DynamoDB tables. */
export const dynamodbResources: ServiceResources = {
  types: {
    aws_dynamodb_table: {
      values: {
        id: "{name}",
        arn: tableArn,
        stream_arn: (context) =>
          context.resolve("stream_enabled") === true
            ? `${tableArn(context)}/stream/${formatTimestamp(context).replace("Z", ".000")}`
            : "",
        stream_label: (context) =>
          context.resolve("stream_enabled") === true ? formatTimestamp(context).replace("Z", ".000") : "",
      },
      uniqueName: { attribute: "name", code: "ResourceInUseException", message: "Table already exists: {}" },
      notFound: {
        code: "ResourceNotFoundException",
        message: "Requested resource not found: Table: {} not found",
      },
    },
    aws_dynamodb_contributor_insights: { parents: [TABLE_PARENT] },
    aws_dynamodb_kinesis_streaming_destination: { parents: [TABLE_PARENT] },
    aws_dynamodb_table_item: { parents: [TABLE_PARENT] },
  },
};
