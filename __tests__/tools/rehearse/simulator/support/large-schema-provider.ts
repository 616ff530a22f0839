import type { BackendFactory, ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { messageCodec } from "../../../../../tools/rehearse/simulator/protocol/message-codec.ts";
import { toSchemaMessage } from "../../../../../tools/rehearse/simulator/protocol/schema-messages.ts";
import type { SchemaBlock } from "../../../../../tools/rehearse/simulator/schema.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "../../snapshot/blocks.ts";
import { smallProviders } from "./small-provider.ts";

const named = { name: schemaAttribute("o") };
const nested = (blocks: SchemaBlock["blocks"] = {}) => nestedSchemaBlock("list", schemaBlock(named, blocks));

/** More nested blocks than any file uses: at least 100,000 bytes. */
const STATEMENTS = Object.fromEntries(
  Array.from({ length: 5000 }, (_, index) => [`statement_${index}`, nested()]),
);

const largeBlock = schemaBlock(
  { id: schemaAttribute("o"), ...named },
  { rule: nested(STATEMENTS), other: nested() },
);

/** The schema of a provider with a large type, `aws_long`, and a small one, `aws_short`. */
export const LARGE_SCHEMA = messageCodec("GetProviderSchema.Response").encode({
  provider: toSchemaMessage({ version: 0, block: schemaBlock({}) }),
  resource_schemas: {
    aws_long: toSchemaMessage({ version: 1, block: largeBlock }),
    aws_short: toSchemaMessage({ version: 1, block: schemaBlock(named, { other: nested() }) }),
  },
  data_source_schemas: {},
  ephemeral_resource_schemas: {},
  functions: {},
  diagnostics: [],
});

/** A backend with {@link LARGE_SCHEMA} that records the values it receives, and returns them. */
export function largeSchemaProviders(): { factory: BackendFactory; received: (ObjectValue | null)[] } {
  const received: (ObjectValue | null)[] = [];
  const note = (value: ObjectValue | null) => {
    received.push(value);
    return encodeDynamicValue(value);
  };
  const calls = {
    schema: async () => new EncodedProviderSchema(LARGE_SCHEMA),
    ValidateResourceTypeConfig: async ({ config }) => {
      note(decodeObjectValue(config));
      return { diagnostics: [] };
    },
    UpgradeResourceState: async ({ raw_state }) => ({
      upgraded_state: note(JSON.parse(Buffer.from(raw_state?.json ?? []).toString()) as ObjectValue),
      diagnostics: [],
    }),
    MoveResourceState: async ({ source_state }) => ({
      target_state: note(JSON.parse(Buffer.from(source_state?.json ?? []).toString()) as ObjectValue),
      diagnostics: [],
    }),
    PlanResourceChange: async ({ prior_state, proposed_new_state, config }) => {
      note(decodeObjectValue(prior_state));
      note(decodeObjectValue(config));
      const planned_state = note(decodeObjectValue(proposed_new_state));
      return { planned_state, requires_replace: [], diagnostics: [], legacy_type_system: true };
    },
    ImportResourceState: async ({ type_name, id }) => ({
      imported_resources: [{ type_name, state: note({ id, name: null, rule: [], other: [{ name: "x" }] }) }],
      diagnostics: [],
    }),
  } satisfies Partial<ProviderBackend>;
  const small = smallProviders().factory;
  return { factory: async () => ({ ...(await small()), ...calls }), received };
}
