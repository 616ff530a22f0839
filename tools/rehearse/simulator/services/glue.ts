import type { ParentReference, ServiceResources } from "./service-resources.ts";

const DATABASE_PARENT: ParentReference = {
  attribute: "database_name",
  types: ["aws_glue_catalog_database", "aws_athena_database"],
  code: "EntityNotFoundException",
  message: "Database {} not found.",
};

/** Glue databases, tables and jobs. */
export const glueResources: ServiceResources = {
  types: {
    aws_glue_catalog_database: {
      uniqueName: { attribute: "name", code: "AlreadyExistsException", message: "Database already exists." },
    },
    aws_glue_job: {
      uniqueName: { attribute: "name", code: "AlreadyExistsException", message: "Job already exists." },
    },
    aws_glue_catalog_table: { parents: [DATABASE_PARENT] },
    aws_glue_crawler: { parents: [DATABASE_PARENT] },
  },
};
