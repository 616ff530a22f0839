import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StateSettings } from "../modules/state/backend.ts";
import { undeclaredReferences } from "./undeclared-references.ts";
import { UniqueAddresses } from "./unique-addresses.ts";
import { pinVersions } from "./versions.ts";

/** The account, region, tags and state location of a stack. */
export interface BaseStackProps {
  /** The 12-digit account ID. Credentials of any other account are refused. */
  readonly account: string;
  /** The region of the default provider. */
  readonly region: string;
  /** Tags for every resource that supports them. */
  readonly tags: Readonly<Record<string, string>>;
  /** The S3 location of its state. */
  readonly state: StateSettings;
}

/** A unit of deployment: provider, backend, version constraints and unique resource addresses. */
export abstract class BaseStack extends TerraformStack {
  /** The default provider, for the stack's region. */
  protected readonly provider: AwsProvider;
  readonly #props: BaseStackProps;
  readonly #others = new Map<string, AwsProvider>();

  constructor(scope: Construct, name: string, props: BaseStackProps) {
    super(scope, name);
    this.#props = props;
    this.provider = new AwsProvider(this, "aws", this.#providerSettings(props.region));
    // cdktf's type lacks `use_lockfile`, but unknown settings are written unchanged.
    new S3Backend(this, props.state);
    pinVersions(this);
    this.node.addValidation(new UniqueAddresses(this));
  }

  /**
   * Skips cdktf's search for cross-stack references, which resolves every value a second time and
   * costs half of synthesis. Stacks share values through published outputs only;
   * {@link toTerraform} rejects any other reference.
   */
  override prepareStack(): void {}

  /** @throws Error if a resource references another stack other than through its outputs. */
  override toTerraform(): ReturnType<TerraformStack["toTerraform"]> {
    const json = super.toTerraform();
    const foreign = undeclaredReferences(json);
    if (foreign.length > 0) {
      throw new Error(
        `Stack ${this.node.id} references resources of other stacks: ${foreign.join(", ")}. Publish them as outputs there and read them here (stacks/stack-outputs.ts).`,
      );
    }
    return json;
  }

  /** The S3 location of this stack's state, for its backend and for stacks that read it. */
  stateSettings(): StateSettings {
    return this.#props.state;
  }

  /** The provider for a region: the stack's own, or an aliased one named after the region. */
  protected providerIn(region: string): AwsProvider {
    if (region === this.#props.region) return this.provider;
    const known = this.#others.get(region);
    if (known !== undefined) return known;
    const provider = new AwsProvider(this, `aws-${region}`, {
      ...this.#providerSettings(region),
      alias: region,
    });
    this.#others.set(region, provider);
    return provider;
  }

  #providerSettings(region: string) {
    const { account, tags } = this.#props;
    return { region, allowedAccountIds: [account], defaultTags: [{ tags }] };
  }
}
