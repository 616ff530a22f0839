import type * as z from "zod";

/** A leaf of a schema: a part that accepts values of its own. */
export interface Leaf {
  readonly path: string;
  readonly schema: z.core.$ZodType;
}

/** The parts of a zod schema's definition. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly keyType?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly items?: readonly z.core.$ZodType[];
}

/** Returns every leaf of a schema, without objects, defaults and optional wrappers. */
export function leavesOf(schema: z.core.$ZodType, path: string): Leaf[] {
  const definition = schema._zod.def as Definition;
  const { type, shape = {}, innerType, element, keyType, valueType, options = [], items = [] } = definition;
  const inside = [
    ...Object.entries(shape).flatMap(([key, value]) => leavesOf(value, `${path}.${key}`)),
    ...(innerType === undefined ? [] : leavesOf(innerType, path)),
    ...(element === undefined ? [] : leavesOf(element, `${path}[]`)),
    ...(keyType === undefined ? [] : leavesOf(keyType, `${path}{key}`)),
    ...(valueType === undefined ? [] : leavesOf(valueType, `${path}{}`)),
    ...options.flatMap((option) => leavesOf(option, path)),
    ...items.flatMap((item, index) => leavesOf(item, `${path}[${index}]`)),
  ];
  const isWrapper = ["object", "optional", "default", "prefault"].includes(type);
  // Literals are branches of unions or enums, whose message lists them.
  const isLiteral = type === "literal";
  return isWrapper || isLiteral ? inside : [{ path, schema }, ...inside];
}
