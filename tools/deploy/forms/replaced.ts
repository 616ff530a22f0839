import { isStatefulType } from "../../addresses/stateful-addresses.ts";
import { objectKey } from "./object-keys.ts";
import { type ResourceBody, typeOfAddress } from "./resource-address.ts";
import { isProtected } from "./retirement.ts";

/** The end of a replaced resource's name, while its successor stands beside it. */
const LEAVING = "-leaving";

/**
 * Moves of resources that a changed argument would replace: each gets another address, under which
 * it stays until the down pass, and the wanted one is created beside it.
 *
 * @param replaced addresses of both forms
 */
export function movesOfReplaced(
  replaced: ReadonlySet<string>,
  deployed: ReadonlyMap<string, ResourceBody>,
): ReadonlyMap<string, string> {
  const known = [...replaced].filter((address) => deployed.has(address));
  return new Map(known.map((address) => [address, freeAddress(address, deployed)]));
}

/** An interrupted change may have left one there. */
function freeAddress(address: string, taken: ReadonlyMap<string, ResourceBody>): string {
  let free = `${address}${LEAVING}`;
  for (let count = 2; taken.has(free); count += 1) free = `${address}${LEAVING}-${count}`;
  return free;
}

/** The address that something left, of which a change was interrupted; undefined for others. */
export function replacedAddress(address: string): string | undefined {
  return new RegExp(`^(.+?)${LEAVING}(?:-\\d+)?$`).exec(address)?.[1];
}

/** A text with the addresses that its references had before anything was moved aside. */
export function withoutAsides(text: string): string {
  return text.replace(new RegExp(`${LEAVING}(?:-\\d+)?(?=[.\\]])`, "g"), "");
}

/**
 * The reason why a resource cannot stay beside its successor; undefined if it can.
 *
 * @param deployed its deployed arguments, with references as they are once it moved
 */
export function asideProblem(
  address: string,
  deployed: ResourceBody,
  wanted: ResourceBody,
): string | undefined {
  if (isProtected(deployed)) return "it is protected";
  const type = typeOfAddress(address);
  // A server without protection holds no data: the platform says so.
  if (isStatefulType(type) && type !== "aws_instance") return "it holds data, or is known by its address";
  const key = objectKey(address, deployed);
  if (key === undefined || key !== objectKey(address, wanted)) return undefined;
  return "AWS has only one of its name: give the new one another name";
}
