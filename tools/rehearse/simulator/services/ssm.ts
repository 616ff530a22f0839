import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { arnTemplate, renderTemplate, resolveString } from "../computed-values/value-context.ts";
import type { DataSourceHandler } from "../data-sources/data-source-handler.ts";
import { findMatchingResources } from "../data-sources/matching-resources.ts";
import { publicImageId } from "./ec2-instances/image.ts";
import type { ServiceResources } from "./service-resources.ts";

/**
 * The value of a public parameter: an image ID, or the JSON of the ECS ones; `undefined` if AWS
 * publishes no parameter with that name.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
function publicSsmParameter(name: string, region: string): string | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  if (
    /^\/aws\/service\/(ami-amazon-linux-latest|ami-windows-latest|canonical|debian|bottlerocket)\//.test(name)
  )
    return publicImageId(region, name);
  if (/^\/aws\/service\/(ecs|eks)\/optimized-ami\//.test(name)) {
    if (name.endsWith("/image_id")) return publicImageId(region, name);
    const image_id = publicImageId(region, `${name}/image_id`);
    return JSON.stringify({
      ecs_agent_version: "1.89.0",
      ecs_runtime_version: "Docker version 25.0.6",
      image_id,
      image_name: "al2023-ami-ecs-hvm-2023.0.20241115-kernel-6.1",
      image_version: "2023.0.20241115",
      os: "Amazon Linux 2023",
      schema_version: 1,
      source_image_name: "al2023-ami-minimal-2023.6.20241111.0-kernel-6.1",
    });
  }
  const regionMatch = /^\/aws\/service\/global-infrastructure\/regions\/([^/]+)\/longName$/.exec(name);
  return regionMatch === null ? undefined : regionMatch[1];
}

/** Reads a parameter of the account, or a public one. */
const readSsmParameter: DataSourceHandler = (config, context) => {
  const name = stringAttribute(config, "name") ?? "";
  const ownParameter = findMatchingResources("aws_ssm_parameter", { name }, context)[0];
  if (ownParameter !== undefined) return { resource: ownParameter };
  const value = publicSsmParameter(name, context.region);
  if (value === undefined) return { notFound: name };
  const arn = `arn:aws:ssm:${context.region}::parameter${name}`;
  return {
    values: {
      ...{ id: name, name, arn, type: "String", value, insecure_value: value, version: 1 },
      with_decryption: true,
    },
  };
};

/** Systems Manager parameters, documents and maintenance windows. */
export const ssmResources: ServiceResources = {
  types: {
    aws_ssm_maintenance_window: { values: { id: "mw-{hex:17}" } },
    aws_ssm_patch_baseline: { values: { id: "pb-{hex:17}" } },
    aws_ssm_document: {
      values: {
        id: "{name}",
        arn: arnTemplate("ssm:{region}:{account}:document/{name}"),
        default_version: "1",
        latest_version: (context) => String(Number(context.before?.latest_version ?? 0) + 1),
        document_version: "1",
        schema_version: (context) => (context.self.document_type === "Session" ? "1.0" : "2.2"),
        status: "Active",
        owner: "{account}",
        hash_type: "Sha256",
        hash: "{hex:64/hash}",
      },
      uniqueName: {
        attribute: "name",
        code: "DocumentAlreadyExists",
        message: "Document with same name {} already exists",
      },
      awsManaged: { argument: "name", names: /^(AWS|Amazon)/ },
    },
    aws_ssm_parameter: {
      values: {
        id: "{name}",
        arn: (context) =>
          renderTemplate(
            `arn:{partition}:ssm:{region}:{account}:parameter${resolveString(context, "name").startsWith("/") ? "" : "/"}{name}`,
            context,
          ),
        version: (context) => Number(context.before?.version ?? 0) + 1,
        data_type: "text",
        insecure_value: "",
        value: "",
        key_id: (context) => (resolveString(context, "type") === "SecureString" ? "alias/aws/ssm" : ""),
        tier: "Standard",
      },
      uniqueName: {
        attribute: "name",
        code: "ParameterAlreadyExists",
        message:
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        unless: ({ overwrite }) => overwrite === true,
      },
      notFound: { code: "ParameterNotFound", message: "Parameter {} not found." },
      readDataSource: readSsmParameter,
    },
  },
};
