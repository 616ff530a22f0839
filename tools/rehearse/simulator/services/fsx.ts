import { arnTemplate, type ValueGenerators } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

function fsxFileSystem(): ValueGenerators {
  return {
    id: "fs-{hex:17}",
    arn: arnTemplate("fsx:{region}:{account}:file-system/{id}"),
    dns_name: "{id}.fsx.{region}.amazonaws.com",
  };
}

/** FSx file systems. */
export const fsxResources: ServiceResources = {
  types: {
    aws_fsx_lustre_file_system: { values: fsxFileSystem() },
    aws_fsx_windows_file_system: { values: fsxFileSystem() },
    aws_fsx_ontap_file_system: { values: fsxFileSystem() },
    aws_fsx_openzfs_file_system: { values: fsxFileSystem() },
  },
};
