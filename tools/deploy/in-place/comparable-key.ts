import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import { objectKey } from "../forms/object-keys.ts";
import type { ResourceBody } from "../forms/resource-address.ts";
import { comparableValue, type FormsByStateKey, type NamedForm } from "./comparable-values.ts";

/**
 * The key of a resource's object in AWS, the same from whatever stack it is read; undefined if only
 * AWS knows it. See {@link objectKey}.
 */
export function comparableKey(
  address: string,
  body: ResourceBody,
  stack: NamedForm,
  forms: FormsByStateKey,
): string | undefined {
  // Most resources have no key at all: their references need not be resolved.
  if (objectKey(address, body) === undefined) return undefined;
  const { provider, lifecycle: _lifecycle, "//": _metadata, ...rest } = body;
  const values = comparableValue(rest, stack, forms) as ResourceBody;
  return objectKey(address, { ...values, provider: regionOf(stack.json, provider) });
}

/** The region of a provider: `aws.eu-west-1`, or the one without an alias. */
function regionOf({ provider = {} }: TerraformJson, reference: unknown): unknown {
  const alias = typeof reference === "string" ? reference.split(".")[1] : undefined;
  const configured = [provider.aws].flat() as readonly { alias?: string; region?: string }[];
  return configured.find((one) => one?.alias === alias)?.region;
}
