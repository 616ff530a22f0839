/** The known items of a list, and why it may have more; undefined if all are known. */
export interface PartialList<T> {
  /** The known items. */
  readonly items: readonly T[];
  /** The reason why there may be more. @default none: all are known */
  readonly unknown?: string;
}

/** A list known to be empty. */
export const EMPTY_LIST: PartialList<never> = { items: [] };

/** Returns a list, with the reason if it may be incomplete. */
export function partialList<T>(found: readonly T[], unknown: string | undefined): PartialList<T> {
  return unknown === undefined ? { items: found } : { items: found, unknown };
}

/** Joins lists; the first reason applies to the result. */
export function joinLists<T>(...parts: readonly PartialList<T>[]): PartialList<T> {
  return partialList(
    [...new Set(parts.flatMap((part) => part.items))],
    parts.find((part) => part.unknown !== undefined)?.unknown,
  );
}
