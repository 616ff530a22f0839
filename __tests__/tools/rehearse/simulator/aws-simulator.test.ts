import { connect } from "node:net";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import {
  type AwsSimulator,
  type AwsSimulatorOptions,
  startAwsSimulator,
} from "../../../../tools/rehearse/simulator/aws-simulator.ts";
import { faultOnce } from "../../../../tools/rehearse/simulator/faults.ts";
import { type CallName, GET_ENCODED_SCHEMA } from "../../../../tools/rehearse/simulator/protocol/calls.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import { messageCodec, protocol } from "../../../../tools/rehearse/simulator/protocol/message-codec.ts";
import type {
  ComputeValues,
  Constraint,
  DataSourceReader,
} from "../../../../tools/rehearse/simulator/simulator-types.ts";
import { UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../../tools/terraform/temporary-folder.ts";
import { type SmallProvider, smallProviders } from "./support/small-provider.ts";
import { SmallTerraform, thingValues } from "./support/small-terraform.ts";

const computeValues: ComputeValues = ({ after }, _block, { region, account }) => ({
  ...after,
  id: after.id === UNKNOWN ? `thing-${account.resources().length + 1}` : (after.id ?? null),
  arn: `arn:aws:thing:${region}:${account.accountId}:${after.name}`,
});

const readDataSource: DataSourceReader = (type, config) =>
  type === "aws_far" && config.name === "known" ? { name: "known", size: 7 } : undefined;

const parentExists: Constraint = {
  name: "parent-exists",
  documentation: "https://docs.aws.amazon.com/",
  errorCodes: ["InvalidParent.NotFound"],
  types: ["aws_thing"],
  check: ({ after }, { account }) =>
    typeof after?.parent === "string" && !account.resources("aws_thing").some(({ id }) => id === after.parent)
      ? [
          {
            code: "InvalidParent.NotFound",
            message: `The parent '${after.parent}' does not exist`,
            operation: "CreateThing",
            attribute: "parent",
          },
        ]
      : [],
};

let temporaryFolder: TemporaryFolder;
let createdProviders: SmallProvider[];
let simulator: AwsSimulator;
let connections: SmallTerraform[];

beforeEach(() => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  connections = [];
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  await simulator.stop();
  await temporaryFolder.remove();
});

async function start(options: Partial<AwsSimulatorOptions> = {}): Promise<void> {
  const providers = smallProviders();
  createdProviders = providers.created;
  simulator = await startAwsSimulator({
    backend: providers.factory,
    accountFile: join(temporaryFolder.path, "account", "account.json"),
    accountId: "123456789012",
    behavior: { computeValues, readDataSource, constraints: [parentExists] },
    ...options,
  });
}

async function connected(config = {}, clientCapabilities?: Uint8Array): Promise<SmallTerraform> {
  const terraform = new SmallTerraform(simulator.reattachProviders);
  connections.push(terraform);
  const { diagnostics } = await terraform.configure(config, clientCapabilities);
  expect(diagnostics).toEqual([]);
  return terraform;
}

