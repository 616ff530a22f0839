import { type Moves, withMoves } from "../forms/moves.ts";
import { resourcesByAddress } from "../forms/resource-address.ts";
import type { DeployedStack, StackChange } from "../stack-change.ts";
import type { NamedForm } from "./comparable-values.ts";

/** The deployed forms, with everything at the address that it has in the up pass. */
export function movedForms(
  changes: readonly StackChange[],
  deployed: readonly DeployedStack[],
): readonly NamedForm[] {
  const changeOf = new Map(changes.map((change) => [change.name, change]));
  return deployed.map(({ name, json }) => ({
    name,
    json: withMoves(json, movesOf(changeOf.get(name), json)),
  }));
}

/** The moves of the up form that concern what is deployed. */
function movesOf(change: StackChange | undefined, json: NamedForm["json"]): Moves {
  const addresses = resourcesByAddress(json);
  const moves = (change?.up?.moved ?? []).filter(({ from, to }) => addresses.has(from) && !addresses.has(to));
  return new Map([...moves.map(({ from, to }) => [from, to] as const), ...(change?.asides ?? [])]);
}
