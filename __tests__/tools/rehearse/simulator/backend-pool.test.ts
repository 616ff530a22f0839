import { BackendPool } from "../../../../tools/rehearse/simulator/backend-pool.ts";
import { encodeDynamicValue } from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import { smallProviders } from "./support/small-provider.ts";

const request = (region: string) => ({ terraform_version: "1.11.4", config: encodeDynamicValue({ region }) });

function poolOf(maximum: number) {
  const { created, factory } = smallProviders();
  return { made: created, pool: new BackendPool(factory, maximum) };
}

/** Lets pending asynchronous work complete. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("the pool of providers", () => {
  it("has one per configuration", async () => {
    const { made: created, pool } = poolOf(4);
    const leases = await Promise.all(["a", "b", "a"].map((region) => pool.lease(request(region))));
    expect(leases[0]?.backend).toBe(leases[2]?.backend);
    expect(leases[0]?.backend).not.toBe(leases[1]?.backend);
    expect(created).toHaveLength(2);
  });

  it("reuses an idle one for the same configuration", async () => {
    const { made: created, pool } = poolOf(4);
    (await pool.lease(request("a"))).release();
    await pool.lease(request("a"));
    expect(created).toHaveLength(1);
  });

  it("stops the least recently used idle one when there are too many", async () => {
    const { made: created, pool } = poolOf(2);
    const [a, b] = [await pool.lease(request("a")), await pool.lease(request("b"))];
    b.release();
    a.release();
    await pool.lease(request("c"));
    await settled();
    expect(created.map(({ configs, running }) => [configs[0]?.region, running])).toEqual([
      ["a", true],
      ["b", false],
      ["c", true],
    ]);
  });

  it("never stops one in use, and shrinks to its maximum when they are released", async () => {
    const { made: created, pool } = poolOf(1);
    const leases = await Promise.all(["a", "b", "c"].map((region) => pool.lease(request(region))));
    await settled();
    expect(created.map(({ running }) => running)).toEqual([true, true, true]);
    for (const lease of leases) lease.release();
    await settled();
    expect(created.map(({ running }) => running)).toEqual([false, false, true]);
  });

  it("counts a lease that is released twice once", async () => {
    const { made: created, pool } = poolOf(1);
    const [one] = [await pool.lease(request("a")), await pool.lease(request("a"))];
    one.release();
    one.release();
    await pool.lease(request("b"));
    await settled();
    expect(created[0]?.running).toBe(true);
  });

  it("starts another after one has crashed", async () => {
    const { made: created, pool } = poolOf(2);
    await pool.lease(request("a"));
    created[0]?.die();
    await settled();
    await pool.lease(request("a"));
    await pool.base();
    created[2]?.die();
    await settled();
    expect((await pool.base()) === created[3]).toBe(true);
  });

  it("does not keep one that rejected its configuration", async () => {
    const { made: created, pool } = poolOf(2);
    const { response } = await pool.lease(request("nowhere"));
    expect(response.diagnostics).toMatchObject([{ summary: "invalid region" }]);
    expect(created[0]?.running).toBe(false);
    await pool.lease(request("nowhere"));
    expect(created).toHaveLength(2);
  });

  it("retries after a failed start", async () => {
    const { factory } = smallProviders();
    let broken = true;
    const pool = new BackendPool(async () => {
      if (broken) throw new Error("no memory");
      return factory();
    });
    await expect(pool.base()).rejects.toThrow("no memory");
    await expect(pool.lease(request("a"))).rejects.toThrow("no memory");
    broken = false;
    await pool.base();
    await pool.lease(request("a"));
  });

  it("stops all when it is stopped, and starts none afterwards", async () => {
    const { made: created, pool } = poolOf(2);
    await pool.base();
    await pool.lease(request("a"));
    await pool.stop();
    expect(created.map(({ running }) => running)).toEqual([false, false]);
    await expect(pool.lease(request("b"))).rejects.toThrow("the rehearsal has ended");
  });
});
