import { isJsonObject, toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { numberIn } from "./blocks.ts";
import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/ebs/latest/userguide";
const MODIFYING = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html";
const VOLUME = ["aws_ebs_volume"];
const SNAPSHOTS = ["aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import"];

/** Rules on EBS volumes and snapshots, root volumes of instances included. */
export const ebsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "ebs-volume-destroyed",
    types: VOLUME,
    finds: "A volume is deleted or replaced: its data lost, or kept in a final snapshot",
    documentation: [`${GUIDE}/ebs-deleting-volume.html`, providerPage("aws_ebs_volume")],
    risks: (change) => {
      const start = replacementText(change);
      return change.was("final_snapshot") === true
        ? [
            riskOf(
              "outage",
              `${start}: its data is in the final snapshot alone, and a new volume starts empty.`,
            ),
          ]
        : [riskOf("loss", `${start} without a final snapshot: all its data is gone.`)];
    },
  }),
  attributeRule({
    id: "ebs-volume-shrinks",
    types: VOLUME,
    finds: "A volume is made smaller, which AWS refuses",
    documentation: [MODIFYING],
    attributes: ["size"],
    on: "lowers",
    risk: "refused",
    level: "block",
    text: (change) =>
      `The size goes ${fromTo(change, "size")} GiB, and AWS refuses: it can only grow (InvalidParameterValue).`,
  }),
  {
    id: "ebs-instance-volume-shrinks",
    types: ["aws_instance"],
    guards: ["root_block_device.0.volume_size"],
    finds: "A volume of an instance is made smaller, which AWS refuses",
    documentation: [MODIFYING, providerPage("aws_instance")],
    judge: (change) => (change.isUpdated ? instanceVolumeRisks(change) : []),
  },
  attributeRule({
    id: "ebs-final-snapshot-off",
    types: VOLUME,
    finds: "A deletion of a volume takes no final snapshot",
    documentation: [providerPage("aws_ebs_volume")],
    attributes: ["final_snapshot"],
    on: "turnsOff",
    risk: "disarmed",
    text: "final_snapshot is turned off: the next destroy or replacement loses all data.",
  }),
  attributeRule({
    id: "ebs-volume-slower",
    types: VOLUME,
    finds: "IOPS or throughput of a volume is lowered",
    documentation: [`${GUIDE}/ebs-modify-volume.html`],
    attributes: ["iops", "throughput"],
    on: "lowers",
    risk: "thinner",
    text: (change, [attribute = ""]) =>
      `${attribute} goes ${fromTo(change, attribute)}; the volume cannot be modified again for six hours.`,
  }),
  attributeRule({
    id: "ebs-volume-type-changes",
    types: VOLUME,
    finds: "A volume changes its type: other prices and performance",
    documentation: [`${GUIDE}/ebs-modify-volume.html`],
    attributes: ["type"],
    on: "changes",
    risk: "cost",
    text: (change) => `The volume type changes ${fromTo(change, "type")}, with other prices and performance.`,
  }),
  removalRule({
    id: "ebs-volume-detached",
    types: ["aws_volume_attachment"],
    finds: "A volume is detached from its instance",
    documentation: [`${GUIDE}/ebs-detaching-volume.html`],
    parent: { types: ["aws_instance", "aws_ebs_volume"], attribute: "instance_id" },
    when: (change) => change.was("skip_destroy") !== true,
    risk: "outage",
    text: "the instance loses the volume, and what is not yet written",
  }),
  attributeRule({
    id: "ebs-detaches-by-force",
    types: ["aws_volume_attachment"],
    finds: "A volume is detached by force, even while it is mounted",
    documentation: [`${GUIDE}/ebs-detaching-volume.html`],
    attributes: ["force_detach"],
    on: "turnsOn",
    risk: "disarmed",
    text: "force_detach is turned on: the next detachment may lose or damage data that is being written.",
  }),
  removalRule({
    id: "ebs-snapshot-deleted",
    types: SNAPSHOTS,
    finds: "A snapshot is deleted or replaced",
    documentation: [`${GUIDE}/ebs-deleting-snapshot.html`],
    risk: "loss",
    text: "the backup of that time is gone, and cannot be taken again",
  }),
  attributeRule({
    id: "ebs-encryption-default-off",
    types: ["aws_ebs_encryption_by_default"],
    finds: "New volumes are no longer encrypted by default",
    documentation: [`${GUIDE}/encryption-by-default.html`],
    attributes: ["enabled"],
    on: "turnsOff",
    risk: "disarmed",
    text: "New volumes of the Region are no longer encrypted by default.",
  }),
  removalRule({
    id: "ebs-encryption-default-deleted",
    types: ["aws_ebs_encryption_by_default"],
    finds: "The default encryption of volumes is deleted, which turns it off",
    documentation: [`${GUIDE}/encryption-by-default.html`, providerPage("aws_ebs_encryption_by_default")],
    when: (change) => change.was("enabled") !== false,
    risk: "disarmed",
    text: "new volumes of the Region are no longer encrypted by default",
  }),
  {
    id: "ebs-snapshots-shareable",
    types: ["aws_ebs_snapshot_block_public_access"],
    guards: ["state"],
    finds: "Snapshots of the account may be shared with everybody",
    documentation: [`${GUIDE}/block-public-access-snapshots.html`],
    judge: (change) => {
      const isOpen = change.isDestroyed ? !change.isReplaced : change.becomes("state") === "unblocked";
      if (!isOpen || change.was("state") === "unblocked" || change.action === "create") return [];
      return [riskOf("public", "Snapshots may be shared with every AWS account from now on.", "ask")];
    },
  },
  {
    id: "ebs-snapshot-policy-off",
    types: ["aws_dlm_lifecycle_policy"],
    guards: ["state"],
    finds: "Snapshots are no longer taken by a lifecycle policy",
    documentation: [`${GUIDE}/snapshot-lifecycle.html`],
    judge: (change) => {
      const isOff = change.isDestroyed
        ? !change.isReplaced
        : change.was("state") === "ENABLED" && change.becomes("state") === "DISABLED";
      return isOff ? [riskOf("blind", "Snapshots are no longer taken by this lifecycle policy.")] : [];
    },
  },
];

/** Matches the devices of an instance by their names; the root volume is one for itself. */
function instanceVolumeRisks(change: PlannedResourceChange): Risk[] {
  const root = "root_block_device.0.volume_size";
  const shrunk = change.lowers(root) ? [`root volume ${fromTo(change, root)} GiB`] : [];
  const after = toList(change.becomes("ebs_block_device")).filter(isJsonObject);
  for (const device of toList(change.was("ebs_block_device")).filter(isJsonObject)) {
    const same = after.find(({ device_name: name }) => name === device.device_name);
    const [from = 0, to = from] = [numberIn(device, "volume_size"), numberIn(same, "volume_size")];
    if (to < from) shrunk.push(`volume from ${from} to ${to} GiB`);
  }
  if (shrunk.length === 0) return [];
  return [
    riskOf("refused", `AWS refuses a smaller volume (InvalidParameterValue): ${shrunk.join(", ")}.`, "block"),
  ];
}
