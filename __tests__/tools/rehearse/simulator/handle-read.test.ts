import type { ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { handleImportResource } from "../../../../tools/rehearse/simulator/handle-read.ts";
import { decodeObjectValue } from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import type { ProviderSession } from "../../../../tools/rehearse/simulator/provider-sessions.ts";
import { SimulatedAccount } from "../../../../tools/rehearse/simulator/simulated-account.ts";
import type { SimulatorContext } from "../../../../tools/rehearse/simulator/simulator-context.ts";
import { committedSnapshot } from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";

const REGION = "us-east-1";
const TYPE = "aws_db_instance";

/** Imports a database into an account with two, by a provider that knows none of them. */
function importDatabase(id: string, type = TYPE) {
  const account = SimulatedAccount.inMemory("123456789012");
  for (const identifier of ["main", "reports"]) {
    const own = `db-${identifier.toUpperCase()}`;
    const arn = `arn:aws:rds:${REGION}:123456789012:db:${identifier}`;
    account.put({ type: TYPE, id: own, region: REGION, values: { id: own, arn, identifier, port: 5432 } });
  }
  const schema = { resource: (name: string) => committedSnapshot().resources.get(name) };
  // The casts: an import reads no other parts of the simulator and of the provider.
  const simulator = { account, pool: { base: async () => ({ schema: async () => schema }) } };
  const backend: Partial<ProviderBackend> = {
    ImportResourceState: async () => ({ imported_resources: [], diagnostics: [] }),
  };
  const session = { configured: { backend, settings: { region: REGION } } };
  return handleImportResource(
    simulator as unknown as SimulatorContext,
    session as unknown as ProviderSession,
    { type_name: type, id } as Parameters<typeof handleImportResource>[2],
  );
}

describe("the import of a database", () => {
  it.each([
    ["identifier", "reports"],
    ["resource ID", "db-REPORTS"],
    ["ARN", "arn:aws:rds:us-east-1:123456789012:db:reports"],
  ])("takes its %s", async (_, id) => {
    const { imported_resources, diagnostics } = await importDatabase(id);
    expect(diagnostics).toEqual([]);
    const states = imported_resources.map(({ state }) => decodeObjectValue(state));
    expect(states).toMatchObject([{ id: "db-REPORTS", identifier: "reports", port: 5432 }]);
  });

  it("fails with the ID if the account has none of it", async () => {
    const { imported_resources, diagnostics } = await importDatabase("archive");
    expect(imported_resources).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        summary: "Cannot import aws_db_instance",
        detail: 'The simulated account has no aws_db_instance with the import ID "archive".',
      },
    ]);
  });
});
