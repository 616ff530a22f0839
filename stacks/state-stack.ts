import type { Construct } from "constructs";
import type { Platform } from "../language/platform.ts";
import { stateStackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import { StateBucket } from "../modules/state/state-bucket.ts";
import { BaseStack } from "./base-stack.ts";
import { publishStackOutputs } from "./stack-outputs.ts";

/** The account, region and bucket of a state stack. */
export interface StateStackProps extends Pick<Platform, "account" | "region"> {
  /** The bucket's name: `stateBucketName` of the platforms that store their states there. */
  readonly bucket: string;
  /** Makes Terraform refuse to destroy the bucket. @default true */
  readonly protected?: boolean;
}

/**
 * The bucket for the states of all stacks, including this one: it is bootstrapped with local state,
 * which is then migrated into the bucket. One per account and region.
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
    });
    publishStackOutputs(this, STATE_SHAPE, { bucketName: states.name, keyArn: states.keyArn });
  }
}

const STATE_SHAPE = { bucketName: "text", keyArn: "text" } as const;
