import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { NAT_USER_DATA } from "../../../modules/network/nat.ts";

/** Programs of the script that change a machine: each only records its call. */
const STUBS = ["dd", "chmod", "mkswap", "swapon", "dnf", "sysctl", "systemctl", "sleep", "poweroff"];

describe("the set-up of a NAT instance", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drydock-nat-"));
    for (const name of ["bin", "etc/sysctl.d", "etc/sysconfig"])
      mkdirSync(join(folder, name), { recursive: true });
    for (const name of STUBS) {
      const body = `echo "${name} $*" >> '${folder}/calls'\n[ "${name}" != "$FAILS" ]`;
      writeFileSync(join(folder, "bin", name), `#!/bin/bash\n${body}\n`);
      chmodSync(join(folder, "bin", name), 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the script with its files in the folder, where `fails` fails. */
  async function run(fails: string) {
    const script = NAT_USER_DATA.replaceAll(/(?<=[\s'])\/(swapfile|etc|dev\/console)/g, (path) =>
      path === "/dev/console" ? `${folder}/console` : `${folder}${path}`,
    );
    expect(script).not.toMatch(/[\s']\/(etc|swapfile|dev\/console)/);
    const { exitCode } = await execa("bash", ["-c", script], {
      env: { PATH: `${folder}/bin:/usr/bin:/bin`, FAILS: fails },
      extendEnv: false,
      reject: false,
    });
    const read = (file: string) =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
    return { exitCode, calls: read("calls").trim().split("\n"), console: read("console"), read };
  }

  it("has swap before it installs anything, and forwards from then on", async () => {
    const { exitCode, calls, console, read } = await run("nothing");
    expect(exitCode).toBe(0);
    const names = calls.map((call) => call.split(" ")[0]);
    expect(names).toEqual(["dd", "chmod", "mkswap", "swapon", "dnf", "sysctl", "systemctl"]);
    expect(console).toBe("");
    expect(read("etc/sysctl.d/90-nat.conf")).toBe("net.ipv4.ip_forward = 1\n");
    expect(read("etc/sysconfig/nftables.conf")).toContain("masquerade");
  });

  it("gives up after ten minutes, says so on the console, and powers off", async () => {
    const { exitCode, calls, console } = await run("dnf");
    expect(exitCode).toBe(1);
    expect(calls.filter((call) => call.startsWith("dnf "))).toHaveLength(60);
    expect(calls.filter((call) => call === "sleep 10")).toHaveLength(59);
    expect(console).toBe("NAT SET-UP FAILED: nftables cannot be installed\n");
    expect(calls.at(-1)).toBe("poweroff");
  }, 60_000);

  it.each(["swapon", "sysctl", "systemctl"])("powers off if %s fails", async (program) => {
    const { exitCode, calls, console } = await run(program);
    expect(exitCode).not.toBe(0);
    expect(console).toMatch(/^NAT SET-UP FAILED: line \d+\n$/);
    expect(calls.at(-1)).toBe("poweroff");
  });
});
