import { resolve } from "node:path";
import type { SynthesizedStack } from "./synthesized-stacks.ts";

/** The account ID in the providers' `allowed_account_ids`, if it is the same for all. */
export function allowedAccountIdOf(stacks: readonly SynthesizedStack[]): string | undefined {
  const accounts = new Set(
    stacks.flatMap(({ json }) =>
      [json.provider?.aws ?? []].flat().flatMap((provider) => stringsAt(provider, "allowed_account_ids")),
    ),
  );
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** The buckets of the stacks' S3 backends, with their regions. */
export function stateBucketsOf(
  stacks: readonly Pick<SynthesizedStack, "json">[],
): ReadonlyMap<string, string> {
  return new Map(
    stacks.flatMap(({ json }) => {
      const s3 = json.terraform?.backend?.s3;
      return stringsAt(s3, "bucket").map(
        (bucket) => [bucket, stringsAt(s3, "region")[0] ?? DEFAULT_STATE_REGION] as const,
      );
    }),
  );
}

/** The region of a backend without one: with AWS the environment's, in a rehearsal this. */
const DEFAULT_STATE_REGION = "us-east-1";

function stringsAt(value: unknown, key: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return [Reflect.get(value, key)].flat().filter((item): item is string => typeof item === "string");
}

/** The path of a stack's local state file; undefined for any other backend. */
export function localStateFileOf({ folder, json }: SynthesizedStack): string | undefined {
  const { backend = {}, cloud } = json.terraform ?? {};
  const isLocal = cloud === undefined && Object.keys(backend).every((kind) => kind === "local");
  if (!isLocal) return undefined;
  const { path } = backend.local ?? {};
  return resolve(folder, typeof path === "string" ? path : "terraform.tfstate");
}

/** The bucket and key of a stack's state; undefined unless the backend is S3. */
export function s3StateLocationOf(
  stack: Pick<SynthesizedStack, "json">,
): { readonly bucket: string; readonly key: string } | undefined {
  const s3 = stack.json.terraform?.backend?.s3;
  return typeof s3?.bucket === "string" && typeof s3.key === "string"
    ? { bucket: s3.bucket, key: s3.key }
    : undefined;
}
