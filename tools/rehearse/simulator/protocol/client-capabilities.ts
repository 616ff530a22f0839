import { readWireFields } from "./wire.ts";

/** The field `deferral_allowed` of Terraform's message `ClientCapabilities`. */
const DEFERRAL_ALLOWED = 1;

/**
 * Returns a message `ClientCapabilities` that allows no deferred changes. Terraform allows them in
 * a plan and not in an apply. The AWS provider defers nothing, so that its answers are the same.
 */
export function withoutDeferral(capabilities: Uint8Array | null | undefined): Uint8Array | null | undefined {
  if (capabilities === null || capabilities === undefined) return capabilities;
  const kept = [...readWireFields(capabilities)].filter(({ number }) => number !== DEFERRAL_ALLOWED);
  return Buffer.concat(kept.map(({ bytes }) => bytes));
}
