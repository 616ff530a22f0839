import type { AnswerLookup } from "../../contracts.ts";

/** Answers the data sources that AWS would be asked for; `undefined` for those the provider answers itself. */
export const answerLookup: AnswerLookup = () => undefined;
