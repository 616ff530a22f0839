import { join } from "node:path";
import { folderDigest, sha256Of } from "../plan/digests.ts";
import { projectFolder } from "../project-folder.ts";

/** The folders whose code judges plans: rules, proofs, the simulated AWS, and AWS's facts. */
const JUDGING_FOLDERS = [
  "aws",
  join("tools", "reach"),
  join("tools", "review"),
  join("tools", "rehearse", "simulator"),
];

/**
 * Returns the version of the rules that judge plans: the SHA-256 of their sources. Plans that other
 * rules judged must be reviewed again.
 */
export function ruleSetVersion(): string {
  return sha256Of(JUDGING_FOLDERS.map((folder) => folderDigest(join(projectFolder, folder))).join(" "));
}
