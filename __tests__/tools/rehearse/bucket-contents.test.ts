import { join } from "node:path";
import { connectBuckets } from "../../../tools/rehearse/bucket-contents.ts";
import { SimulatedAccount } from "../../../tools/rehearse/simulator/simulated-account.ts";
import type { SimulatedResource } from "../../../tools/rehearse/simulator/simulator-types.ts";
import { ObjectFiles } from "../../../tools/rehearse/state-backend/object-files.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

let temporaryFolder: TemporaryFolder;
let account: SimulatedAccount;
let objects: ObjectFiles;

beforeEach(async () => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  account = await SimulatedAccount.open(join(temporaryFolder.path, "account.json"), "123456789012");
  objects = new ObjectFiles(join(temporaryFolder.path, "objects"));
  connectBuckets(account, objects);
  for (const bucket of ["a", "b"]) {
    account.put(resource("aws_s3_bucket", bucket, {}));
    account.put(resource("aws_s3_bucket_policy", bucket, { bucket }));
    objects.put({ bucket, key: "k", body: Buffer.from("x"), etag: "e", headers: {}, versioned: true });
  }
  account.put(resource("aws_sqs_queue", "a", { bucket: "a" }));
});

afterEach(async () => {
  await account.flush();
  await temporaryFolder.remove();
});

const resource = (type: string, id: string, values: SimulatedResource["values"]): SimulatedResource => ({
  type,
  id,
  region: "us-east-1",
  values: { id, ...values },
});

it("removing a bucket removes its objects and settings, and nothing else", () => {
  account.remove("aws_s3_bucket", "us-east-1", "a");
  expect(account.resources().map(({ type, id }) => `${type} ${id}`)).toEqual([
    "aws_s3_bucket b",
    "aws_s3_bucket_policy b",
    "aws_sqs_queue a",
  ]);
  expect(objects.buckets()).toEqual(["b"]);
});

it("noncurrent versions count as objects", () => {
  expect(account.objectCount("a")).toBe(1);
  objects.put({ bucket: "a", key: "k", body: Buffer.from("y"), etag: "f", headers: {}, versioned: true });
  expect(account.objectCount("a")).toBe(2);
  expect(account.objectCount("c")).toBe(0);
});

it("the keys of current objects are listed by prefix, sorted", () => {
  for (const key of ["shop/b", "shop/a", "shops/c"]) {
    objects.put({ bucket: "a", key, body: Buffer.from("x"), etag: "e", headers: {}, versioned: true });
  }
  expect(account.objectKeys("a", "")).toEqual(["k", "shop/a", "shop/b", "shops/c"]);
  expect(account.objectKeys("a", "shop/")).toEqual(["shop/a", "shop/b"]);
  expect(account.objectKeys("b", "shop/")).toEqual([]);
  expect(account.objectKeys("c", "")).toEqual([]);
  objects.delete("a", "shop/a", true);
  expect(account.objectKeys("a", "shop/")).toEqual(["shop/b"]);
});

it("an account without a connected store has no objects", async () => {
  const other = await SimulatedAccount.open(join(temporaryFolder.path, "other.json"), "123456789012");
  expect([other.objectCount("a"), other.objectKeys("a", "")]).toEqual([0, []]);
});
