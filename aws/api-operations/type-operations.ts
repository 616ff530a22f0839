/**
 * The API operations with which the provider makes the main call for a resource of a type; null
 * where it makes none.
 */
export type TypeOperations = readonly [
  /** The operation that creates a resource. */
  creation: string | null,
  /** The operation that reads it, also on every refresh. */
  reading: string | null,
  /** The operation that changes it in place. */
  update: string | null,
  /** The operation that deletes it. */
  deletion: string | null,
];
