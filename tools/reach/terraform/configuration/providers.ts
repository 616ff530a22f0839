import { required } from "../../../../language/required.ts";
import { toPlain } from "../expression/known.ts";
import type { Scope } from "../expression/scope.ts";
import type { Declarations, ResourceDeclaration } from "./declarations.ts";
import { evaluateJson } from "./evaluate-json.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** Returns the provider of a resource: `aws`, `aws.eu`. It may be written as an interpolation. */
export function providerOf({ type, body }: ResourceDeclaration): string {
  return typeof body.provider === "string"
    ? withoutInterpolation(body.provider)
    : required(type.split("_"), 0);
}

/**
 * Returns regions by provider: from the module's provider blocks, or from those passed in its call.
 */
export function providerRegions(
  blocks: Declarations["providers"],
  passed: ReadonlyMap<string, string | undefined>,
  scope: Scope,
): Map<string, string | undefined> {
  const own = blocks.map(({ name, body }) => {
    const key = typeof body.alias === "string" ? `${name}.${body.alias}` : name;
    const region = body.region === undefined ? undefined : toPlain(evaluateJson(body.region, scope), scope);
    return [key, typeof region === "string" ? region : undefined] as const;
  });
  return new Map([...passed, ...own]);
}

/**
 * Returns the regions passed to a module: those of its `providers` argument, or the caller's
 * unaliased one.
 * https://developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export function passedProviders(
  body: JsonObject,
  regionOf: (provider: string) => string | undefined,
): Map<string, string | undefined> {
  const passed = new Map(["aws", "awscc"].map((name) => [name, regionOf(name)]));
  if (!isJsonObject(body.providers)) return passed;
  for (const [name, provider] of Object.entries(body.providers)) {
    if (typeof provider === "string") passed.set(name, regionOf(withoutInterpolation(provider)));
  }
  return passed;
}

function withoutInterpolation(text: string): string {
  return text.startsWith("${") && text.endsWith("}") ? text.slice(2, -1).trim() : text;
}
