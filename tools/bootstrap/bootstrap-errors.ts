import type { CommandError } from "../terraform/run-command.ts";
import { SetupError } from "../terraform/setup-error.ts";

/** The error for an existing bucket that cannot be shown to belong to the stack. */
export function bucketNotOurs(bucket: string): SetupError {
  return new SetupError(
    `The bucket ${bucket} exists, but it has no state, and neither its tags nor a local record show that a ` +
      "bootstrap created it. If another tool created it, set another name: stateBucket in the spec. If a bootstrap " +
      "on another machine was interrupted, run it again there, or delete the bucket if it is empty " +
      `(aws s3api delete-bucket --bucket ${bucket}).`,
  );
}

/** The error for a bucket that the credentials cannot read. */
export function bucketNotReadable(bucket: string): SetupError {
  return new SetupError(
    `The bucket ${bucket} exists, but these credentials cannot read it. If it belongs to another account, set ` +
      "another name: stateBucket in the spec.",
  );
}

/** The error for a state that cannot be read until its KMS key is enabled. */
export function stateNotDecryptable(bucket: string, cause: CommandError): SetupError {
  return new SetupError(
    `The state in ${bucket} cannot be decrypted: its KMS key is disabled or pending deletion. Enable the key ` +
      "(aws kms cancel-key-deletion, aws kms enable-key), then run the same command again. If the alias does not " +
      `point to that key afterwards, delete the key again. ${cause.message}`,
  );
}

/** The error for removing a bucket that holds these stacks' state. */
export function bucketInUse(stacks: readonly string[]): SetupError {
  return new SetupError(
    `The state bucket still holds the state of ${stacks.join(", ")}: destroy these stacks first.`,
  );
}

/** The error for removing a stack that was synthesized with protection. */
export function stackProtected(stack: string): SetupError {
  return new SetupError(`${stack} is protected: synthesize it with DRYDOCK_UNPROTECT=${stack}.`);
}
