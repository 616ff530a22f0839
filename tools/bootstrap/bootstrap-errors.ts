import type { CommandError } from "../terraform/run-command.ts";
import { SetupError } from "../terraform/setup-error.ts";

/** The refusal to take over a bucket that nothing shows to be the stack's. */
export function bucketNotOurs(bucket: string): SetupError {
  return new SetupError(
    `The bucket ${bucket} exists, but there is no state of it, and neither its tags nor a record here show that a ` +
      "bootstrap made it. If another tool made it, choose another name: stateBucket in the spec. If a bootstrap was " +
      `interrupted elsewhere, run it again there, or delete the bucket if it is empty (aws s3api delete-bucket --bucket ${bucket}).`,
  );
}

/** The refusal to work with a bucket that the credentials may not read. */
export function bucketNotReadable(bucket: string): SetupError {
  return new SetupError(
    `The bucket ${bucket} exists, but these credentials may not read it. If it belongs to another account, choose ` +
      "another name: stateBucket in the spec.",
  );
}

/** The refusal to go on with a state that nobody can read before its key is enabled. */
export function stateNotDecryptable(bucket: string, cause: CommandError): SetupError {
  return new SetupError(
    `The state in ${bucket} cannot be decrypted: its KMS key is disabled or waits for its deletion. Enable it ` +
      "(aws kms cancel-key-deletion, aws kms enable-key), then run the same command again. Delete it again if the alias " +
      `does not point to it afterwards. ${cause.message}`,
  );
}

/** The refusal to remove a bucket that holds the states of these stacks. */
export function bucketInUse(stacks: readonly string[]): SetupError {
  return new SetupError(`The state bucket still holds ${stacks.join(", ")}: destroy those stacks first.`);
}

/** The refusal to remove a stack that was synthesized with protection. */
export function stackProtected(stack: string): SetupError {
  return new SetupError(`${stack} is protected: synthesize it with DRYDOCK_UNPROTECT=${stack}.`);
}
