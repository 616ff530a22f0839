import { type Attributes, attributeText } from "../../../terraform/attributes.ts";
import type { Resource } from "../../../terraform/inventory.ts";
import { isList, isMap, Unknown, type Value } from "../../../terraform/value.ts";

/** A service that a task must reach before it runs. */
export interface StartDependency {
  /** The AWS service as in VPC endpoint names, `ecr.api`; or the internet, for another registry. */
  readonly service: string;
  /** The purpose: `the image of app`. */
  readonly reason: string;
}

/** The internet, for an image in a registry other than ECR. */
export const INTERNET_SERVICE = "internet";

/**
 * Returns the services that a Fargate task reaches from its own network interface before its
 * containers start: its image (ECR keeps the layers in S3), its log group, its secrets.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export function startDependencies(task: Resource): readonly StartDependency[] {
  const dependencies = (definitionsOf(task) ?? []).flatMap((definition) => {
    const name = attributeText(definition.name) ?? "a container";
    return [
      ...imageDependencies(name, definition),
      ...logDependencies(name, definition),
      ...secretDependencies(name, definition),
    ];
  });
  return [...new Map(dependencies.map((dependency) => [dependency.service, dependency])).values()];
}

/** Reports that a task's containers are known. */
export function hasKnownContainers(task: Resource): boolean {
  return definitionsOf(task) !== undefined;
}

/** The container definitions. A partly unknown text still yields its known parts. */
function definitionsOf({ values }: Resource): readonly Attributes[] | undefined {
  const value = values.container_definitions;
  const text = value instanceof Unknown ? value.partial : attributeText(value);
  try {
    const definitions = JSON.parse(text ?? "") as Value;
    return isList(definitions) ? definitions.filter(isMap) : undefined;
  } catch {
    return undefined;
  }
}

/** Images in ECR. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ECR = /^\d{12}\.dkr[.-]ecr|^\$\{[^}]*aws_ecr_repository\.|^\$\{[^}]*aws_ecr_image\./;

function imageDependencies(name: string, { image }: Attributes): StartDependency[] {
  const text = attributeText(image);
  if (text === undefined) return [];
  const reason = `the image of ${name}`;
  if (ECR.test(text)) {
    const layers = { service: "s3", reason: `the layers of ${reason}` };
    return [{ service: "ecr.api", reason }, { service: "ecr.dkr", reason }, layers];
  }
  return text.startsWith("${") ? [] : [{ service: INTERNET_SERVICE, reason: `${reason}, ${text}` }];
}

function logDependencies(name: string, definition: Attributes): StartDependency[] {
  const log = isMap(definition.logConfiguration) ? definition.logConfiguration : {};
  if (log.logDriver !== "awslogs") return [];
  return [{ service: "logs", reason: `the logs of ${name}` }];
}

function secretDependencies(name: string, definition: Attributes): StartDependency[] {
  const log = isMap(definition.logConfiguration) ? definition.logConfiguration : {};
  const registry = isMap(definition.repositoryCredentials) ? definition.repositoryCredentials : {};
  const secrets = [definition.secrets, log.secretOptions]
    .flatMap((value) => (isList(value) ? value.filter(isMap) : []))
    .map(({ valueFrom }) => attributeText(valueFrom))
    .flatMap((source) => secretService(source ?? "${") ?? []);
  const all = registry.credentialsParameter === undefined ? secrets : [...secrets, "secretsmanager"];
  const files = isList(definition.environmentFiles) && definition.environmentFiles.length > 0;
  return [
    ...all.map((service) => ({ service, reason: `the secrets of ${name}` })),
    ...(files ? [{ service: "s3", reason: `the environment files of ${name}` }] : []),
  ];
}

/**
 * The service that stores a secret, by its ARN or the referenced resource; a plain name is a
 * parameter.
 */
function secretService(source: string): string | undefined {
  if (/:secretsmanager:|aws_secretsmanager_secret|secret_arn\}/.test(source)) return "secretsmanager";
  if (/:ssm:|aws_ssm_parameter/.test(source)) return "ssm";
  return source.includes("${") ? undefined : "ssm";
}
