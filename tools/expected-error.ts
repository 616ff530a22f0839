/**
 * An error that the user can fix. Its message says what is wrong and what to do: the command line
 * prints it without a stack trace.
 */
export abstract class ExpectedError extends Error {}
