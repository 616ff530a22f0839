import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A resource of the state stack: its Terraform address and its name in AWS. */
export interface NamedResource {
  /** The address in the stack: `aws_s3_bucket.states_bucket_1A2B3C4D`. */
  readonly address: string;
  /** The name in AWS; a KMS alias has its prefix `alias/`. */
  readonly name: string;
}

/** The parts of a synthesized state stack that a bootstrap reads. */
export interface StateStackConfig {
  /** The text of `cdk.tf.json`. */
  readonly text: string;
  /** The `backend` block. */
  readonly backend: unknown;
  /** The state bucket. */
  readonly bucket: NamedResource;
  /** The key's alias: `alias/drydock-state`. */
  readonly alias: NamedResource;
  /** The address of the KMS key, which has no name in AWS. */
  readonly key: string;
  /** The addresses of the resources that reference the key. */
  readonly keyDependents: readonly string[];
  /** The key's description. */
  readonly keyDescription: string;
  /** The default tags of the stack's resources. */
  readonly tags: Readonly<Record<string, string>>;
  /** True if `prevent_destroy` protects the bucket or the key. */
  readonly isProtected: boolean;
}

interface StackJson {
  readonly provider: { readonly aws: readonly ProviderJson[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, ResourceJson>>>>;
  readonly terraform: { readonly backend: unknown };
}

interface ProviderJson {
  readonly default_tags?: readonly { readonly tags: Readonly<Record<string, string>> }[];
}

interface ResourceJson {
  readonly bucket?: string;
  readonly name?: string;
  readonly description?: string;
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
}

/**
 * Reads a synthesized state stack.
 *
 * @throws Error if the stack does not have exactly one bucket, one key and one alias.
 */
export function readStateStackConfig(stackFolder: string): StateStackConfig {
  const text = readFileSync(join(stackFolder, "cdk.tf.json"), "utf8");
  const json = JSON.parse(text) as StackJson;
  const [bucketAddress, bucket] = only(json, "aws_s3_bucket");
  const [aliasAddress, alias] = only(json, "aws_kms_alias");
  const [key, { description = "", lifecycle }] = only(json, "aws_kms_key");
  return {
    text,
    backend: json.terraform.backend,
    bucket: { address: bucketAddress, name: bucket.bucket ?? "" },
    alias: { address: aliasAddress, name: alias.name ?? "" },
    key,
    keyDependents: resourcesOf(json).flatMap(([address, resource]) =>
      JSON.stringify(resource).includes(`\${${key}.`) ? [address] : [],
    ),
    keyDescription: description,
    tags: json.provider.aws[0]?.default_tags?.[0]?.tags ?? {},
    isProtected: lifecycle?.prevent_destroy === true || bucket.lifecycle?.prevent_destroy === true,
  };
}

function only(json: StackJson, type: string): readonly [string, ResourceJson] {
  const [found, ...more] = resourcesOf(json).filter(([address]) => address.startsWith(`${type}.`));
  if (found === undefined || more.length > 0) {
    throw new Error(
      `A state stack must have exactly one ${type}; this stack has ${found === undefined ? 0 : more.length + 1}.`,
    );
  }
  return found;
}

function resourcesOf({ resource }: StackJson): readonly (readonly [string, ResourceJson])[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => [`${type}.${name}`, body] as const),
  );
}