describe("a resource in the simulated account", () => {
  it("is created, read, updated and deleted", async () => {
    await start();
    const terraform = await connected();
    const created = await terraform.create("aws_thing", { name: "one" });
    expect(created).toMatchObject({ id: "thing-1", arn: "arn:aws:thing:eu-west-1:123456789012:one" });
    expect(await terraform.read("aws_thing", created)).toEqual(created);

    const updated = await terraform.apply("aws_thing", created, { ...created, size: 3 });
    expect(updated.diagnostics).toEqual([]);
    expect(simulator.account.find("aws_thing", "eu-west-1", "thing-1")?.values.size).toBe(3);

    const deleted = await terraform.apply("aws_thing", created, null);
    expect(decodeObjectValue(deleted.new_state)).toBeNull();
    expect(simulator.account.isEmpty).toBe(true);
    expect(await terraform.read("aws_thing", created)).toBeNull();
    expect(simulator.applied.map(({ action, outcome, id }) => [action, outcome, id])).toEqual([
      ["create", "done", "thing-1"],
      ["update", "done", "thing-1"],
      ["delete", "done", "thing-1"],
    ]);
  });

  it("keeps the plan's private data for the provider, and the older SDK's flag", async () => {
    await start();
    const response = await (await connected()).apply("aws_thing", null, thingValues({ name: "one" }));
    expect(Buffer.from(response.private ?? []).toString()).toBe("planned in eu-west-1");
    expect(response.legacy_type_system).toBe(true);
  });

  it("is visible in its own region only, and in every region if its service is global", async () => {
    await start();
    const ireland = await connected();
    const virginia = await connected({ region: "us-east-1" });
    const regional = await ireland.create("aws_thing", { name: "one" });
    const global = await ireland.create("aws_iam_thing", { name: "two" });
    expect(await virginia.read("aws_thing", regional)).toBeNull();
    expect(await virginia.read("aws_iam_thing", global)).toEqual(global);
  });

  it("is in the region of its own region argument", async () => {
    await start();
    const terraform = await connected();
    const created = await terraform.create("aws_other", { name: "one", region: "eu-north-1" });
    expect(simulator.account.resources()[0]?.region).toBe("eu-north-1");
    expect(await terraform.read("aws_other", created)).toEqual(created);
  });

  it("is known by its new ID when an update changes the ID", async () => {
    await start({ behavior: { computeValues: ({ after }) => ({ ...after, id: `${after.name}`, arn: "" }) } });
    const terraform = await connected();
    const created = await terraform.create("aws_thing", { name: "one" });
    await terraform.apply("aws_thing", created, { ...created, name: "two" });
    expect(simulator.account.resources().map(({ id }) => id)).toEqual(["two"]);
  });

  it("shows a change made outside Terraform", async () => {
    await start();
    const terraform = await connected();
    const created = await terraform.create("aws_thing", { name: "one", size: 1 });
    simulator.account.update("aws_thing", "thing-1", { size: 5 });
    expect(await terraform.read("aws_thing", created)).toEqual({ ...created, size: 5 });
  });

  it("cannot be updated after it was deleted outside Terraform", async () => {
    await start();
    const terraform = await connected();
    const created = await terraform.create("aws_thing", { name: "one" });
    simulator.account.remove("aws_thing", "eu-west-1", "thing-1");
    const response = await terraform.apply("aws_thing", created, { ...created, size: 3 });
    expect(response.diagnostics).toMatchObject([
      { severity: 1, summary: "updating Thing (thing-1): couldn't find resource" },
    ]);
    expect(decodeObjectValue(response.new_state)).toEqual(created);
  });

  it("still exists when the account file is opened again", async () => {
    await start();
    const created = await (await connected()).create("aws_thing", { name: "one" });
    await simulator.stop();
    await start();
    expect(await (await connected()).read("aws_thing", created)).toEqual(created);
  });
});

describe("an API error", () => {
  it("of a violated constraint is an ordinary diagnostic on the attribute, and nothing is created", async () => {
    await start();
    const response = await (await connected()).apply(
      "aws_thing",
      null,
      thingValues({ name: "one", parent: "gone" }),
    );
    expect(response.diagnostics).toHaveLength(1);
    expect(response.diagnostics[0]?.summary).toMatch(
      /^creating Thing: operation error Thing: CreateThing, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, api error InvalidParent\.NotFound: The parent 'gone' does not exist$/,
    );
    expect(response.diagnostics[0]?.attribute?.steps[0]?.attribute_name).toBe("parent");
    expect(decodeObjectValue(response.new_state)).toBeNull();
    expect(simulator.account.isEmpty).toBe(true);
    expect(simulator.applied).toMatchObject([{ outcome: "rejected", id: null }]);
  });

  it("of an update leaves the resource unchanged", async () => {
    await start();
    const terraform = await connected();
    const created = await terraform.create("aws_thing", { name: "one" });
    const response = await terraform.apply("aws_thing", created, { ...created, parent: "gone" });
    expect(response.diagnostics).toHaveLength(1);
    expect(decodeObjectValue(response.new_state)).toEqual(created);
    expect(await terraform.read("aws_thing", created)).toEqual(created);
  });

  it("names the value that a simulation left unknown", async () => {
    await start({ behavior: { computeValues: ({ after }) => after, constraints: [] } });
    const response = await (await connected()).apply("aws_thing", null, thingValues({ name: "one" }));
    expect(response.diagnostics).toMatchObject([
      { summary: "The rehearsal failed", detail: 'the simulation of aws_thing left "id" unknown' },
    ]);
    expect(simulator.account.isEmpty).toBe(true);
  });
});

