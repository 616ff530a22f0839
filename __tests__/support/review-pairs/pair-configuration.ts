import {
  isJsonObject,
  type Json,
  type JsonObject,
} from "../../../tools/reach/terraform/configuration/json.ts";
import type { AwsSimulatorOptions } from "../../../tools/rehearse/simulator/aws-simulator.ts";
import { usedBlocksByType } from "../../../tools/rehearse/used-types.ts";
import type { PairGroup, PlanEdit, ResourcePatch, StateEdit } from "./review-pair.ts";

/** The region of all pairs: the only one of web ACLs and certificates of CloudFront. */
const REGION = "us-east-1";

/** Returns a group's root module in Terraform's JSON syntax, after an edit. */
export function pairConfiguration({ base, blocks = {} }: PairGroup, edit: PlanEdit = {}): JsonObject {
  const root = {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: { region: REGION } },
    ...merged(blocks, edit.blocks ?? {}),
  };
  return merged(root, { resource: byType(merged(base, edit.resources ?? {})) });
}

function byType(resources: ResourcePatch | JsonObject): JsonObject {
  const types: Record<string, Record<string, Json>> = {};
  for (const [address, body] of Object.entries(resources)) {
    const [type = "", name = ""] = address.split(".");
    if (body !== null) types[type] = { ...types[type], [name]: body };
  }
  return types;
}

/**
 * Applies a JSON merge patch: objects are merged, anything else takes the place of what was there,
 * and null removes. https://www.rfc-editor.org/rfc/rfc7396
 */
function merged(target: JsonObject, patch: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    const old = result[name];
    if (value === null) delete result[name];
    else result[name] = isJsonObject(value) ? merged(isJsonObject(old) ? old : {}, value) : value;
  }
  return result;
}

/** A state file, as far as it is edited. */
interface StateFile {
  readonly resources: readonly StateResource[];
}

interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly StateInstance[];
}

interface StateInstance {
  readonly status?: string;
  readonly deposed?: string;
  readonly attributes: JsonObject;
}

/** Returns the text of a state file after an edit. */
export function editState(text: string, { tainted, absent, deposed, drifted }: StateEdit): string {
  const state = JSON.parse(text) as StateFile;
  const resources = state.resources
    .filter((resource) => absent?.includes(addressOf(resource)) !== true)
    .map((resource) => {
      const address = addressOf(resource);
      const changed = resource.instances.map((instance) => ({
        ...instance,
        ...(tainted?.includes(address) === true ? { status: "tainted" } : {}),
        attributes: { ...instance.attributes, ...drifted?.[address] },
      }));
      const left = changed.map((instance) => ({ ...instance, deposed: "ab12cd34" }));
      return {
        ...resource,
        instances: deposed?.includes(address) === true ? [...changed, ...left] : changed,
      };
    });
  return JSON.stringify({ ...state, resources });
}

function addressOf({ type, name }: StateResource): string {
  return `${type}.${name}`;
}

/** A type whose thousands of nested blocks take seconds to load, of which few are in use. */
const LARGE_TYPE = "aws_wafv2_web_acl";

/** The part of the provider's schema that a group needs, which loads faster than all of it. */
export function neededSchema(group: PairGroup): Pick<AwsSimulatorOptions, "types" | "blocks"> {
  const edits = group.pairs.flatMap(({ dangerous, harmless }) => [dangerous, harmless]);
  const modules = [{}, ...edits].map((edit) => pairConfiguration(group, edit));
  const text = JSON.stringify([modules, group.files]);
  const types = new Set(text.match(/\baws_\w+/g));
  const used = usedBlocksByType(modules.map((json) => ({ json })) as Parameters<typeof usedBlocksByType>[0]);
  const blocks = new Map([...used].filter(([type]) => type === LARGE_TYPE));
  return { types, blocks };
}
