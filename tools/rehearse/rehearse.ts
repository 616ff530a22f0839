import { resolve as resolvePath } from "node:path";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { type ChangeRehearsalResult, rehearseChange } from "./change-rehearsal.ts";
import type { ChangeRehearsalOptions } from "./change-start.ts";
import { rehearseFolder } from "./folder-rehearsal.ts";
import { rehearsePlatform } from "./platform-rehearsal.ts";
import type { RehearseOptions } from "./rehearse-options.ts";
import type { RehearsalResult } from "./result.ts";
import { SPACE_MIB } from "./space.ts";

/**
 * Rehearses a complete deployment with the real cdktf CLI, the real Terraform and its real S3
 * backend, against a simulated AWS on this machine. Cleans up everything before it returns or
 * throws.
 *
 * @throws SetupError, or RehearsalError with Terraform's output
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalResult> {
  const temporaryFolder = makeTemporaryFolder("drydock-rehearsal", { minFreeMiB: SPACE_MIB });
  try {
    return await ("from" in options.subject
      ? rehearseFolder(options, temporaryFolder.path, resolvePath(options.subject.from))
      : rehearsePlatform(options, temporaryFolder.path, options.subject.platform));
  } finally {
    await temporaryFolder.remove();
  }
}

/**
 * Rehearses a change in a simulated account: from another revision's form of a platform, or from
 * what is really deployed, to this tree's. Cleans up everything before it returns or throws.
 *
 * @throws SetupError, ChangeError, or RehearsalError with Terraform's output
 */
export async function rehearseChangeOf(options: ChangeRehearsalOptions): Promise<ChangeRehearsalResult> {
  const temporaryFolder = makeTemporaryFolder("drydock-change", { minFreeMiB: SPACE_MIB });
  try {
    return await rehearseChange(options, temporaryFolder.path);
  } finally {
    await temporaryFolder.remove();
  }
}
