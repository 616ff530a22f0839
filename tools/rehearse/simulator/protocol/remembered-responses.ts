import type { ProviderSchema } from "../backend.ts";

type Respond = ProviderSchema["response"];

/**
 * Returns `respond` with its responses remembered by their types: every start of Terraform requests
 * the schema again, nearly always for the same types.
 */
export function rememberResponses(respond: Respond): Respond {
  const responses = new Map<string, Uint8Array>();
  return (types) => {
    const key = types === undefined ? "all" : JSON.stringify([...types].sort());
    const response = responses.get(key) ?? respond(types);
    responses.set(key, response);
    return response;
  };
}
