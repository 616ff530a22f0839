import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Config {
  readonly resource: Record<
    string,
    Record<string, { lifecycle?: { prevent_destroy?: boolean }; force_destroy?: boolean }>
  >;
  readonly terraform: { readonly backend: { readonly s3: { readonly key: string } } };
}

/** A resource of a configuration. */
export interface FakeConfiguredResource {
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly body: { readonly force_destroy?: boolean };
  readonly isProtected: boolean;
}

/** Resource types in dependency order; the bucket's settings follow. */
const ORDER = ["aws_kms_key", "aws_kms_alias", "aws_s3_bucket"];

/** Reads the resources of a folder's configuration, in dependency order. */
export function readFakeConfiguration(folder: string): readonly FakeConfiguredResource[] {
  const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Config;
  const override = join(folder, "unprotected_override.tf.json");
  const unprotected = existsSync(override) ? readFileSync(override, "utf8") : "";
  return Object.entries(resource)
    .flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => ({
        type,
        name,
        address: `${type}.${name}`,
        body: body.force_destroy === undefined ? {} : { force_destroy: body.force_destroy },
        isProtected: body.lifecycle?.prevent_destroy === true && !unprotected.includes(`"${name}"`),
      })),
    )
    .sort((a, b) => dependencyRank(a.type) - dependencyRank(b.type));
}

/** Reads the key of a folder's state in the bucket. */
export function fakeStateKey(folder: string): string {
  const file = existsSync(join(folder, "cdk.tf.json")) ? "cdk.tf.json" : "main.tf.json";
  return (JSON.parse(readFileSync(join(folder, file), "utf8")) as Config).terraform.backend.s3.key;
}

/** Returns the position of a type in dependency order. */
export function dependencyRank(type: string): number {
  const known = ORDER.indexOf(type);
  return known < 0 ? ORDER.length : known;
}
