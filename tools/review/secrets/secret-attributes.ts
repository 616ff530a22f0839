import { canonicalType } from "../../../aws/resource-types.ts";
import type { SchemaBlock } from "../../rehearse/simulator/schema.ts";
import { committedSnapshot } from "../../rehearse/snapshot/committed-snapshot.ts";

/**
 * Names that hold secrets in any provider's resources, in provider settings, environment variables,
 * and connections of provisioners.
 */
const SECRET_NAME =
  /(?:^|_)(?:password|passwd|passphrase|private_key|private_key_pem|secret_key|secret_access_key|secret_string|secret_binary|client_secret|api_key|access_token|auth_token|bearer_token|session_token)(?:_wo)?$/i;

const namesByType = new Map<string, ReadonlySet<string>>();
const knownNames = new Map<string, boolean>();
/** Names of variables are without number. */
const KNOWN_MAX = 10_000;

/**
 * True for an attribute, at any depth of a resource, that holds a secret: sensitive or write-only
 * in the AWS provider's schema, named `*_wo` as write-only arguments are, or named as a secret.
 * https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export function isSecretAttribute(type: string, name: string): boolean {
  return isSecretName(name) || schemaNames(type).has(name);
}

function isSecretName(name: string): boolean {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const isSecret = name.endsWith("_wo") || SECRET_NAME.test(name);
  if (knownNames.size < KNOWN_MAX) knownNames.set(name, isSecret);
  return isSecret;
}

function schemaNames(type: string): ReadonlySet<string> {
  const known = namesByType.get(type);
  if (known !== undefined) return known;
  const block = type.startsWith("aws_") ? committedSnapshot().resources.get(canonicalType(type)) : undefined;
  const names = new Set(block === undefined ? [] : secretNames(block.block));
  namesByType.set(type, names);
  return names;
}

function secretNames({ attributes, blocks }: SchemaBlock): string[] {
  return [
    ...Object.entries(attributes)
      .filter(([, { sensitive, writeOnly }]) => sensitive || writeOnly)
      .map(([name]) => name),
    ...Object.values(blocks).flatMap(({ block }) => secretNames(block)),
  ];
}
