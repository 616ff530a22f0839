import { Cleanup } from "../../../tools/terraform/cleanup.ts";

describe("Cleanup", () => {
  it("disposes of resources in reverse order, one at a time", async () => {
    const cleanup = new Cleanup();
    const log: string[] = [];
    for (const name of ["folder", "socket", "child"]) {
      cleanup.add({
        dispose: async () => {
          log.push(`${name}...`);
          await Promise.resolve();
          log.push(name);
        },
      });
    }
    await cleanup.disposeAll();
    expect(log).toEqual(["child...", "child", "socket...", "socket", "folder...", "folder"]);
    expect(cleanup.size).toBe(0);
  });

  it("disposes of each resource only once", async () => {
    const cleanup = new Cleanup();
    const dispose = vi.fn();
    const now = cleanup.add({ dispose });
    await now();
    await now();
    await cleanup.disposeAll();
    expect(dispose).toHaveBeenCalledTimes(1);
  });

  it("continues after a failure, falls back to disposeNow, and fails at the end", async () => {
    const cleanup = new Cleanup();
    const first = vi.fn();
    const atOnce = vi.fn();
    cleanup.add({ dispose: first });
    cleanup.add({ dispose: () => Promise.reject(new Error("stuck")), disposeNow: atOnce });
    await expect(cleanup.disposeAll()).rejects.toThrow("The clean-up is incomplete.");
    expect(first).toHaveBeenCalled();
    expect(atOnce).toHaveBeenCalled();
  });

  it("disposes immediately of everything that supports it, even if some of it fails", () => {
    const cleanup = new Cleanup();
    const log: string[] = [];
    cleanup.add({ dispose: () => {}, disposeNow: () => log.push("folder") });
    cleanup.add({ dispose: () => {} });
    cleanup.add({
      dispose: () => {},
      disposeNow: () => {
        throw new Error("stuck");
      },
    });
    cleanup.disposeAllNow();
    expect(log).toEqual(["folder"]);
  });
});
