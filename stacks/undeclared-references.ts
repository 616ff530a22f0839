/** `aws_vpc.main`, `data.aws_region.here`: an address at the start of an expression, or after an operator of one. */
const ADDRESS = /(?<![\w."-])(data\.)?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\.([A-Za-z_][\w-]*)/g;
/** An interpolation; `$${` is only text. */
const EXPRESSION = /(?<!\$)\$\{[^}]*\}/g;

/**
 * What a stack's Terraform JSON refers to without declaring it, sorted: something of another stack, which Terraform
 * would not find. Stacks meet in the contract (`contract.ts`).
 */
export function undeclaredReferences(json: object): string[] {
  const declared = new Set([...addressesOf(json, "resource", ""), ...addressesOf(json, "data", "data.")]);
  const foreign = new Set<string>();
  for (const [expression] of JSON.stringify(json).matchAll(EXPRESSION)) {
    for (const [address] of expression.matchAll(ADDRESS)) if (!declared.has(address)) foreign.add(address);
  }
  return [...foreign].sort();
}

function addressesOf(json: object, section: string, prefix: string): string[] {
  const types: object = Reflect.get(json, section) ?? {};
  return Object.entries(types).flatMap(([type, named]) =>
    Object.keys(named as object).map((name) => `${prefix}${type}.${name}`),
  );
}
