import type { AccountView, AnswerChange, Change } from "../contracts.ts";
import { isGlobalType } from "../global-types.ts";
import { resourceId } from "../resource-id.ts";
import type { ObjectValue } from "../value.ts";
import { Answer } from "./answer.ts";

export { impliedBy } from "./implied.ts";
export { answerLookup } from "./lookups/index.ts";
export { answerPureLookup } from "./pure-lookups.ts";

/**
 * What AWS would answer to a create or an update: `planned` with every unknown filled. The same change in
 * the same account gives the same answer; a create that matches one already there gets the next id.
 */
export const answerChange: AnswerChange = (change, block, context) => {
  let answer = new Answer(change, block, context, 0).values();
  if (change.before !== null) return answer;
  for (let attempt = 1; isTaken(change, answer, context.account, context.region); attempt++) {
    const next = new Answer(change, block, context, attempt).values();
    // An id made of names does not change: whether AWS accepts the second one is for the laws to say.
    if (resourceId(change.type, next) === resourceId(change.type, answer)) break;
    answer = next;
  }
  return answer;
};

function isTaken({ type }: Change, answer: ObjectValue, account: AccountView, region: string): boolean {
  const id = resourceId(type, answer);
  const everywhere = isGlobalType(type);
  return account
    .resources(type)
    .some((resource) => resource.id === id && (everywhere || resource.region === region));
}
