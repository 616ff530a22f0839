/** The nested blocks that a type's resources use, by name, each with those inside it. */
export interface UsedBlocks {
  readonly [block: string]: UsedBlocks;
}

/**
 * The nested blocks that bodies in Terraform's JSON syntax use. Every object counts as one: what is an attribute does no harm.
 *
 * @returns undefined where only Terraform knows: a `dynamic` block makes blocks of what it finds.
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
