import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { unzipSync, zipSync } from "fflate";
import type { Platform } from "../../language/platform.ts";
import { planKeyPrefix } from "../../modules/names.ts";
import { readReviewRecord } from "../review/review-record.ts";
import type { StateObjects } from "../state-bucket/state-objects.ts";
import { CiError } from "./ci-error.ts";

/** A folder of plans that is kept in the state bucket until it is applied. */
export interface KeptPlans {
  /** The bucket of the platform's states. */
  readonly bucket: StateObjects;
  /** The platform in one environment. */
  readonly platform: Pick<Platform, "name" | "environment">;
  /** The commit of which the plans were made: 40 hexadecimal digits. */
  readonly commit: string;
  /** The folder of the plans. */
  readonly folder: string;
}

/** Terraform's working files, which `terraform init` makes again. */
const NOT_KEPT = ".terraform";

/**
 * Keeps a folder of reviewed plans in the state bucket: plans hold secrets, and artifacts of a
 * pipeline can be read by all who read its repository.
 *
 * @returns the reviewed digest: of the plans, the rules and the verdict
 * @throws StateBucketError, or CiError for plans that were not reviewed
 */
export async function keepPlans({ bucket, folder, ...plans }: KeptPlans): Promise<string> {
  const review = readReviewRecord(folder);
  if (review === undefined)
    throw new CiError(`The plans in ${folder} were not reviewed. Fix: npx drydock review ${folder}`);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(/[\\/]/).includes(NOT_KEPT))
    .sort();
  const files = names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name))] as const);
  const archive = zipSync(Object.fromEntries(files), { mtime: "1980-01-01T00:00:00" });
  await bucket.put(keyOf(plans), archive);
  return review.digest;
}

/**
 * Writes kept plans into a folder, readable only by its owner. Whether they are the reviewed ones
 * is for `drydock apply`, which gets the reviewed digest.
 *
 * @throws CiError if there are none
 */
export async function takePlans({ bucket, folder, ...plans }: KeptPlans): Promise<void> {
  const archive = await bucket.get(keyOf(plans));
  if (archive === undefined) {
    throw new CiError(
      `There are no plans of ${plans.commit.slice(0, 12)}: the pull request's plan job did not finish. Fix: run it again, then this job.`,
    );
  }
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    const path = join(folder, name);
    if (relative(folder, path).startsWith("..")) throw new CiError(`${name} would be outside of ${folder}.`);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, bytes, { mode: 0o600 });
  }
}

/** `plans/shop-prod/<commit>.zip`. @throws CiError for anything but a full commit ID */
function keyOf({ platform, commit }: Omit<KeptPlans, "bucket" | "folder">): string {
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new CiError(`"${commit}" is not a commit's full ID.`);
  return `${planKeyPrefix(platform)}${commit}.zip`;
}
