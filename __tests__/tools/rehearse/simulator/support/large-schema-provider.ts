import type { BackendFactory, ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { messageCodec } from "../../../../../tools/rehearse/simulator/protocol/descriptor.ts";
import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { smallProviders } from "./small-provider.ts";

const attribute = (name: string) => ({
  name,
  type: Buffer.from(JSON.stringify("string")),
  optional: true,
});
const nested = (typeName: string, blockTypes: readonly object[] = []) => ({
  typeName,
  nesting: 2,
  block: { attributes: [attribute("name")], blockTypes },
});

/** More nested blocks than any file uses: at least 100,000 bytes. */
const STATEMENTS = Array.from({ length: 5000 }, (_, index) => nested(`statement_${index}`));

const largeType = {
  version: 1,
  block: {
    attributes: [attribute("id"), attribute("name")],
    blockTypes: [nested("rule", STATEMENTS), nested("other")],
  },
};

/** The schema of a provider with a large type, `aws_long`, and a small one, `aws_short`. */
export const LARGE_SCHEMA = messageCodec<object>("GetSchemaResponse").encode({
  provider: { version: 0, block: { attributes: [], blockTypes: [] } },
  resourceSchemas: {
    aws_long: largeType,
    aws_short: { version: 1, block: { attributes: [attribute("name")], blockTypes: [nested("other")] } },
  },
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
    validateResource: async ({ config }) => {
      note(decodeObjectValue(config));
      return { diagnostics: [] };
    },
    upgradeState: async ({ rawState }) => ({
      upgradedState: note(JSON.parse(Buffer.from(rawState.json).toString()) as ObjectValue),
      diagnostics: [],
    }),
    moveState: async ({ sourceState }) => ({
      targetState: note(JSON.parse(Buffer.from(sourceState.json).toString()) as ObjectValue),
      diagnostics: [],
    }),
    plan: async ({ priorState, proposedNewState, config }) => {
      note(decodeObjectValue(priorState));
      note(decodeObjectValue(config));
      const plannedState = note(decodeObjectValue(proposedNewState));
      return { plannedState, requiresReplace: [], diagnostics: [], legacyTypeSystem: true };
    },
    importState: async ({ typeName, id }) => ({
      importedResources: [{ typeName, state: note({ id, name: null, rule: [], other: [{ name: "x" }] }) }],
      diagnostics: [],
    }),
  } satisfies Partial<ProviderBackend>;
  const small = smallProviders().factory;
  return { factory: async () => ({ ...(await small()), ...calls }), received };
}
