import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { plainValue, riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";

/**
 * The risks of destroying a database that takes a final snapshot unless `skip_final_snapshot` is
 * set. The provider reads the flags of the old state: the same plan cannot change them.
 *
 * @param subject the database in a sentence: `DB instance`
 */
export function finalSnapshotRisks(change: PlannedResourceChange, subject: string): Risk[] {
  const start = replacementText(change);
  if (change.was("deletion_protection") === true) {
    const text = `${start}, and AWS refuses: deletion_protection is on. Only an earlier apply can turn it off.`;
    return [riskOf("refused", text, "block")];
  }
  if (change.was("skip_final_snapshot") === true) {
    return [riskOf("loss", `${start} without a final snapshot: all data of the ${subject} is gone.`)];
  }
  if (change.was("final_snapshot_identifier") === undefined) {
    const text =
      `${start}, and the provider refuses: skip_final_snapshot is off, and the state has no ` +
      "final_snapshot_identifier. Only an earlier apply can set it.";
    return [riskOf("refused", text, "block")];
  }
  const snapshot = plainValue(change, "final_snapshot_identifier") ?? "the final snapshot";
  const successor = change.isReplaced ? `the new ${subject} starts without it` : "nothing serves it";
  return [
    riskOf("outage", `${start}: the data is in ${snapshot} alone, and ${successor}.`),
    riskOf("name", `${start}: its endpoint, ARN and resource ID are gone for those who use them.`),
  ];
}
