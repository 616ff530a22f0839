import { resolve } from "../../../language/resolve.ts";
import { firstDeploymentValues } from "../../../tools/check/first-deployment.ts";
import { inventPlatform, networksFrom } from "../../support/platform-builder.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const TLS = { publish: { targetProtocol: "HTTPS" as const } };

describe("values that stop a first deployment", () => {
  it("are none in CyberShield as it is", () => {
    expect(firstDeploymentValues(cybershieldIn("prod"))).toEqual([]);
    expect(firstDeploymentValues(cybershieldIn("dev"))).toEqual([]);
  });

  it("CyberShield: PostgreSQL: are versions that RDS offers no longer, also if a database runs one", () => {
    const old = cybershieldIn("prod", { stores: { db: { version: "15.13" } } });
    expect(firstDeploymentValues(old)).toEqual([
      {
        path: "stores.db.version",
        value: "15.13",
        reason:
          'a version that RDS offers no longer for new databases: use "15.17". A database that runs stays as it is',
      },
    ]);
  });

  it("CyberShield: TLS: are TLS to a task without an image, since the placeholder speaks none", () => {
    expect(firstDeploymentValues(cybershieldIn("prod", { workloads: { app: TLS } }))).toEqual([
      {
        path: "workloads.app.publish.targetProtocol",
        value: "HTTPS",
        reason:
          "a protocol that the placeholder image does not speak: push an image first, and name it in workloads.app.image.tag",
      },
    ]);
    const named = { app: { ...TLS, image: { registry: "images", tag: "1.0.0" } } };
    expect(firstDeploymentValues(cybershieldIn("prod", { workloads: named }))).toEqual([]);
  });

  it("are opt-in regions, which a new account cannot use", () => {
    const networks = networksFrom({ here: { region: "mx-central-1" }, there: { region: "af-south-1" } });
    const spec = inventPlatform("opt-in", { region: "mx-central-1", networks, flows: [] });
    const reason = (region: string) =>
      `a region that is disabled in new accounts: use another, or enable it first with aws account enable-region --region-name ${region}`;
    expect(firstDeploymentValues(resolve(spec, "prod"))).toEqual([
      { path: "region", value: "mx-central-1", reason: reason("mx-central-1") },
      { path: "networks.there.region", value: "af-south-1", reason: reason("af-south-1") },
    ]);
  });
});
