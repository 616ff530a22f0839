import type { LocalView, StackView } from "./bootstrap-plan.ts";
import type { StateStackConfig } from "./state-stack-config.ts";
import { relationOf, type TrackedState } from "./tracked-state.ts";

/** Returns the parts of a state that decide the next step. */
export function stackView(state: TrackedState, config: StateStackConfig): StackView {
  const resourceAt = (address: string) => state.resources.find((resource) => resource.address === address);
  const bucket = resourceAt(config.bucket.address);
  const alias = resourceAt(config.alias.address);
  return {
    keyId: resourceAt(config.key)?.id,
    aliasTarget: alias && String(alias.attributes.target_key_id ?? ""),
    bucket: bucket && (bucket.attributes.force_destroy === true ? "emptied" : "kept"),
    tainted: state.resources.filter(({ isTainted }) => isTainted).map(({ address }) => address),
  };
}

/** Returns the view of the local state, compared with the state in the bucket if there is one. */
export function localView(
  local: TrackedState,
  remote: TrackedState | undefined,
  config: StateStackConfig,
): LocalView {
  const view = stackView(local, config);
  if (remote === undefined || remote.resources.length === 0) return { ...view, relation: "only" };
  const isKeyStray = view.keyId !== undefined && !remote.text.includes(view.keyId);
  return { ...view, relation: relationOf(local, remote), isKeyStray };
}
