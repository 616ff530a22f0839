import type { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import type { Construct } from "constructs";
import { compact } from "../language/compact.ts";
import type { Platform } from "../language/platform.ts";
import { stateStackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import { addTokenProvider, CiRoles } from "../modules/state/ci-roles.ts";
import type { CiRolesPlan } from "../modules/state/ci-roles-plan.ts";
import { StateBucket } from "../modules/state/state-bucket.ts";
import { BaseStack } from "./base-stack.ts";
import { publishStackOutputs } from "./stack-outputs.ts";

/** The account, region and bucket of a state stack. */
export interface StateStackProps extends Pick<Platform, "account" | "region"> {
  /** The bucket's name: `stateBucketName` of the platforms that store their states there. */
  readonly bucket: string;
  /** Makes Terraform refuse to destroy the bucket. @default true */
  readonly protected?: boolean;
  /** The roles of the pipelines of platforms that store their states there. @default none */
  readonly ciRoles?: readonly CiRolesPlan[];
}

/**
 * The bucket for the states of all stacks, including this one: it is bootstrapped with local state,
 * which is then migrated into the bucket. One per account and region. It also has the roles of the
 * platforms' pipelines, which exist before there is a platform.
 */
export class StateStack extends BaseStack {
  constructor(scope: Construct, props: StateStackProps) {
    const name = stateStackName(props.account, props.region);
    super(scope, name, {
      account: props.account,
      region: props.region,
      tags: { ManagedBy: "drydock" },
      state: stateSettings({ ...props, stateBucket: props.bucket }, name),
    });
    const states = new StateBucket(this, "state", {
      name: props.bucket,
      account: props.account,
      protected: props.protected ?? true,
      planDays: Object.fromEntries(
        (props.ciRoles ?? []).map(({ planKeyPrefix, planDays }) => [planKeyPrefix, planDays]),
      ),
    });
    this.#addCiRoles(props, states);
    publishStackOutputs(this, STATE_SHAPE, { bucketName: states.name, keyArn: states.keyArn });
  }

  #addCiRoles({ account, bucket, ciRoles = [] }: StateStackProps, { keyArn }: StateBucket): void {
    const providers = new Map<string, IamOpenidConnectProvider>();
    for (const plan of ciRoles) {
      const { host } = plan.issuer;
      if (plan.createsProvider && !providers.has(host)) providers.set(host, addTokenProvider(this, plan));
    }
    for (const plan of ciRoles)
      new CiRoles(this, `ci-${plan.prefix}`, {
        ...{ account, plan, bucket, keyArn },
        ...compact({ provider: providers.get(plan.issuer.host) }),
      });
  }
}

const STATE_SHAPE = { bucketName: "text", keyArn: "text" } as const;
