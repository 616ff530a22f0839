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

  it("writes the environment file first, which the shell reads as it was", () => {
    const environment = { HOST: "db.shop.internal", NOTE: 'a $HOME "b" \\ `c`' };
    const script = planUserData({ ...NOTHING, units: ["app"] }, environment);
    expect(script?.split("\n").slice(2)).toEqual([
      "install -d /etc/drydock",
      "cat > /etc/drydock/environment <<'END'",
      "HOST='db.shop.internal'",
      `NOTE='${environment.NOTE}'`,
      "END",
      "systemctl enable --now app",
      "",
    ]);
    const lines = script?.split("\n").slice(4, 6).join("\n");
    const shell = spawnSync("bash", ["-c", `${lines}\nprintf %s "$HOST|$NOTE"`], { encoding: "utf8" });
    expect(shell.stdout).toBe(`${environment.HOST}|${environment.NOTE}`);
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
