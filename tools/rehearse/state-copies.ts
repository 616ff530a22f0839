import { createHash } from "node:crypto";
import type { DeployedStack } from "../deploy/stack-change.ts";
import { s3StateLocationOf } from "../synthesized/stack-settings.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { Simulation } from "./simulation.ts";
import { resourceId } from "./simulator/resource-id.ts";
import type { ObjectValue } from "./simulator/terraform-value.ts";

/** A deployed stack and its state, copied from the real backend. */
export interface CopiedState {
  /** The stack, in the form that its state records. */
  readonly stack: DeployedStack;
  /** The state in Terraform's format. */
  readonly state: string;
}

/** Terraform's state file, as far as it is copied. */
interface StateFile {
  readonly resources?: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    /** `provider["registry.terraform.io/hashicorp/aws"].eu-west-1`: with its alias, if any. */
    readonly provider: string;
    readonly instances: readonly { readonly attributes?: ObjectValue }[];
  }[];
}

/**
 * Fills an empty simulated account with the resources of real states, and its state buckets with
 * the states themselves, so that Terraform finds in it what it would find in the real account.
 */
export function copyStates({ simulator, stateBackend }: Simulation, copies: readonly CopiedState[]): void {
  for (const { stack, state } of copies) {
    const location = s3StateLocationOf(stack);
    if (location === undefined) continue;
    const body = Buffer.from(state);
    const etag = createHash("md5").update(body).digest("hex");
    stateBackend.objects.put({ ...location, body, etag, headers: {}, versioned: true });
    for (const { mode, type, provider, instances } of (JSON.parse(state) as StateFile).resources ?? []) {
      if (mode !== "managed" || !type.startsWith("aws_")) continue;
      for (const { attributes = {} } of instances) {
        const region = regionOf(stack.json, provider, attributes);
        simulator.account.put({ type, id: resourceId(type, attributes), region, values: attributes });
      }
    }
  }
}

/** The region of the resource itself, or of its provider. */
function regionOf({ provider = {} }: TerraformJson, reference: string, { region }: ObjectValue): string {
  if (typeof region === "string") return region;
  const alias = /\]\.(.+)$/.exec(reference)?.[1];
  const configured = [provider.aws].flat() as readonly { alias?: string; region?: string }[];
  return configured.find((one) => one?.alias === alias)?.region ?? "";
}
