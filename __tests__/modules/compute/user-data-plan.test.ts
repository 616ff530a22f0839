import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { planUserData } from "../../../modules/compute/user-data-plan.ts";

const NOTHING = { packages: [], units: [], setup: [] };

describe("planUserData", () => {
  it("installs packages, starts units, runs setup commands, and stops at the first failure", () => {
    const script = planUserData({
      packages: ["nginx", "git"],
      units: ["nginx"],
      setup: ["echo one", "echo two"],
    });
    expect(script).toBe(`#!/bin/bash
set -euo pipefail
dnf install -y nginx git
systemctl enable --now nginx
echo one
echo two
`);
  });

  it("omits empty parts", () => {
    expect(planUserData({ ...NOTHING, units: ["sshd"] })).toBe(
      "#!/bin/bash\nset -euo pipefail\nsystemctl enable --now sshd\n",
    );
    expect(planUserData(NOTHING)).toBeUndefined();
  });

  it("returns valid shell syntax for any packages and units", () => {
    const names = fc.array(fc.stringMatching(/^[a-z0-9][\w.+-]{0,20}$/), { maxLength: 6 });
    fc.assert(
      fc.property(names, names, (packages, units) => {
        const script = planUserData({ packages, units, setup: [] });
        fc.pre(script !== undefined);
        expect(spawnSync("bash", ["-n"], { input: script! }).status).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});
