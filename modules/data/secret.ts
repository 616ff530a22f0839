import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { Construct } from "constructs";

/** What a secret's container is. */
export interface SecretProps {
  readonly name: string;
  readonly description: string;
  readonly dataKeyArn: string;
  /** Whether Terraform refuses to destroy it, and AWS keeps it for 30 days after a deletion by hand. */
  readonly protected: boolean;
}

/**
 * The container of one secret value. The value itself is put there by a person or by CI
 * (`aws secretsmanager put-secret-value`): it is in no code, no plan and no state.
 */
export class Secret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    this.arn = new SecretsmanagerSecret(this, "secret", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.dataKeyArn,
      // Without a recovery window the name is free at once, and the same stack can be deployed again.
      recoveryWindowInDays: props.protected ? 30 : 0,
      lifecycle: { preventDestroy: props.protected },
    }).arn;
  }
}
