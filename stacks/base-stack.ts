import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StateSettings } from "../modules/state/backend.ts";
import { UniqueAddresses } from "./unique-addresses.ts";
import { pinVersions } from "./versions.ts";

/** Where a stack's resources are, and where its state is. */
export interface BaseStackProps {
  /** The 12-digit account. Credentials of another are refused. */
  readonly account: string;
  readonly region: string;
  /** On everything that can have tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly state: StateSettings;
}

/** One unit of deployment: provider, backend, versions, and addresses that never collide. */
export abstract class BaseStack extends TerraformStack {
  protected readonly provider: AwsProvider;
  private readonly state: StateSettings;

  constructor(scope: Construct, name: string, props: BaseStackProps) {
    super(scope, name);
    this.state = props.state;
    this.provider = new AwsProvider(this, "aws", {
      region: props.region,
      allowedAccountIds: [props.account],
      defaultTags: [{ tags: props.tags }],
    });
    // Settings that cdktf's own type does not know, `use_lockfile`, it writes as they are.
    new S3Backend(this, props.state);
    pinVersions(this);
    this.node.addValidation(new UniqueAddresses(this));
  }

  /** Where this stack's state is: for its own backend and for those who read it. */
  stateSettings(): StateSettings {
    return this.state;
  }
}
