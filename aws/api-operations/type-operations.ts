/**
 * The API operations with which the provider makes the main call for a resource of a type; null
 * where it makes none.
 */
export type TypeOperations = readonly [
  creation: string | null,
  reading: string | null,
  update: string | null,
  deletion: string | null,
];
