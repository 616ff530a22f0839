import type { Law } from "../contracts.ts";

/** Every rule, in the order of their names. */
export const laws: readonly Law[] = [];
