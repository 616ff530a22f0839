import type { BackendFactory, ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { messageCodec } from "../../../../../tools/rehearse/simulator/protocol/message-codec.ts";
import { toSchemaMessage } from "../../../../../tools/rehearse/simulator/protocol/schema-messages.ts";
import { Diagnostic_Severity } from "../../../../../tools/rehearse/simulator/protocol/tfplugin5.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "../../snapshot/blocks.ts";

const thingVersion = 3;
const thingAttributes = {
  id: schemaAttribute("c"),
  arn: schemaAttribute("c"),
  name: schemaAttribute("r"),
  parent: schemaAttribute("o"),
  size: schemaAttribute("o", "number"),
};
const thingBlocks = { rule: nestedSchemaBlock("list", schemaBlock({ port: schemaAttribute("o") }), 0, 4) };
const thingType = toSchemaMessage({
  version: thingVersion,
  block: schemaBlock(thingAttributes, thingBlocks),
});

/** A type whose resources may set their own region, like all types from provider 6 on. */
const regionalType = toSchemaMessage({
  version: thingVersion,
  block: schemaBlock({ ...thingAttributes, region: schemaAttribute("oc") }, thingBlocks),
});

/** The schema of a provider with three resource types, as the provider encodes it. */
export const SMALL_SCHEMA = messageCodec("GetProviderSchema.Response").encode({
  provider: toSchemaMessage({
    version: 0,
    block: schemaBlock({ region: schemaAttribute("o"), access_key: schemaAttribute("o") }),
  }),
  resource_schemas: { aws_thing: thingType, aws_iam_thing: thingType, aws_other: regionalType },
  data_source_schemas: { aws_thing: thingType, aws_pure: thingType, aws_far: thingType },
  ephemeral_resource_schemas: {},
  functions: { arn_parse: Buffer.from([0x22, 1, 0x61]) },
  server_capabilities: Buffer.from([8, 1]),
  diagnostics: [],
});

/** The calls that a small provider received, and its state. */
export interface SmallProvider extends ProviderBackend {
  readonly configs: ObjectValue[];
  running: boolean;
  /** Ends it like a crash. */
  die(): void;
}

/** Backends that plan two types in memory; `made` holds those created so far. */
export function smallProviders(): { factory: BackendFactory; created: SmallProvider[] } {
  const created: SmallProvider[] = [];
  return {
    created,
    factory: async () => {
      const provider = smallProvider();
      created.push(provider);
      return provider;
    },
  };
}

const noDiagnostics = { diagnostics: [] };

function smallProvider(): SmallProvider {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const provider: SmallProvider = {
    name: "small",
    configs: [],
    running: true,
    ended,
    die: () => {
      provider.running = false;
      end();
    },
    schema: async () => new EncodedProviderSchema(SMALL_SCHEMA),
    GetFunctions: async () => ({
      functions: { arn_parse: new Uint8Array([0x22, 1, 0x61]) },
      ...noDiagnostics,
    }),
    PrepareProviderConfig: async ({ config }) => ({ prepared_config: config, ...noDiagnostics }),
    ValidateResourceTypeConfig: async () => noDiagnostics,
    ValidateDataSourceConfig: async () => noDiagnostics,
    ValidateEphemeralResourceConfig: async () => noDiagnostics,
    UpgradeResourceState: async ({ raw_state }) => ({
      upgraded_state: encodeDynamicValue(JSON.parse(Buffer.from(raw_state?.json ?? []).toString())),
      ...noDiagnostics,
    }),
    MoveResourceState: async () => noDiagnostics,
    Configure: async ({ config }) => {
      const values = decodeObjectValue(config) ?? {};
      provider.configs.push(values);
      const isRejected = values.region === "nowhere";
      return {
        diagnostics: isRejected
          ? [{ severity: Diagnostic_Severity.ERROR, summary: "invalid region", detail: "" }]
          : [],
      };
    },
    PlanResourceChange: async ({ proposed_new_state }) => ({
      planned_state: encodeDynamicValue(planned(decodeObjectValue(proposed_new_state))),
      requires_replace: [],
      legacy_type_system: true,
      planned_private: Buffer.from(`planned in ${provider.configs.at(-1)?.region}`),
      ...noDiagnostics,
    }),
    ReadDataSource: async ({ type_name, config }) =>
      type_name === "aws_far"
        ? {
            diagnostics: [
              {
                severity: Diagnostic_Severity.ERROR,
                summary: "reading Far",
                detail:
                  'Get "https://far.eu-west-1.amazonaws.com/": proxyconnect tcp: dial tcp 127.0.0.1:9: refused',
              },
            ],
          }
        : { state: encodeDynamicValue({ ...decodeObjectValue(config), id: "pure" }), ...noDiagnostics },
    ImportResourceState: async ({ type_name, id }) => {
      const [parent = "", name = ""] = id.split("/");
      const state = encodeDynamicValue({ id: null, arn: null, size: null, rule: [], parent, name });
      return { imported_resources: [{ type_name, state }], ...noDiagnostics };
    },
    OpenEphemeralResource: async () => noDiagnostics,
    RenewEphemeralResource: async () => noDiagnostics,
    CloseEphemeralResource: async () => noDiagnostics,
    CallFunction: async () => ({ result: encodeDynamicValue("called") }),
    stop: async () => provider.die(),
  };
  return provider;
}

function planned(proposed: ObjectValue | null): ObjectValue | null {
  return proposed === null ? null : { ...proposed, id: proposed.id ?? UNKNOWN, arn: proposed.arn ?? UNKNOWN };
}
