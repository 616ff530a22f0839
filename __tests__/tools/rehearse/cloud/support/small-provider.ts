import type { BackendFactory, ProviderBackend } from "../../../../../tools/rehearse/cloud/backend.ts";
import { decodeObject, encodeDynamic } from "../../../../../tools/rehearse/cloud/protocol/codec.ts";
import { messageCodec } from "../../../../../tools/rehearse/cloud/protocol/descriptor.ts";
import { WireSchema } from "../../../../../tools/rehearse/cloud/protocol/provider-schema.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/cloud/value.ts";

const text = (name: string, rest: object = { optional: true }) => ({
  name,
  type: Buffer.from(JSON.stringify("string")),
  ...rest,
});
const computed = { computed: true };

const thing = {
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

/** A type whose resources may name a region of their own, as all do from provider 6 on. */
const placed = {
  ...thing,
  block: {
    ...thing.block,
    attributes: [...thing.block.attributes, text("region", { optional: true, ...computed })],
  },
};

/** The schema of a provider of three resource types, in the form a provider sends it. */
export const SMALL_SCHEMA = messageCodec<object>("GetSchemaResponse").encode({
  provider: { version: 0, block: { attributes: [text("region"), text("access_key")], blockTypes: [] } },
  resourceSchemas: { aws_thing: thing, aws_iam_thing: thing, aws_other: placed },
  dataSourceSchemas: { aws_thing: thing, aws_pure: thing, aws_far: thing },
  functions: { arn_parse: Buffer.from([0x22, 1, 0x61]) },
  serverCapabilities: Buffer.from([8, 1]),
});

/** What a small provider was asked, and whether it still runs. */
export interface SmallProvider extends ProviderBackend {
  readonly configs: ObjectValue[];
  running: boolean;
  /** Ends it as a crash does. */
  die(): void;
}

/** Backends that plan two types in memory; those made so far are in `made`. */
export function smallProviders(): { factory: BackendFactory; made: SmallProvider[] } {
  const made: SmallProvider[] = [];
  return {
    made,
    factory: async () => {
      const provider = smallProvider();
      made.push(provider);
      return provider;
    },
  };
}

const nothing = { diagnostics: [] };

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
    schema: async () => new WireSchema(SMALL_SCHEMA),
    functions: async () => ({ functions: { arn_parse: new Uint8Array([0x22, 1, 0x61]) }, ...nothing }),
    prepareConfig: async ({ config }) => ({ preparedConfig: config, ...nothing }),
    validateResource: async () => nothing,
    validateDataSource: async () => nothing,
    validateEphemeral: async () => nothing,
    upgradeState: async ({ rawState }) => ({
      upgradedState: encodeDynamic(JSON.parse(Buffer.from(rawState.json).toString())),
      ...nothing,
    }),
    moveState: async () => ({ targetState: null, ...nothing }),
    configure: async ({ config }) => {
      const values = decodeObject(config) ?? {};
      provider.configs.push(values);
      const refused = values.region === "nowhere";
      return { diagnostics: refused ? [{ severity: 1, summary: "invalid region", detail: "" }] : [] };
    },
    plan: async ({ proposedNewState }) => ({
      plannedState: encodeDynamic(planned(decodeObject(proposedNewState))),
      requiresReplace: [],
      legacyTypeSystem: true,
      plannedPrivate: Buffer.from(`planned in ${provider.configs[0]?.region}`),
      ...nothing,
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
        : { state: encodeDynamic({ ...decodeObject(config), id: "pure" }), ...nothing },
    importState: async ({ typeName, id }) => {
      const [parent = "", name = ""] = id.split("/");
      const state = encodeDynamic({ id: null, arn: null, size: null, rule: [], parent, name });
      return { importedResources: [{ typeName, state }], ...nothing };
    },
    openEphemeral: async () => ({ result: null, ...nothing }),
    renewEphemeral: async () => nothing,
    closeEphemeral: async () => nothing,
    callFunction: async () => ({ result: encodeDynamic("called"), error: null }),
    stop: async () => provider.die(),
  };
  return provider;
}

function planned(proposed: ObjectValue | null): ObjectValue | null {
  return proposed === null ? null : { ...proposed, id: proposed.id ?? UNKNOWN, arn: proposed.arn ?? UNKNOWN };
}
