import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { Construct } from "constructs";

/** Inputs of {@link Secret}. */
export interface SecretProps {
  /** The path-like name: `cybershield-prod/api-key`. */
  readonly name: string;
  /** The description in the console, from the spec. */
  readonly description: string;
  /** ARN of the KMS key for its value. */
  readonly dataKeyArn: string;
  /** Makes Terraform refuse to destroy it, and AWS keep it for 30 days after a manual deletion. */
  readonly protected: boolean;
}

/**
 * A Secrets Manager secret without a value. A person or CI sets the value with `aws secretsmanager
 * put-secret-value`: it is in no code, no plan and no state.
 */
export class Secret extends Construct {
  /** The ARN, with the six random characters that Secrets Manager adds to the name. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    this.arn = new SecretsmanagerSecret(this, "secret", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.dataKeyArn,
      // Without a recovery window the name is free at once, so the stack can be redeployed.
      recoveryWindowInDays: props.protected ? 30 : 0,
      lifecycle: { preventDestroy: props.protected },
    }).arn;
  }
}