describe("a fault", () => {
  it("of throttling is absorbed by the provider's retries", async () => {
    await start({ faults: faultOnce("aws_thing", "create", { kind: "throttle", times: 3 }) });
    await (await connected({ max_retries: 3 })).create("aws_thing", { name: "one" });
    expect(simulator.applied).toMatchObject([{ outcome: "done", throttleCount: 3 }]);
  });

  it("of more throttling than retries fails the change", async () => {
    await start({ faults: faultOnce("aws_thing", "create", { kind: "throttle", times: 3 }) });
    const terraform = await connected({ max_retries: 2 });
    const { diagnostics } = await terraform.apply("aws_thing", null, thingValues({ name: "one" }));
    expect(diagnostics[0]?.summary).toContain(
      "operation error Thing: Create, exceeded maximum number of attempts, 3, https response error",
    );
    expect(diagnostics[0]?.summary).toContain("api error Throttling: Rate exceeded");
    await terraform.create("aws_thing", { name: "one" });
  });

  it("can be any API error of AWS", async () => {
    const apiError = {
      code: "InternalError",
      message: "An internal error has occurred",
      operation: "CreateThing",
    };
    await start({ faults: faultOnce("aws_thing", "create", { kind: "fail", apiError }) });
    const { diagnostics } = await (await connected()).apply("aws_thing", null, thingValues({ name: "one" }));
    expect(diagnostics[0]?.summary).toContain("api error InternalError: An internal error has occurred");
  });

  it("after the change leaves the created resource, and the error", async () => {
    const apiError = { code: "InternalFailure", message: "failed to start", operation: "DescribeThings" };
    await start({ faults: faultOnce("aws_thing", "create", { kind: "fail", apiError, afterApply: true }) });
    const response = await (await connected()).apply("aws_thing", null, thingValues({ name: "one" }));
    expect(response.diagnostics[0]?.summary).toContain("api error InternalFailure: failed to start");
    expect(decodeObjectValue(response.new_state)?.id).toBe("thing-1");
    expect(simulator.account.resources()).toHaveLength(1);
    expect(simulator.applied).toMatchObject([{ outcome: "rejected", id: "thing-1" }]);
  });

  it("of slowness only takes time", async () => {
    await start({ faults: faultOnce("aws_thing", "create", { kind: "slow", milliseconds: 5 }) });
    await (await connected()).create("aws_thing", { name: "one" });
    expect(simulator.applied).toMatchObject([{ outcome: "done" }]);
  });

  it.each([
    { done: false, left: 0 },
    { done: true, left: 1 },
  ])("of a crash cuts the connection (change made before it: $done)", async ({ done, left }) => {
    await start({ faults: faultOnce("aws_thing", "create", { kind: "crash", afterApply: done }) });
    const terraform = await connected();
    await expect(terraform.create("aws_thing", { name: "one" })).rejects.toThrow("UNAVAILABLE");
    expect(simulator.account.resources()).toHaveLength(left);
    expect(simulator.applied).toMatchObject([{ outcome: "crashed" }]);
    // Other connections are not affected.
    await (await connected()).create("aws_thing", { name: "two" });
  });
});

