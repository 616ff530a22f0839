/** `aws_vpc.main`, `data.aws_region.here`: an address at the start of an expression, or after an operator of one. */
const ADDRESS = /(?<![\w."-])(data\.)?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\.([A-Za-z_][\w-]*)/g;
const EXPRESSION = /\$\{[^}]*\}/g;

/**
 * What a stack's Terraform JSON refers to without declaring it, sorted: something of another stack, which Terraform
 * would not find. Stacks meet in the contract (`contract.ts`).
 */
export function foreignReferences(json: object): string[] {
  const declared = new Set([...addressesOf(json, "resource", ""), ...addressesOf(json, "data", "data.")]);
  const found = [...textsIn(json)].flatMap((text) =>
    [...text.matchAll(EXPRESSION)].flatMap(([expression]) =>
      [...expression.matchAll(ADDRESS)].map(([address]) => address),
    ),
  );
  return [...new Set(found)].filter((address) => !declared.has(address)).sort();
}

function addressesOf(json: object, section: string, prefix: string): string[] {
  const types: object = Reflect.get(json, section) ?? {};
  return Object.entries(types).flatMap(([type, named]) =>
    Object.keys(named as object).map((name) => `${prefix}${type}.${name}`),
  );
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") {
    if (value.includes("${")) yield value;
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) yield* textsIn(item);
  }
}
