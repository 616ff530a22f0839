import type { BackendFactory, ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { messageCodec } from "../../../../../tools/rehearse/simulator/protocol/descriptor.ts";
import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";

const text = (name: string, rest: object = { optional: true }) => ({
  name,
  type: Buffer.from(JSON.stringify("string")),
  ...rest,
});
const computed = { computed: true };

const thingType = {
  version: 3,
  block: {
    attributes: [
      text("id", computed),
      text("arn", computed),
      text("name", { required: true }),
      text("parent"),
      { name: "size", type: Buffer.from(JSON.stringify("number")), optional: true },
    ],
    blockTypes: [
      { typeName: "rule", nesting: 2, block: { attributes: [text("port")], blockTypes: [] }, maxItems: 4 },
    ],
  },
};

/** A type whose resources may set their own region, like all types from provider 6 on. */
const regionalType = {
  ...thingType,
  block: {
    ...thingType.block,
    attributes: [...thingType.block.attributes, text("region", { optional: true, ...computed })],
  },
};

/** The schema of a provider with three resource types, as the provider encodes it. */
export const SMALL_SCHEMA = messageCodec<object>("GetSchemaResponse").encode({
  provider: { version: 0, block: { attributes: [text("region"), text("access_key")], blockTypes: [] } },
  resourceSchemas: { aws_thing: thingType, aws_iam_thing: thingType, aws_other: regionalType },
  dataSourceSchemas: { aws_thing: thingType, aws_pure: thingType, aws_far: thingType },
  functions: { arn_parse: Buffer.from([0x22, 1, 0x61]) },
  serverCapabilities: Buffer.from([8, 1]),
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
    functions: async () => ({ functions: { arn_parse: new Uint8Array([0x22, 1, 0x61]) }, ...noDiagnostics }),
    prepareConfig: async ({ config }) => ({ preparedConfig: config, ...noDiagnostics }),
    validateResource: async () => noDiagnostics,
    validateDataSource: async () => noDiagnostics,
    validateEphemeral: async () => noDiagnostics,
    upgradeState: async ({ rawState }) => ({
      upgradedState: encodeDynamicValue(JSON.parse(Buffer.from(rawState.json).toString())),
      ...noDiagnostics,
    }),
    moveState: async () => ({ targetState: null, ...noDiagnostics }),
    configure: async ({ config }) => {
      const values = decodeObjectValue(config) ?? {};
      provider.configs.push(values);
      const isRejected = values.region === "nowhere";
      return { diagnostics: isRejected ? [{ severity: 1, summary: "invalid region", detail: "" }] : [] };
    },
    plan: async ({ proposedNewState }) => ({
      plannedState: encodeDynamicValue(planned(decodeObjectValue(proposedNewState))),
      requiresReplace: [],
      legacyTypeSystem: true,
      plannedPrivate: Buffer.from(`planned in ${provider.configs[0]?.region}`),
      ...noDiagnostics,
    }),
    readDataSource: async ({ typeName, config }) =>
      typeName === "aws_far"
        ? {
            state: null,
            diagnostics: [
              {
                severity: 1,
                summary: "reading Far",
                detail:
                  'Get "https://far.eu-west-1.amazonaws.com/": proxyconnect tcp: dial tcp 127.0.0.1:9: refused',
              },
            ],
          }
        : { state: encodeDynamicValue({ ...decodeObjectValue(config), id: "pure" }), ...noDiagnostics },
    importState: async ({ typeName, id }) => {
      const [parent = "", name = ""] = id.split("/");
      const state = encodeDynamicValue({ id: null, arn: null, size: null, rule: [], parent, name });
      return { importedResources: [{ typeName, state }], ...noDiagnostics };
    },
    openEphemeral: async () => ({ result: null, ...noDiagnostics }),
    renewEphemeral: async () => noDiagnostics,
    closeEphemeral: async () => noDiagnostics,
    callFunction: async () => ({ result: encodeDynamicValue("called"), error: null }),
    stop: async () => provider.die(),
  };
  return provider;
}

function planned(proposed: ObjectValue | null): ObjectValue | null {
  return proposed === null ? null : { ...proposed, id: proposed.id ?? UNKNOWN, arn: proposed.arn ?? UNKNOWN };
}
