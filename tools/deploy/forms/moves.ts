import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import { objectKey } from "./object-keys.ts";
import { movesOfReplaced, replacedAddress } from "./replaced.ts";
import { blocksOf, type ResourceBody, resourcesByAddress, withAddresses } from "./resource-address.ts";

/** The new addresses of moved resources, by the old ones. */
export type Moves = ReadonlyMap<string, string>;

/**
 * The moves from the deployed form to the wanted one: those that it declares, and those of an AWS
 * object that it has at another address. What is replaced goes out of the way of its successor.
 *
 * @param replaced addresses of the wanted form that cannot be changed in place
 */
export function movesBetween(
  deployed: TerraformJson,
  wanted: TerraformJson,
  replaced: ReadonlySet<string>,
): Moves {
  return withReplaced(movesOfObjects(deployed, wanted), deployed, replaced);
}

/** A move can give another object the same key: a subnet's VPC moved with it. */
function movesOfObjects(deployed: TerraformJson, wanted: TerraformJson): Moves {
  const deployedAddresses = resourcesByAddress(deployed);
  const wantedResources = resourcesByAddress(wanted);
  const moves = new Map(
    (wanted.moved ?? [])
      .filter(({ from, to }) => deployedAddresses.has(from) && !deployedAddresses.has(to))
      .map(({ from, to }) => [from, to] as const),
  );
  for (;;) {
    const found = movesByKey(resourcesByAddress(withMoves(deployed, moves)), wantedResources);
    if (found.size === 0) return moves;
    for (const [from, to] of found) moves.set(from, to);
  }
}

function movesByKey(
  deployed: ReadonlyMap<string, ResourceBody>,
  wanted: ReadonlyMap<string, ResourceBody>,
): Map<string, string> {
  const newByKey = new Map<string, string>();
  for (const [address, body] of wanted) {
    const key = deployed.has(address) ? undefined : objectKey(address, body);
    if (key !== undefined) newByKey.set(key, address);
  }
  const moves = new Map<string, string>();
  for (const [address, body] of deployed) {
    const key = wanted.has(address) ? undefined : objectKey(address, body);
    const to = key === undefined ? undefined : newByKey.get(key);
    if (to !== undefined) moves.set(address, to);
  }
  return moves;
}

/** The form with its resources at their new addresses, in every reference too. */
export function withMoves(json: TerraformJson, moves: Moves): TerraformJson {
  if (moves.size === 0) return json;
  const { resource: _, moved: __, ...rest } = json;
  const bodies = [...resourcesByAddress(json)].map(
    ([address, body]) => [moves.get(address) ?? address, withAddresses(body, moves)] as const,
  );
  return { ...withAddresses(rest, moves), resource: blocksOf(bodies) };
}

/** The moves, where what is replaced goes out of the way instead. */
function withReplaced(moves: Moves, deployed: TerraformJson, replaced: ReadonlySet<string>): Moves {
  if (replaced.size === 0) return moves;
  const leaving = movesOfReplaced(replaced, resourcesByAddress(withMoves(deployed, moves)));
  const moved = [...moves].map(([from, to]) => [from, leaving.get(to) ?? to] as const);
  const targets = new Set(moves.values());
  return new Map([...moved, ...[...leaving].filter(([from]) => !targets.has(from))]);
}

/**
 * The wanted form's own moves, and the ones found by key. Not those out of a successor's way: as
 * blocks, Terraform rejects them ("Moved object still exists").
 */
export function movedBlocks(wanted: TerraformJson, moves: Moves): NonNullable<TerraformJson["moved"]> {
  const declared = (wanted.moved ?? []).filter(({ from, to }) => (moves.get(from) ?? to) === to);
  const known = new Set(declared.map(({ from }) => from));
  const found = [...moves].filter(([from, to]) => !known.has(from) && replacedAddress(to) === undefined);
  return [...declared, ...found.map(([from, to]) => ({ from, to }))];
}