describe("a data source", () => {
  const read = async (type_name: string, config: object) => {
    const request = { type_name, config: encodeDynamicValue(thingValues({ ...config })) };
    const response = await (await connected()).call("ReadDataSource", request);
    return { state: decodeObjectValue(response.state), diagnostics: response.diagnostics };
  };

  it("is read from the simulation first, in the schema's shape", async () => {
    await start();
    expect((await read("aws_far", { name: "known" })).state).toEqual(thingValues({ name: "known", size: 7 }));
  });

  it("that AWS rejects is an ordinary diagnostic", async () => {
    const apiError = { code: "NotFoundException", message: "no such thing", operation: "GetFar" };
    await start({ behavior: { readDataSource: () => ({ apiError }) } });
    expect((await read("aws_far", { name: "x" })).diagnostics[0]?.summary).toMatch(
      /^reading Far: operation error Far: GetFar, .*api error NotFoundException: no such thing$/,
    );
  });

  it("that needs no AWS is read by the provider", async () => {
    await start();
    expect((await read("aws_pure", { name: "x" })).state).toMatchObject({ id: "pure", name: "x" });
  });

  it("that calls AWS without a simulation is reported with its name and host", async () => {
    await start();
    expect((await read("aws_far", { name: "x" })).diagnostics).toMatchObject([
      {
        summary: "The rehearsal does not simulate the data source aws_far",
        detail: expect.stringContaining("https://far.eu-west-1.amazonaws.com"),
      },
    ]);
  });
});

describe("an import", () => {
  const imported = async (id: string) => {
    const terraform = await connected();
    const response = await terraform.call("ImportResourceState", { type_name: "aws_thing", id });
    const [first] = response.imported_resources;
    return { state: decodeObjectValue(first?.state), diagnostics: response.diagnostics };
  };

  it.each(["thing-1", "one", "arn:aws:thing:eu-west-1:123456789012:one", "/one", "one_thing-1"])(
    "finds a resource by %s",
    async (id) => {
      await start();
      const created = await (await connected()).create("aws_thing", { name: "one", parent: null });
      expect((await imported(id)).state).toEqual(created);
    },
  );

  it("that matches several resources lists them", async () => {
    await start();
    const terraform = await connected();
    await terraform.create("aws_thing", { name: "one" });
    await terraform.create("aws_thing", { name: "one" });
    expect((await imported("one")).diagnostics).toMatchObject([
      { detail: 'The import ID "one" matches 2 resources: thing-1, thing-2.' },
    ]);
  });

  it("of a missing resource leaves it to Terraform, which reads it and finds nothing", async () => {
    await start();
    const { state, diagnostics } = await imported("thing-9");
    expect({ state, diagnostics }).toMatchObject({ state: { parent: "thing-9" }, diagnostics: [] });
    const terraform = await connected();
    const current_state = encodeDynamicValue(state);
    const read = await terraform.call("ReadResource", { type_name: "aws_thing", current_state });
    expect(decodeObjectValue(read.new_state)).toBeNull();
  });
});

describe("concurrent Terraform processes and aliases", () => {
  it("keep their configurations apart, and share a provider if these are equal", async () => {
    await start();
    const [one, other, same] = [
      await connected(),
      await connected({ region: "us-east-1" }),
      await connected({ region: "us-east-1" }),
    ];
    const plans = await Promise.all(
      [one, other, same].map((terraform) => terraform.apply("aws_thing", null, thingValues({ name: "x" }))),
    );
    expect(plans.map((response) => Buffer.from(response.private ?? []).toString())).toEqual([
      "planned in eu-west-1",
      "planned in us-east-1",
      "planned in us-east-1",
    ]);
    expect(createdProviders.map(({ configs }) => configs.map(({ region }) => region))).toEqual([
      ["eu-west-1"],
      ["us-east-1"],
    ]);
  });

  it("give the provider dummy credentials", async () => {
    await start();
    await connected({ access_key: "AKIAREAL" });
    expect(createdProviders[0]?.configs[0]?.access_key).toBe("AKIAREHEARSAL0000000");
  });

  it("use the default region if a provider configuration has none", async () => {
    await start({ defaultRegion: "eu-north-1" });
    const created = await (await connected({ region: null })).create("aws_thing", { name: "one" });
    expect(created.arn).toBe("arn:aws:thing:eu-north-1:123456789012:one");
    expect(createdProviders[0]?.configs[0]?.region).toBe("eu-north-1");
  });

  it("release their provider when they end", async () => {
    await start();
    const regions = ["a", "b", "c", "d", "e", "f", "g"];
    const terraforms = await Promise.all(regions.map((region) => connected({ region })));
    expect(createdProviders).toHaveLength(7);
    for (const terraform of terraforms) terraform.close();
    await vi.waitFor(() => expect(createdProviders.filter(({ running }) => running)).toHaveLength(4), {
      timeout: 30_000,
    });
  });

  it("have one configuration for a plan and an apply, of which only a plan may be deferred", async () => {
    await start();
    await connected({}, Buffer.from([8, 1, 16, 1]));
    await connected({}, Buffer.from([16, 1]));
    expect(createdProviders.map(({ configs }) => configs.length)).toEqual([1]);
  });

  it("get an error on a connection that was never configured", async () => {
    await start();
    const terraform = new SmallTerraform(simulator.reattachProviders);
    connections.push(terraform);
    const { diagnostics } = await terraform.apply("aws_thing", null, thingValues({ name: "one" }));
    expect(diagnostics).toMatchObject([{ detail: "the provider is not configured on this connection" }]);
  });
});

