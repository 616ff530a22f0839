import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { pagedRule } from "./traffic-builders.ts";

/** Rules of machine images and their shares. */
export const ec2ImageRules: readonly ReviewRule[] = [
  pagedRule({
    id: "image-public",
    types: ["aws_ami_launch_permission"],
    finds: "a machine image that everybody may launch",
    pages: ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html"],
    judge: (change) =>
      isShared(change) && change.becomes("group") === "all"
        ? [riskOf("public", "Every AWS account may launch the image, and read what is on its disks.")]
        : [],
  }),
  pagedRule({
    id: "image-shared",
    types: ["aws_ami_launch_permission", "aws_snapshot_create_volume_permission"],
    finds: "a machine image or snapshot that another account may use",
    pages: ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html"],
    judge: (change) =>
      isShared(change) && change.becomes("group") !== "all"
        ? [riskOf("permission", "Another account or organization may use it, and read what is on its disks.")]
        : [],
  }),
];

function isShared({ action, isReplaced }: PlannedResourceChange): boolean {
  return action === "create" || isReplaced;
}
