import { Pattern } from "./pattern.ts";
import type { Widening } from "./permission-set.ts";

/** Symbols without a name, and symbols of resources. */
const SYMBOL = /\$\{([^{}]*)\}/g;

/**
 * Writes a witness: `s3:DeleteObject on arn:aws:s3:::logs/*`. The resource is the statement's
 * pattern, which says more than one name that matches it.
 */
export function witnessText({ request, allow }: Widening): string {
  const { resources } = allow.statement;
  const { action, resource } = request;
  if (resources === undefined) return action;
  const pattern = resources.isNegated
    ? undefined
    : resources.values.find((value) => Pattern.glob(value).matches(resource));
  return `${action} on ${readable(pattern ?? resource)}`;
}

/** Writes the requester of a witness: `arn:aws:iam::111122223333:role/app`, `everybody`. */
export function requesterText({ request, allow }: Widening): string {
  const { principals } = allow.statement;
  if (principals === undefined) return "";
  if (principals.isNegated) return "everybody else";
  const names = principals.values.map(({ kind, name }) =>
    kind === "*" ? "everybody" : name === "*" ? `every ${kind} principal` : name,
  );
  const own = request.requester.replace(/^\w+:/, "");
  return readable(names.find((name) => name === own) ?? names[0] ?? own);
}

/** Writes symbols as the attributes that they stand for. */
function readable(text: string): string {
  return text.replace(SYMBOL, (symbol, name: string) =>
    name.startsWith("unknown") ? "(known after apply)" : symbol,
  );
}
