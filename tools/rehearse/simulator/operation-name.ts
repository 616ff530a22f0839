import { type ApiAction, apiOperation } from "../../../aws/api-operations/index.ts";

/** The words for actions on types whose operations are not known: no operation is invented. */
const PLAIN_VERBS: Readonly<Record<ApiAction, string>> = {
  create: "Create",
  read: "Describe",
  update: "Modify",
  delete: "Delete",
};

/** Returns AWS's operation for an action on a type, for messages; if unknown, the plain verb. */
export function operationName(type: string, action: ApiAction): string {
  return apiOperation(type, action) ?? PLAIN_VERBS[action];
}
