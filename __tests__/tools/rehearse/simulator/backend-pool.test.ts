import { BackendPool } from "../../../../tools/rehearse/simulator/backend-pool.ts";
import { encodeDynamicValue } from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import { type SmallProvider, smallProviders } from "./support/small-provider.ts";

const request = (region: string) => ({ terraform_version: "1.11.4", config: encodeDynamicValue({ region }) });

function poolOf(maximum: number) {
  const { created, factory } = smallProviders();
  return { made: created, pool: new BackendPool(factory, maximum) };
}

/** The regions that each provider was configured with. */
const configured = (providers: readonly SmallProvider[]) =>
  providers.map(({ configs }) => configs.map(({ region }) => region));

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

  it("reuses an idle one for the same configuration, without configuring it again", async () => {
    const { made: created, pool } = poolOf(4);
    (await pool.lease(request("a"))).release();
    await pool.lease(request("a"));
    expect(configured(created)).toEqual([["a"]]);
  });

  it("configures an idle one again for another configuration, the one used last first", async () => {
    const { made: created, pool } = poolOf(4);
    const [a, b] = [await pool.lease(request("a")), await pool.lease(request("b"))];
    a.release();
    b.release();
    await pool.lease(request("c"));
    await pool.lease(request("a"));
    expect(configured(created)).toEqual([["a"], ["b", "c"]]);
    await pool.lease(request("b"));
    expect(configured(created)).toEqual([["a"], ["b", "c"], ["b"]]);
  });

  it("has one for a session and for calls without a configuration", async () => {
    const { made: created, pool } = poolOf(4);
    await pool.base();
    await pool.lease(request("a"));
    expect(configured(created)).toEqual([["a"]]);
  });

  it("uses a configured one for calls without a configuration", async () => {
    const { made: created, pool } = poolOf(4);
    await pool.lease(request("a"));
    await pool.base();
    expect(configured(created)).toEqual([["a"]]);
  });

  it("does not take one that is in use for another configuration", async () => {
    const { made: created, pool } = poolOf(4);
    const [first] = await Promise.all([pool.lease(request("a")), pool.lease(request("a"))]);
    first.release();
    await pool.lease(request("b"));
    expect(configured(created)).toEqual([["a"], ["b"]]);
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

  it("never stops the one that answers calls without a configuration", async () => {
    const { made: created, pool } = poolOf(1);
    await pool.base();
    const leases = await Promise.all(["a", "b"].map((region) => pool.lease(request(region))));
    for (const lease of leases) lease.release();
    await settled();
    expect(created.map(({ running }) => running)).toEqual([true, false]);
  });

  it("counts a lease that is released twice once", async () => {
    const { made: created, pool } = poolOf(1);
    const [one] = [await pool.lease(request("a")), await pool.lease(request("a"))];
    one.release();
    one.release();
    await pool.lease(request("b"));
    await settled();
    expect(configured(created)).toEqual([["a"], ["b"]]);
    expect(created[0]?.running).toBe(true);
  });

  it("starts another after one has crashed", async () => {
    const { made: created, pool } = poolOf(2);
    await pool.base();
    await pool.lease(request("a"));
    created[0]?.die();
    await settled();
    await pool.lease(request("a"));
    await pool.base();
    expect(configured(created)).toEqual([["a"], ["a"]]);
    created[1]?.die();
    await settled();
    await pool.base();
    expect(created).toHaveLength(3);
  });

  it("configures again one that rejected its configuration", async () => {
    const { made: created, pool } = poolOf(2);
    const rejected = await pool.lease(request("nowhere"));
    expect(rejected.response.diagnostics).toMatchObject([{ summary: "invalid region" }]);
    rejected.release();
    (await pool.lease(request("nowhere"))).release();
    expect((await pool.lease(request("a"))).response.diagnostics).toEqual([]);
    expect(configured(created)).toEqual([["nowhere", "nowhere", "a"]]);
  });

  it("remembers answers for a configuration, whichever provider gave them", async () => {
    const { pool } = poolOf(4);
    const plan = async (region: string) => {
      const { backend, release } = await pool.lease(request(region));
      const response = await backend.PlanResourceChange({
        type_name: "aws_thing",
        proposed_new_state: encodeDynamicValue({ name: "one" }),
      });
      release();
      return response;
    };
    const [first, other, again] = [await plan("a"), await plan("b"), await plan("a")];
    expect(again).toBe(first);
    expect(Buffer.from(other.planned_private ?? []).toString()).toBe("planned in b");
    pool.forgetAnswers();
    expect(await plan("a")).not.toBe(first);
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
    await Promise.all([pool.base(), pool.lease(request("a")), pool.lease(request("b"))]);
    await pool.stop();
    expect(created.map(({ running }) => running)).toEqual([false, false]);
    await expect(pool.lease(request("c"))).rejects.toThrow("the rehearsal has ended");
  });
});
