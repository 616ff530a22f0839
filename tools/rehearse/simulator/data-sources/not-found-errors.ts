import { operationName } from "../operation-name.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { ApiError } from "../simulator-types.ts";

/** AWS's error for a resource of this type that `query` does not find. */
export function notFoundError(type: string, query: string): { readonly apiError: ApiError } {
  const {
    code,
    message,
    operation = operationName(type, "read"),
  } = typeDefinition(type).notFound ?? {
    code: "ResourceNotFoundException",
    message: `no matching ${type.replace(/^aws_/, "").replaceAll("_", " ")} found: {}`,
  };
  return { apiError: { code, operation, message: message.replace("{}", query) } };
}
