import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects/index.js";
import { DataTerraformRemoteStateS3, TerraformOutput, type TerraformStack } from "cdktf";
import {
  DEPLOYED_CONFIGURATION_OUTPUT,
  OUTPUTS_READ_OUTPUT,
  PUBLISHED_OUTPUTS_LOCAL,
  platformPrefix,
  STACK_KINDS,
} from "../modules/names.ts";
import { STATE_KEY_END } from "../modules/state/backend.ts";
import { publishedOutputs } from "../modules/state/outputs-read.ts";
import type { NetworkStack } from "./network-stack.ts";
import type { PlatformStack } from "./platform-stack.ts";

/** The local value with the outputs that deployed stacks read and that would be deleted. */
const LOST = "lost_outputs";

/**
 * Makes the plan of the first stack fail if a change would delete what another deployed stack still
 * uses: before anything is touched. A plain `cdktf deploy` would otherwise delete it there, and
 * fail half-way. `drydock deploy` makes such changes in two passes, and never meets the guard;
 * neither do first deployments and destroys.
 *
 * The stack lists the platform's states and reads, from each, the outputs that it uses.
 *
 * @param first the network stack of the primary region, which is deployed first
 * @param stacks all stacks of the platform
 */
export function guardChanges(first: NetworkStack, stacks: readonly PlatformStack[]): void {
  const { bucket, key, ...settings } = first.stateSettings();
  const prefix = platformPrefix(first.fullPlatform);
  const listed = new DataAwsS3Objects(first, "platform-states", { bucket, prefix: `${prefix}-` });
  const states = new DataTerraformRemoteStateS3(first, "deployed", {
    ...settings,
    bucket,
    key: "${each.key}",
  });
  states.addOverride(
    "for_each",
    `\${toset([for key in ${listed.fqn}.keys : key if endswith(key, ${JSON.stringify(STATE_KEY_END)}) && key != ${JSON.stringify(key)}])}`,
  );
  first.addOverride(`locals.${PUBLISHED_OUTPUTS_LOCAL}`, publishedBy(stacks));
  first.addOverride(
    `locals.${LOST}`,
    `\${[for read in distinct(flatten([for state in ${states.fqn} : try(state.outputs.${OUTPUTS_READ_OUTPUT}, [])])) : read if length(regexall(${JSON.stringify(ownStates(prefix))}, read)) > 0 && !contains(keys(local.${PUBLISHED_OUTPUTS_LOCAL}), read)]}`,
  );
  first.addOverride(`output.${DEPLOYED_CONFIGURATION_OUTPUT}.precondition`, [
    {
      condition: `\${length(local.${LOST}) == 0}`,
      error_message: `This change would delete what deployed stacks still use: \${join(", ", local.${LOST})}. Nothing was changed. Deploy it in two passes: npx drydock deploy ${first.fullPlatform.name} ${first.fullPlatform.environment}`,
    },
  ]);
}

/** Matches the state keys of a platform's own stacks, and of no other platform's. */
function ownStates(prefix: string): string {
  return `^${prefix}-(${STACK_KINDS.join("|")})(-[a-z]+-[a-z]+-[0-9]+)?/`;
}

/** A map, so that the forms of a change can be laid over each other. */
function publishedBy(stacks: readonly PlatformStack[]): Readonly<Record<string, true>> {
  const published = stacks.flatMap((stack) =>
    publishedOutputs(String(stack.stateSettings().key), outputsOf(stack)),
  );
  return Object.fromEntries(published.sort().map((one) => [one, true]));
}

function outputsOf(stack: TerraformStack): ReadonlyMap<string, unknown> {
  return new Map(
    stack.node.children
      .filter(TerraformOutput.isTerraformOutput)
      .map((output) => [output.friendlyUniqueId, output.value]),
  );
}
