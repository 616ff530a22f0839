import type { PlannedState } from "./plan-folder.ts";

/** The serial and lineage of a state in Terraform's format; null if there is none yet. */
export function plannedState(state: string | undefined): PlannedState {
  if (state === undefined || state === "") return null;
  const { serial, lineage } = JSON.parse(state) as Partial<NonNullable<PlannedState>>;
  return serial === undefined || lineage === undefined ? null : { serial, lineage };
}
