/**
 * Looks up an entry that must exist: `required(platform.networks, name)` in place of
 * `platform.networks[name]!`.
 *
 * @throws RangeError if there is no such entry; the message names the key.
 */
export function required<K, V>(map: ReadonlyMap<K, V>, key: K): Exclude<V, undefined>;
export function required<V>(list: readonly V[], index: number): Exclude<V, undefined>;
export function required<V>(record: Readonly<Record<string, V>>, key: string): Exclude<V, undefined>;
export function required(collection: object, key: unknown): unknown {
  const value = entryOf(collection, key);
  if (value === undefined) throw new RangeError(`no entry ${JSON.stringify(key)}`);
  return value;
}

/** Ignores what a record inherits, such as `constructor`. */
function entryOf(collection: object, key: unknown): unknown {
  if (collection instanceof Map) return collection.get(key);
  const name = key as keyof typeof collection;
  return Object.hasOwn(collection, name) ? collection[name] : undefined;
}

/**
 * Returns a value that cannot be undefined at this place, for a reason that types do not express.
 *
 * @param subject the missing thing, for the message: `a zone of network "main"`
 * @throws RangeError if the value is undefined.
 */
export function defined<T>(value: T | undefined, subject: string): T {
  if (value === undefined) throw new RangeError(`missing: ${subject}`);
  return value;
}
