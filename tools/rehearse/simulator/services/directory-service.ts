import type { ServiceResources } from "./service-resources.ts";

/** Directory Service. */
export const directoryServiceResources: ServiceResources = {
  types: {
    aws_directory_service_directory: { values: { id: "d-{hex:10}", access_url: "{id}.awsapps.com" } },
  },
};
