import { canonicalType } from "../../../../aws/resource-types.ts";
import { SERVICE_RESOURCES } from "./registry.ts";
import type { TypeDefinition } from "./service-resources.ts";

const NO_DEFINITION: TypeDefinition = {};

const DEFINITIONS: Readonly<Record<string, TypeDefinition>> = Object.assign(
  {},
  ...SERVICE_RESOURCES.map(({ types }) => types),
);

/** Returns the definition of a type or its alias; empty if only the general rules apply. */
export function typeDefinition(type: string): TypeDefinition {
  return DEFINITIONS[canonicalType(type)] ?? NO_DEFINITION;
}

/** Returns the values that types have in a field of their definitions, by type. */
export function definedIn<Field extends keyof TypeDefinition>(
  field: Field,
): readonly (readonly [type: string, value: NonNullable<TypeDefinition[Field]>])[] {
  return Object.entries(DEFINITIONS).flatMap(([type, definition]) => {
    const value = definition[field];
    return value === undefined ? [] : [[type, value]];
  });
}
