import { BackendSession, KEY, oneResource } from "./support/backend-session.ts";

let session: BackendSession;
beforeEach(async () => {
  session = await BackendSession.start();
});
afterEach(() => session.stop());

describe("Terraform's S3 backend", () => {
  it("stores a state of more than 5 MiB by multipart upload", async () => {
    const folder = session.writeModule("network", {
      resource: {
        terraform_data: { thing: { input: '${join("", [for i in range(600) : format("%010000d", i)])}' } },
      },
    });
    await session.terraform(folder, "init");
    expect(await session.terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(session.stateBackend.objects.current("acme-state", KEY)?.sizeBytes).toBeGreaterThan(
      10 * 1024 * 1024,
    );
    expect(session.stateBackend.objects.current("acme-state", KEY)?.etag).toMatch(/^[0-9a-f]{32}-\d+$/);
    expect(await session.terraform(folder, "plan", "-detailed-exitcode")).toMatchObject({ exitCode: 0 });
  });

  it("retries if S3 throttles requests", async () => {
    const folder = session.writeModule("network", oneResource("one"));
    await session.terraform(folder, "init");
    session.stateBackend.faults.failNext({ times: 2 });
    expect(await session.terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(session.requests.filter(({ status }) => status === 503)).toHaveLength(2);
  });
});
