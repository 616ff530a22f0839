import { requireNodeVersion } from "../../../tools/terraform/node-version.ts";
import { SetupError } from "../../../tools/terraform/setup-error.ts";

describe("requireNodeVersion", () => {
  it.each(["20.19.0", "22.1.0", "24.0.0-nightly20250401"])(
    "accepts %s and the running version",
    (version) => {
      expect(() => requireNodeVersion(version)).not.toThrow();
      expect(() => requireNodeVersion()).not.toThrow();
    },
  );

  it.each(["18.20.4", "20.18.3"])("rejects %s in one line", (version) => {
    expect(() => requireNodeVersion(version)).toThrow(SetupError);
    expect(() => requireNodeVersion(version)).toThrow(
      `Node.js ${version} is too old: 20.19.0 or newer is required (https://nodejs.org/en/download).`,
    );
  });
});
