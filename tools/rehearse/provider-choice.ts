import { findProviderCopy } from "../terraform/provider-copy.ts";
import type { BackendFactory } from "./cloud/backend.ts";
import { providerProcesses } from "./cloud/provider-process.ts";

/**
 * Which provider plans: `auto`, the real one where a copy is on the machine; `registry`, fetched first where
 * none is (700 MB); `snapshot`, the lighter rehearsal even where there is one.
 */
export type ProviderChoice = "auto" | "registry" | "snapshot";

/** What plans in a rehearsal. */
export interface ChosenProvider {
  /** `full`: the real provider; `light`: a schema snapshot of it. */
  readonly mode: "full" | "light";
  /** One line for the person at the terminal. */
  readonly description: string;
  readonly backend: BackendFactory;
}
