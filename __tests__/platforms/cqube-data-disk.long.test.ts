import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolve } from "../../language/resolve.ts";
import { cqube } from "../../platforms/cqube.ts";
import { BootedPlatform } from "../support/user-data/booted-platform.ts";

const prod = resolve(cqube, "prod");
const NAME = "cqube-prod-cqube";
const folder = mkdtempSync(join(tmpdir(), "drydock-disk-"));
const unavailable = (await BootedPlatform.unavailable()) ?? withoutBlockDevices();

/** The reason if this machine cannot make a block device of a file. */
function withoutBlockDevices(): string | undefined {
  try {
    withVolume(() => undefined);
    return undefined;
  } catch (error) {
    return `no block devices: ${(error as Error).message.split("\n")[0]}`;
  }
}

/** Makes a block device of a new, sparse file. */
function attachVolume(): string {
  const file = join(mkdtempSync(join(folder, "volume-")), "file");
  execFileSync("truncate", ["-s", "64M", file]);
  return execFileSync("losetup", ["--find", "--show", file], { encoding: "utf8" }).trim();
}

function withVolume<T>(use: (device: string) => T): T {
  const device = attachVolume();
  const detach = () => execFileSync("losetup", ["--detach", device]);
  let result: T;
  try {
    result = use(device);
  } catch (error) {
    detach();
    throw error;
  }
  if (result instanceof Promise) return result.finally(detach) as T;
  detach();
  return result;
}

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(unavailable !== undefined)(
  `cQube's data disk${unavailable === undefined ? "" : `: ${unavailable}`}`,
  () => {
    /** Boots a new server with a volume, as a replaced one gets it. */
    async function withServer<T>(device: string, use: (booted: BootedPlatform) => Promise<T>): Promise<T> {
      const devices = { [NAME]: { sdf: device } };
      const booted = await BootedPlatform.boot(prod, { servers: [NAME], devices });
      return use(booted).finally(() => booted.stop());
    }

    it("is formatted when empty, and has its files after a restart and on a replaced server", async () => {
      await withVolume(async (device) => {
        await withServer(device, async (booted) => {
          const server = booted.server(NAME);
          await server.output("mountpoint /data && echo kept > /data/file && sync");
          await booted.reboot(NAME);
          expect(await server.output("mountpoint -q /data && cat /data/file")).toBe("kept\n");
          expect((await server.runUserData()).code).toBe(0);
          expect(await server.output("cat /data/file")).toBe("kept\n");
        });
        await withServer(device, async (booted) => {
          const server = booted.server(NAME);
          expect(await server.output("mountpoint -q /data && cat /data/file")).toBe("kept\n");
          expect(await server.output(". /etc/drydock/environment; echo $INPUT_BUCKET")).toMatch(
            /^cqube-prod-input-/,
          );
        });
      });
    });

    it.each([
      ["an unknown content", "printf secret | dd of=DEVICE bs=1 seek=4096 conv=notrunc status=none"],
      ["another file system", "mkfs.ext4 -q -L other DEVICE"],
    ])("is not formatted over %s", async (_, command) => {
      await withVolume(async (device) => {
        execFileSync("sh", ["-c", command.replace("DEVICE", device)]);
        const before = execFileSync("md5sum", [device], { encoding: "utf8" });
        await expect(withServer(device, async () => undefined)).rejects.toThrow("user data of");
        expect(execFileSync("md5sum", [device], { encoding: "utf8" })).toBe(before);
      });
    });
  },
);
