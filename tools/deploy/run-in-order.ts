/** An item, and the names of the items that must be done before it. */
export interface Ordered {
  /** A unique name. */
  readonly name: string;
  /** The names of the items that are done before this one. */
  readonly after: readonly string[];
}

/** The names of items, each after those that it comes after. */
export function namesInOrder(items: readonly Ordered[]): readonly string[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const ordered = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    const item = byName.get(name);
    if (item === undefined || ordered.has(name) || above.includes(name)) return;
    for (const before of item.after) visit(before, [...above, name]);
    ordered.add(name);
  };
  for (const { name } of items) visit(name, []);
  return [...ordered];
}

/** Options of {@link runInOrder}. */
export interface RunInOrderOptions {
  /** The number of items that are worked on at the same time. @default 2 */
  readonly atOnce?: number;
  /**
   * The items that still start after a failure: none, or those that do not come after a failed one.
   * @default "none"
   */
  readonly afterFailure?: "none" | "independent";
}

/**
 * Runs work on each item once everything that it comes after is done, on independent items at the
 * same time. After a failure it waits for what is running, and for what still starts. Names that
 * are not among the items count as done.
 *
 * @throws RangeError if items depend on each other in a circle, after all others are done; else the
 *   first error of the work
 */
export async function runInOrder<T extends Ordered>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  { atOnce = 2, afterFailure = "none" }: RunInOrderOptions = {},
): Promise<void> {
  const names = new Set(items.map(({ name }) => name));
  const waiting = new Set(items);
  const done = new Set<string>();
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const isReady = ({ after }: T) => after.every((name) => done.has(name) || !names.has(name));
  const isStopped = () => errors.length > 0 && afterFailure === "none";
  while (waiting.size > 0 || running.size > 0) {
    const ready = isStopped() ? [] : [...waiting].filter(isReady).slice(0, atOnce - running.size);
    for (const item of ready) {
      waiting.delete(item);
      const run = work(item)
        .then(() => void done.add(item.name))
        .catch((error: unknown) => void errors.push(error))
        .finally(() => running.delete(run));
      running.add(run);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (errors.length > 0) throw errors[0];
  if (waiting.size > 0) {
    throw new RangeError(`a circle of dependencies: ${[...waiting].map(({ name }) => name).join(", ")}`);
  }
}
