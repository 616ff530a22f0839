import type { Edits } from "../../../support/edited-checkout.ts";

/** The file that {@link BACKENDS} and {@link THIRD_ZONE} edit. */
export const ROBOSHOP_FILE = "platforms/roboshop.ts";

/** A backend removed, another renamed, a third on another port. */
export const BACKENDS: Edits = [
  ["  dispatch: { language: PYTHON },\n", ""],
  ["  payment: { language: PYTHON,", "  checkout: { language: PYTHON,"],
  ["        ...eachBackend(scaled),\n", "        ...eachBackend(scaled),\n        cart: CART,\n"],
  [
    "const SERVER_NAMES =",
    'const CART = { ...scaled("cart", BACKENDS.cart), port: 8090, opens: [8090] };\nconst SERVER_NAMES =',
  ],
];

/** A zone more. */
export const THIRD_ZONE: Edits = [
  ['zones: ["us-east-1a", "us-east-1b"]', 'zones: ["us-east-1a", "us-east-1b", "us-east-1c"]'],
];
