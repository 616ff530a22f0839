import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StateSettings } from "../modules/state/backend.ts";
import { undeclaredReferences } from "./undeclared-references.ts";
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
  private readonly props: BaseStackProps;
  private readonly others = new Map<string, AwsProvider>();

  constructor(scope: Construct, name: string, props: BaseStackProps) {
    super(scope, name);
    this.props = props;
    this.provider = new AwsProvider(this, "aws", this.providerSettings(props.region));
    // Settings that cdktf's own type does not know, `use_lockfile`, it writes as they are.
    new S3Backend(this, props.state);
    pinVersions(this);
    this.node.addValidation(new UniqueAddresses(this));
  }

  /**
   * cdktf resolves every value once more here, half of all that synthesis costs, to find references from one stack to
   * another and make outputs for them. Stacks meet in the contract; {@link toTerraform} refuses any other meeting.
   */
  override prepareStack(): void {}

  /** @throws Error when something refers to another stack past the contract. */
  override toTerraform(): ReturnType<TerraformStack["toTerraform"]> {
    const json = super.toTerraform();
    const foreign = undeclaredReferences(json);
    if (foreign.length > 0) {
      throw new Error(
        `Stack ${this.node.id} refers to what it does not have: ${foreign.join(", ")}. Publish it where it is and read it here (stacks/contract.ts).`,
      );
    }
    return json;
  }

  /** Where this stack's state is: for its own backend and for those who read it. */
  stateSettings(): StateSettings {
    return this.props.state;
  }

  /** The provider for what a stack has in a region: its own, or one that goes by the region's name. */
  protected providerIn(region: string): AwsProvider {
    if (region === this.props.region) return this.provider;
    const known = this.others.get(region);
    if (known !== undefined) return known;
    const provider = new AwsProvider(this, `aws-${region}`, {
      ...this.providerSettings(region),
      alias: region,
    });
    this.others.set(region, provider);
    return provider;
  }

  private providerSettings(region: string) {
    const { account, tags } = this.props;
    return { region, allowedAccountIds: [account], defaultTags: [{ tags }] };
  }
}
