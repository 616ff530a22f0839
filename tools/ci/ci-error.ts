import { ExpectedError } from "../expected-error.ts";

/** A step of a pipeline that cannot go on: a missing variable, a response, an unreviewed commit. */
export class CiError extends ExpectedError {
  override readonly name = "CiError";
}

/** Environment variables of a job. */
export type JobEnv = Readonly<Record<string, string | undefined>>;

/** Returns a variable of the job. @throws CiError if it is missing */
export function jobVariable(env: JobEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === "")
    throw new CiError(`The variable ${name} is not set. Fix: run this in a job, which has it.`);
  return value;
}
