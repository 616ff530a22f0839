import type { Construct } from "constructs";
import type { Platform } from "../language/platform.ts";
import { stateStackName } from "../modules/names.ts";
import { stateSettings } from "../modules/state/backend.ts";
import { StateBucket } from "../modules/state/state-bucket.ts";
import { BaseStack } from "./base-stack.ts";
import { publishStackOutputs } from "./stack-outputs.ts";

/** Whose states are kept, and where. */
export interface StateStackProps extends Pick<Platform, "account" | "region"> {
  /** The bucket's name: `stateBucketName` of the platforms that keep their states there. */
  readonly bucket: string;
  /** Whether Terraform refuses to destroy it. @default true */
  readonly protected?: boolean;
}

/**
 * The bucket that holds every stack's state, this one's too: it is bootstrapped with local state, which then
 * moves into the bucket. One for each account and region.
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
