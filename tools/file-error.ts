/** Causes that the user can mend, by Node.js's code: the words, and the fix. */
const CAUSES: ReadonlyMap<string, readonly [cause: string, fix: string]> = new Map([
  ["EACCES", ["permission denied", "give this user access to it"]],
  ["EPERM", ["operation not permitted", "give this user access to it"]],
  ["EROFS", ["read-only file system", "use a folder that can be written to"]],
  ["ENOSPC", ["no space left on device", "free some space"]],
]);

/**
 * Returns the message for a file or folder that cannot be read or written; undefined for any other
 * error.
 */
export function fileErrorMessage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const known = CAUSES.get(String(error.code));
  if (known === undefined) return undefined;
  const [cause, fix] = known;
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return `${path === undefined ? cause : `${path}: ${cause}`}. Fix: ${fix}.`;
}
