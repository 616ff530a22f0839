/** The nested blocks in use by a type's resources, by name, with their own nested blocks. */
export interface UsedBlocks {
  readonly [block: string]: UsedBlocks;
}

/**
 * Collects the nested blocks in use by bodies in Terraform's JSON syntax. Every object counts as a
 * block; including an attribute does no harm.
 *
 * @returns undefined if only Terraform can determine them: a `dynamic` block generates blocks.
 */
export function collectUsedBlocks(bodies: readonly unknown[]): UsedBlocks | undefined {
  const bodiesByBlock = new Map<string, unknown[]>();
  for (const [name, value] of bodies.filter(isBody).flatMap((body) => Object.entries(body))) {
    if (name === "dynamic") return undefined;
    const nested = [value].flat().filter(isBody);
    if (nested.length > 0) bodiesByBlock.set(name, [...(bodiesByBlock.get(name) ?? []), ...nested]);
  }
  const used = [...bodiesByBlock].map(([name, nested]) => [name, collectUsedBlocks(nested)] as const);
  return used.some(([, blocks]) => blocks === undefined)
    ? undefined
    : (Object.fromEntries(used) as UsedBlocks);
}

function isBody(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