describe("the schema for Terraform", () => {
  const types = async () => {
    const terraform = new SmallTerraform(simulator.reattachProviders);
    connections.push(terraform);
    const response = await terraform.send(GET_ENCODED_SCHEMA, {});
    const { resource_schemas } = messageCodec("GetProviderSchema.Response").decode(response);
    return Object.keys(resource_schemas).sort();
  };

  it("has all types, or the given ones and those that exist", async () => {
    await start();
    expect(await types()).toEqual(["aws_iam_thing", "aws_other", "aws_thing"]);
    simulator.setTypes(new Set(["aws_other"]));
    expect(await types()).toEqual(["aws_other"]);
    await (await connected()).create("aws_thing", { name: "one" });
    expect(await types()).toEqual(["aws_other", "aws_thing"]);
  });
});

describe("the provider's answers", () => {
  it("are remembered until the types that Terraform sees change", async () => {
    await start();
    const terraform = await connected();
    const proposed_new_state = encodeDynamicValue(thingValues({ name: "one" }));
    const plan = async () => {
      const response = await terraform.call("PlanResourceChange", {
        type_name: "aws_thing",
        proposed_new_state,
      });
      return Buffer.from(response.planned_private ?? []).toString();
    };
    expect(await plan()).toBe("planned in eu-west-1");
    createdProviders[0]?.configs.push({ region: "elsewhere" });
    expect(await plan()).toBe("planned in eu-west-1");
    simulator.setTypes(new Set(["aws_thing"]));
    expect(await plan()).toBe("planned in elsewhere");
  });
});

describe("a call of the protocol", () => {
  const names = protocol.lookupService("Provider").methodsArray.map(({ name }) => name as CallName);

  it.each(names)("is handled: %s", async (name) => {
    await start();
    const terraform = await connected();
    const code = await terraform.call(name, {} as never).then(
      () => undefined,
      (error) => error.code,
    );
    expect(code).not.toBe(status.UNIMPLEMENTED);
  });
});

describe("a stopped simulator", () => {
  it("leaves no provider process and no socket", async () => {
    await start();
    await connected();
    const [{ Addr }] = Object.values(JSON.parse(simulator.reattachProviders)) as [
      { Addr: { String: string } },
    ];
    const [host = "", port] = Addr.String.split(":");
    await simulator.stop();
    expect(createdProviders.map(({ running }) => running)).toEqual([false]);
    const refused = await new Promise((resolve) => connect(Number(port), host).once("error", resolve));
    expect(refused).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("may be stopped twice", async () => {
    await start();
    await simulator.stop();
    await expect(simulator.stop()).resolves.toBeUndefined();
  });

  it("leaves no provider behind when it cannot start", async () => {
    await start();
    const factory = () => Promise.reject(new Error("the provider did not start"));
    await expect(start({ backend: factory })).rejects.toThrow("the provider did not start");
  });
});
