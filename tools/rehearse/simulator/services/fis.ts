import type { ServiceResources } from "./service-resources.ts";

/** Fault Injection Service. */
export const fisResources: ServiceResources = {
  types: {
    aws_fis_experiment_template: { values: { id: "EXT{upper:16}" } },
  },
};
