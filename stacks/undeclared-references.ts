/** An address such as `aws_vpc.main`, at the start of an expression or after an operator. */
const ADDRESS = /(?<![\w."-])(data\.)?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\.([A-Za-z_][\w-]*)/g;
/** An interpolation; `$${` is a literal. */
const EXPRESSION = /(?<!\$)\$\{[^}]*(?:\}|$)/g;

/**
 * Resources that a stack's Terraform JSON references but does not declare, sorted. They belong to
 * another stack, so Terraform would not find them: publish an output instead (`stack-outputs.ts`).
 */
export function undeclaredReferences(json: object): string[] {
  const declared = new Set([...addressesOf(json, "resource", ""), ...addressesOf(json, "data", "data.")]);
  const foreign = new Set<string>();
  // `match` returns all texts at once; an iterator of matches would take three times as long.
  for (const expression of JSON.stringify(json).match(EXPRESSION) ?? []) {
    for (const address of expression.match(ADDRESS) ?? []) if (!declared.has(address)) foreign.add(address);
  }
  return [...foreign].sort();
}

function addressesOf(json: object, section: string, prefix: string): string[] {
  const types: object = Reflect.get(json, section) ?? {};
  return Object.entries(types).flatMap(([type, named]) =>
    Object.keys(named as object).map((name) => `${prefix}${type}.${name}`),
  );
}
