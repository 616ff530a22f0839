import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { SimulatedAccount } from "../../../../tools/rehearse/simulator/simulated-account.ts";
import { folderOfEachTest } from "../../../support/test-folder.ts";

const ID = "123456789012";
const REGION = "eu-west-1";

const temporaryFolder = folderOfEachTest();
let file: string;

beforeEach(() => {
  file = join(temporaryFolder.path, "deep", "account.json");
});

const vpc = (id: string, values = {}, region = REGION) => ({
  type: "aws_vpc",
  id,
  region,
  values: { id, ...values },
});

describe("the simulated account", () => {
  it("is empty at first", async () => {
    const account = await SimulatedAccount.open(file, ID);
    expect([account.isEmpty, account.resources(), account.resources("aws_vpc")]).toEqual([true, [], []]);
  });

  it("lists its resources, all and by type, after each change", async () => {
    const account = await SimulatedAccount.open(file, ID);
    account.put(vpc("vpc-1"));
    expect(account.resources("aws_vpc")).toEqual([vpc("vpc-1")]);
    account.put(vpc("vpc-2"));
    account.put({ ...vpc("s"), type: "aws_subnet" });
    expect(account.resources("aws_vpc")).toHaveLength(2);
    expect(account.resources()).toHaveLength(3);
    expect(account.types()).toEqual(["aws_vpc", "aws_subnet"]);
    expect(account.remove("aws_subnet", REGION, "s")).toBe(true);
    expect(account.remove("aws_subnet", REGION, "s")).toBe(false);
    expect(account.types()).toEqual(["aws_vpc"]);
    expect(account.resources()).toHaveLength(2);
    await account.flush();
  });

  it("identifies resources by type, region and ID; those of global services by type and ID", async () => {
    const account = await SimulatedAccount.open(file, ID);
    account.put(vpc("vpc-1", { here: true }));
    account.put(vpc("vpc-1", { here: false }, "us-east-1"));
    account.put({ ...vpc("role"), type: "aws_iam_role" });
    expect(account.find("aws_vpc", REGION, "vpc-1")?.values.here).toBe(true);
    expect(account.find("aws_vpc", "eu-north-1", "vpc-1")).toBeUndefined();
    expect(account.find("aws_iam_role", "eu-north-1", "role")).toBeDefined();
    await account.flush();
  });

  it("is changed outside Terraform by type and ID", async () => {
    const account = await SimulatedAccount.open(file, ID);
    account.put(vpc("vpc-1", { size: 1, name: "a" }));
    expect(account.update("aws_vpc", "vpc-1", { size: 2 }).values).toEqual({
      id: "vpc-1",
      size: 2,
      name: "a",
    });
    expect(account.resources("aws_vpc")[0]?.values.size).toBe(2);
    expect(() => account.update("aws_vpc", "vpc-9", {})).toThrow(
      "aws_vpc vpc-9 does not exist in the simulated account 123456789012",
    );
    account.put(vpc("vpc-1", {}, "us-east-1"));
    expect(() => account.update("aws_vpc", "vpc-1", {})).toThrow("aws_vpc vpc-1 exists in 2 regions");
    await account.flush();
  });
});

describe("the account's file", () => {
  it("holds the account after a flush, with no other file beside it", async () => {
    const account = await SimulatedAccount.open(file, ID);
    for (let index = 0; index < 50; index++) account.put(vpc(`vpc-${index}`));
    await account.flush();
    expect((await SimulatedAccount.open(file, ID)).resources()).toEqual(account.resources());
    expect(readdirSync(join(temporaryFolder.path, "deep"))).toEqual(["account.json"]);
  });

  it("restores every value", async () => {
    const leaf = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.string(),
      fc.integer(),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
    );
    const values = fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.oneof(
        leaf,
        fc.array(leaf),
        fc.dictionary(fc.constantFrom("a", "b"), leaf, { noNullPrototype: true }),
      ),
      { noNullPrototype: true },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(values, async (some) => {
        const path = join(temporaryFolder.path, `${run++}.json`);
        const account = await SimulatedAccount.open(path, ID);
        account.put(vpc("vpc-1", some));
        await account.flush();
        expect((await SimulatedAccount.open(path, ID)).resources()).toEqual(account.resources());
      }),
      { numRuns: 8 },
    );
  });

  it("of another account is rejected", async () => {
    const account = await SimulatedAccount.open(file, ID);
    account.put(vpc("vpc-1"));
    await account.flush();
    await expect(SimulatedAccount.open(file, "999999999999")).rejects.toThrow(
      `${file} holds account 123456789012, not 999999999999`,
    );
  });

  it.each(["", "{", "[]", '{"format":2,"resources":[]}'])("with content %j is rejected", async (text) => {
    const broken = join(temporaryFolder.path, "broken.json");
    writeFileSync(broken, text);
    await expect(SimulatedAccount.open(broken, ID)).rejects.toThrow(
      `${broken} is not an account file of this version of the rehearsal: delete it to start with an empty account`,
    );
    expect(readFileSync(broken, "utf8")).toBe(text);
  });

  it("that cannot be written is reported by the flush, once", async () => {
    const account = await SimulatedAccount.open(file, ID);
    rmSync(temporaryFolder.path, { recursive: true });
    account.put(vpc("vpc-1"));
    await expect(account.flush()).rejects.toThrow("ENOENT");
    await expect(account.flush()).resolves.toBeUndefined();
  });
});
