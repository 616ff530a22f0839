import { createHash } from "node:crypto";
import { request } from "node:http";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import type { BucketSettings } from "../../../../tools/rehearse/state-backend/s3-call.ts";
import {
  type SimulatedStateBackend,
  startStateBackend,
} from "../../../../tools/rehearse/state-backend/state-backend.ts";
import { SetupError } from "../../../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../../tools/terraform/temporary-folder.ts";
import { openAddresses } from "../../../support/open-addresses.ts";

const BUCKET = "acme-state";
const HOST = `http://${BUCKET}.aws.rehearsal.internal`;

let temporaryFolder: TemporaryFolder;
let stateBackend: SimulatedStateBackend;
let buckets: Record<string, BucketSettings>;

const start = (port?: number) =>
  startStateBackend({
    folder: join(temporaryFolder.path, "store"),
    accountId: "123456789012",
    findBucket: (name) => buckets[name],
    findKmsKeyArn: (keyId) =>
      keyId === "alias/state" ? "arn:aws:kms:us-east-1:123456789012:key/1" : undefined,
    ...(port === undefined ? {} : { port }),
  });

beforeEach(async () => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  buckets = { [BUCKET]: { region: "us-east-1", versioned: true } };
  stateBackend = await start();
});
afterEach(async () => {
  await stateBackend.stop();
  await temporaryFolder.remove();
});

interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

interface Sent {
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly service?: string;
  readonly region?: string;
  readonly keyId?: string;
}

/** Sends a signed request through the proxy, as an AWS client does. */
function send(method: string, url: string, sent: Sent = {}): Promise<Reply> {
  const { body = "", headers = {}, service = "s3", region = "us-east-1", keyId = "AKIATEST" } = sent;
  const scope = `${keyId}/20260101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: stateBackend.port,
        method,
        path: url,
        headers: {
          host: new URL(url).host,
          authorization,
          "content-length": Buffer.byteLength(body),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const put = (key: string, body: string, headers: Record<string, string> = {}) =>
  send("PUT", `${HOST}/${key}`, { body, headers });
const get = (key: string, headers: Record<string, string> = {}) => send("GET", `${HOST}/${key}`, { headers });

describe("S3 objects", () => {
  it("are returned unchanged, with their headers, and checksums on request", async () => {
    const checksum = createHash("sha256").update("state").digest("base64");
    await put("a/b.tfstate", "state", {
      "content-type": "application/json",
      "x-amz-checksum-sha256": checksum,
      "x-amz-meta-owner": "me",
    });
    const plain = await get("a/b.tfstate");
    expect(plain).toMatchObject({ status: 200, text: "state" });
    expect(plain.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": "5",
      etag: `"${createHash("md5").update("state").digest("hex")}"`,
      "x-amz-meta-owner": "me",
      "x-amz-server-side-encryption": "AES256",
    });
    expect(plain.headers["x-amz-checksum-sha256"]).toBeUndefined();
    const checked = await get("a/b.tfstate", { "x-amz-checksum-mode": "ENABLED" });
    expect(checked.headers["x-amz-checksum-sha256"]).toBe(checksum);
    const head = await send("HEAD", `${HOST}/a/b.tfstate`);
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers["content-length"]).toBe("5");
  });

  it("have path-style addresses", async () => {
    await send("PUT", `http://aws.rehearsal.internal/${BUCKET}/k`, { body: "x" });
    expect((await get("k")).text).toBe("x");
  });

  it("can be sent in signed chunks with a trailer", async () => {
    const body =
      "4;chunk-signature=0\r\nstat\r\n1;chunk-signature=0\r\ne\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
    await put("k", body, { "content-encoding": "aws-chunked" });
    const back = await get("k");
    expect(back.text).toBe("state");
    expect(back.headers["content-encoding"]).toBeUndefined();
    expect(await put("k", "9\r\nshort\r\n", { "content-encoding": "aws-chunked" })).toMatchObject({
      status: 400,
    });
  });

  it("can be read by range", async () => {
    await put("k", "0123456789");
    expect(await get("k", { range: "bytes=2-4" })).toMatchObject({ status: 206, text: "234" });
    expect(await get("k", { range: "bytes=-3" })).toMatchObject({ status: 206, text: "789" });
    expect(await get("k", { range: "bytes=8-" })).toMatchObject({ status: 206, text: "89" });
    expect(await get("k", { range: "bytes=10-" })).toMatchObject({ status: 416 });
  });

  it("are rejected when their content differs from the client's checksum", async () => {
    const wrong = createHash("md5").update("other").digest("base64");
    expect((await put("k", "state", { "content-md5": wrong })).text).toContain("<Code>BadDigest</Code>");
    expect((await get("k")).text).toContain("<Code>NoSuchKey</Code>");
  });

  it("are encrypted only with an existing KMS key or alias", async () => {
    const kms = (id: string) => ({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": id,
    });
    expect((await put("k", "x", kms("alias/state"))).headers).toMatchObject(
      kms("arn:aws:kms:us-east-1:123456789012:key/1"),
    );
    expect((await put("k", "x", kms("alias/other"))).text).toContain("<Code>KMS.NotFoundException</Code>");
  });
});

describe("conditional writes", () => {
  it("let exactly one of many concurrent clients create the lock", async () => {
    const attempts = Array.from({ length: 40 }, (_, i) =>
      put("x.tflock", `lock ${i}`, { "if-none-match": "*" }),
    );
    const replies = await Promise.all(attempts);
    const winners = replies.flatMap(({ status }, i) => (status === 200 ? [i] : []));
    expect(winners).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 412)).toHaveLength(39);
    expect(replies.find(({ status }) => status === 412)?.text).toContain("<Code>PreconditionFailed</Code>");
    expect((await get("x.tflock")).text).toBe(`lock ${winners[0]}`);
  });

  it("let the lock be created again once it is released", async () => {
    await put("x.tflock", "one", { "if-none-match": "*" });
    expect(await send("DELETE", `${HOST}/x.tflock`)).toMatchObject({ status: 204 });
    expect(await put("x.tflock", "two", { "if-none-match": "*" })).toMatchObject({ status: 200 });
  });

  it("replace only the object version whose ETag the client sends", async () => {
    const first = await put("k", "one");
    expect(await put("k", "two", { "if-match": String(first.headers.etag) })).toMatchObject({ status: 200 });
    expect(await put("k", "three", { "if-match": String(first.headers.etag) })).toMatchObject({
      status: 412,
    });
    expect(await put("new", "x", { "if-match": '"0"' })).toMatchObject({ status: 404 });
    expect((await get("k")).text).toBe("two");
  });

  it("correspond to conditional reads", async () => {
    const { headers } = await put("k", "one");
    expect(await get("k", { "if-none-match": String(headers.etag) })).toMatchObject({
      status: 304,
      text: "",
    });
    expect(await get("k", { "if-match": '"0"' })).toMatchObject({ status: 412 });
  });
});

describe("object versions", () => {
  it("are kept, listed, read by ID and deleted by ID", async () => {
    const one = await put("k", "one");
    await put("k", "two");
    const deleted = await send("DELETE", `${HOST}/k`);
    expect(deleted.headers["x-amz-delete-marker"]).toBe("true");
    expect((await get("k")).status).toBe(404);
    const id = String(one.headers["x-amz-version-id"]);
    expect((await get(`k?versionId=${id}`)).text).toBe("one");
    const { text } = await send("GET", `${HOST}/?versions`);
    expect(text.match(/<Version>/g)).toHaveLength(2);
    expect(text.match(/<DeleteMarker>/g)).toHaveLength(1);
    await send("DELETE", `${HOST}/k?versionId=${deleted.headers["x-amz-version-id"]}`);
    expect((await get("k")).text).toBe("two");
    expect((await send("GET", `${HOST}/?versioning`)).text).toContain("<Status>Enabled</Status>");
  });

  it("can be made the current one again by a copy", async () => {
    const one = await put("a/k", "one");
    await put("a/k", "two");
    const id = String(one.headers["x-amz-version-id"]);
    const copy = (source: string) => send("PUT", `${HOST}/a/k`, { headers: { "x-amz-copy-source": source } });
    const { status, headers, text } = await copy(`${BUCKET}/a%2Fk?versionId=${id}`);
    expect({ status, source: headers["x-amz-copy-source-version-id"] }).toEqual({ status: 200, source: id });
    expect(text).toContain(`<ETag>${String(one.headers.etag).replaceAll('"', "&quot;")}</ETag>`);
    expect((await get("a/k")).text).toBe("one");
    expect(stateBackend.objects.versions(BUCKET)).toHaveLength(3);
    expect(await copy(`${BUCKET}/gone`)).toMatchObject({ status: 404 });
    expect(await copy("other-bucket/a/k")).toMatchObject({ status: 501 });
  });

  it("are not kept in a bucket without versioning", async () => {
    buckets[BUCKET] = { region: "us-east-1", versioned: false };
    await put("k", "one");
    expect((await put("k", "two")).headers["x-amz-version-id"]).toBeUndefined();
    expect(stateBackend.objects.versions(BUCKET)).toHaveLength(1);
    await send("DELETE", `${HOST}/k`);
    expect(stateBackend.objects.versions(BUCKET)).toEqual([]);
  });

  it("can be deleted in bulk", async () => {
    await put("a", "1");
    await put("b&c", "2");
    const objects = stateBackend.objects.versions(BUCKET);
    const xml = objects
      .map(
        ({ key, versionId }) =>
          `<Object><Key>${key.replace("&", "&amp;")}</Key><VersionId>${versionId}</VersionId></Object>`,
      )
      .join("");
    const reply = await send("POST", `${HOST}/?delete`, { body: `<Delete>${xml}</Delete>` });
    expect(reply.text.match(/<Deleted>/g)).toHaveLength(2);
    expect(stateBackend.objects.versions(BUCKET)).toEqual([]);
  });
});

describe("object listings", () => {
  beforeEach(async () => {
    for (const key of ["env%3A/blue/k", "env%3A/green/k", "k", "z%20%26"]) await put(key, "x");
  });

  it("group keys by delimiter below a prefix", async () => {
    const { text } = await send("GET", `${HOST}/?list-type=2&prefix=env%3A%2F&delimiter=%2F`);
    expect(text).toContain("<CommonPrefixes><Prefix>env:/blue/</Prefix></CommonPrefixes>");
    expect(text).toContain("<Prefix>env:/green/</Prefix>");
    expect(text).not.toContain("<Contents>");
  });

  it("are paginated", async () => {
    const keys: string[] = [];
    let token = "";
    do {
      const page = await send(
        "GET",
        `${HOST}/?list-type=2&max-keys=3${token && `&continuation-token=${token}`}`,
      );
      keys.push(...[...page.text.matchAll(/<Key>(.*?)<\/Key>/g)].map((match) => match[1]!));
      token = encodeURIComponent(/<NextContinuationToken>(.*?)</.exec(page.text)?.[1] ?? "");
    } while (token !== "");
    expect(keys).toEqual(["env:/blue/k", "env:/green/k", "k", "z &amp;"]);
  });

  it("encode keys on request", async () => {
    const { text } = await send("GET", `${HOST}/?prefix=z&encoding-type=url`);
    expect(text).toContain("<Key>z%20%26</Key>");
  });
});

describe("multipart uploads", () => {
  const big = Buffer.alloc(5 * 1024 * 1024, "a");
  const begin = async () => /<UploadId>(.*?)</.exec((await send("POST", `${HOST}/k?uploads`)).text)![1]!;
  const part = async (id: string, number: number, body: string | Buffer) =>
    String((await send("PUT", `${HOST}/k?partNumber=${number}&uploadId=${id}`, { body })).headers.etag);
  const complete = (id: string, parts: readonly (readonly [number, string])[], headers = {}) =>
    send("POST", `${HOST}/k?uploadId=${id}`, {
      headers,
      body: `<CompleteMultipartUpload>${parts
        .map(
          ([number, etag]) =>
            `<Part><ETag>${etag.replaceAll('"', "&quot;")}</ETag><PartNumber>${number}</PartNumber></Part>`,
        )
        .join("")}</CompleteMultipartUpload>`,
    });

  it("become one object only when they are completed", async () => {
    const id = await begin();
    const first = await part(id, 1, big);
    const second = await part(id, 2, "end");
    expect((await get("k")).status).toBe(404);
    const reply = await complete(id, [
      [1, first],
      [2, second],
    ]);
    expect(reply.text).toMatch(/<ETag>&quot;[0-9a-f]{32}-2&quot;<\/ETag>/);
    expect((await get("k")).text).toBe(`${big}end`);
    expect((await complete(id, [[1, first]])).text).toContain("<Code>NoSuchUpload</Code>");
  });

  it("are rejected when one is missing, too small or out of order, and leave nothing", async () => {
    const id = await begin();
    const first = await part(id, 1, "small");
    const second = await part(id, 2, "end");
    expect(
      (
        await complete(id, [
          [1, first],
          [2, second],
        ])
      ).text,
    ).toContain("EntityTooSmall");
    expect((await complete(id, [[3, first]])).text).toContain("InvalidPart");
    expect((await complete(id, [])).text).toContain("MalformedXML");
    const large = await part(id, 3, big);
    expect(
      (
        await complete(id, [
          [3, large],
          [2, second],
        ])
      ).text,
    ).toContain("InvalidPartOrder");
    expect(await send("DELETE", `${HOST}/k?uploadId=${id}`)).toMatchObject({ status: 204 });
    expect(stateBackend.objects.list(BUCKET)).toEqual([]);
  });

  it("respect the condition of their completion", async () => {
    const id = await begin();
    const first = await part(id, 1, "x");
    await put("k", "there already");
    expect((await complete(id, [[1, first]], { "if-none-match": "*" })).status).toBe(412);
    expect((await get("k")).text).toBe("there already");
  });
});

describe("error responses", () => {
  it("name a missing bucket", async () => {
    const { status, text } = await send("GET", "http://other.aws.rehearsal.internal/k");
    expect(status).toBe(404);
    expect(text).toContain("<Code>NoSuchBucket</Code>");
    expect(text).toContain("<BucketName>other</BucketName>");
  });

  it("name the region of a bucket in another region", async () => {
    const { status, headers, text } = await send("GET", `${HOST}/k`, { region: "eu-west-1" });
    expect(status).toBe(301);
    expect(headers).toMatchObject({ "x-amz-bucket-region": "us-east-1" });
    expect(text).toContain("<Code>PermanentRedirect</Code>");
    expect(text).toContain("<Region>us-east-1</Region>");
    const head = await send("HEAD", HOST, { region: "eu-west-1" });
    expect(head).toMatchObject({ status: 301, headers: { "x-amz-bucket-region": "us-east-1" }, text: "" });
  });

  it("deny unsigned requests", async () => {
    expect((await send("GET", `${HOST}/k`, { headers: { authorization: "" } })).text).toContain(
      "AccessDenied",
    );
  });

  it("state that an S3 operation is not implemented", async () => {
    for (const [method, url] of [
      ["PUT", `${HOST}/?acl`],
      ["GET", `${HOST}/k?tagging`],
      ["PUT", HOST],
    ] as const) {
      const { status, text } = await send(method, url);
      expect(status).toBe(501);
      expect(text).toContain("NotImplemented");
    }
  });

  it("name any other requested service, in its own format", async () => {
    const xml = await send("POST", "http://aws.rehearsal.internal/", { service: "ec2" });
    expect(xml).toMatchObject({ status: 501 });
    expect(xml.text).toContain(
      "ec2 (aws.rehearsal.internal) was requested, but the rehearsal never leaves this machine.",
    );
    const json = await send("POST", "http://dynamodb.us-east-1.amazonaws.com/", {
      service: "dynamodb",
      headers: { "content-type": "application/x-amz-json-1.0" },
    });
    expect(JSON.parse(json.text)).toEqual({
      __type: "NotImplemented",
      message:
        "dynamodb (dynamodb.us-east-1.amazonaws.com) was requested, but the rehearsal never leaves this machine.",
    });
  });

  it("reject every tunnel, with the host's name", async () => {
    const result = await new Promise<string>((resolve) => {
      const socket = connect(stateBackend.port, "127.0.0.1", () =>
        socket.write("CONNECT sts.amazonaws.com:443 HTTP/1.1\r\n\r\n"),
      );
      socket.once("data", (data) => resolve(String(data)));
    });
    expect(result).toMatch(
      /^HTTP\/1\.1 501 sts\.amazonaws\.com:443 was requested, but the rehearsal never leaves this machine\r\n/,
    );
  });
});

describe("STS", () => {
  const sts = (body: string, keyId?: string) =>
    send("POST", "http://aws.rehearsal.internal/", {
      service: "sts",
      body,
      ...(keyId === undefined ? {} : { keyId }),
    });

  it("returns the account, or the role once it is assumed", async () => {
    const who = "Action=GetCallerIdentity&Version=2011-06-15";
    expect((await sts(who)).text).toContain("<Account>123456789012</Account>");
    const role = "arn:aws:iam::210987654321:role/path/deploy";
    const assumed = await sts(`Action=AssumeRole&RoleArn=${encodeURIComponent(role)}&RoleSessionName=ci`);
    const keyId = /<AccessKeyId>(.*?)</.exec(assumed.text)![1]!;
    expect((await sts(who, keyId)).text).toContain(
      "<Arn>arn:aws:sts::210987654321:assumed-role/deploy/ci</Arn>",
    );
    expect((await sts("Action=AssumeRole&RoleArn=nonsense")).text).toContain("ValidationError");
    expect((await sts("Action=GetFederationToken")).text).toContain("NotImplemented");
  });
});

describe("the state backend", () => {
  it("reports a port in use in one line", async () => {
    const error = await start(stateBackend.port).catch((e) => e);
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toMatch(
      new RegExp(`^Port ${stateBackend.port} on 127\\.0\\.0\\.1 is in use[^\\n]*$`),
    );
  });

  it("accepts connections on 127.0.0.1 only", async () => {
    expect(await openAddresses(stateBackend.port)).toEqual(["127.0.0.1"]);
  });

  it("releases its port when it is stopped", async () => {
    const { port } = stateBackend;
    await put("k", "x");
    await stateBackend.stop();
    await stateBackend.stop();
    const other = createServer();
    const listening = new Promise<void>((resolve, reject) => {
      other.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    await expect(listening).resolves.toBeUndefined();
    await new Promise((resolve) => other.close(resolve));
  });

  it("has the same objects after a restart", async () => {
    await put("k", "one");
    await put("k", "two");
    await send("DELETE", `${HOST}/gone`);
    const before = stateBackend.objects.versions(BUCKET);
    await stateBackend.stop();
    stateBackend = await start();
    expect(stateBackend.objects.versions(BUCKET)).toEqual(before);
    expect((await get("k")).text).toBe("two");
  });

  it("unsets the user's AWS settings for its clients", async () => {
    vi.stubEnv("AWS_PROFILE", "production");
    vi.stubEnv("AWS_ENDPOINT_URL_S3", "https://elsewhere");
    await stateBackend.stop();
    stateBackend = await start();
    vi.unstubAllEnvs();
    expect(stateBackend.env).toMatchObject({
      AWS_PROFILE: undefined,
      AWS_ENDPOINT_URL_S3: undefined,
      AWS_ENDPOINT_URL: "http://aws.rehearsal.internal",
      HTTP_PROXY: `http://127.0.0.1:${stateBackend.port}`,
      NO_PROXY: "",
    });
    expect(Object.keys(stateBackend.env)).toContain("AWS_PROFILE");
  });
});

describe("faults", () => {
  it("fail requests as often as configured, with the configured error", async () => {
    stateBackend.faults.failNext({ times: 2 });
    expect([(await get("k")).status, (await get("k")).status, (await get("k")).status]).toEqual([
      503, 503, 404,
    ]);
    stateBackend.faults.failNext({
      times: 1,
      code: "AccessDenied",
      status: 403,
      when: ({ method }) => method === "PUT",
    });
    expect((await get("k")).status).toBe(404);
    expect((await put("k", "x")).text).toContain("<Code>AccessDenied</Code>");
    expect((await put("k", "x")).status).toBe(200);
  });

  it("drop connections only while the backend is unreachable", async () => {
    stateBackend.faults.unreachable = true;
    await expect(put("k", "x")).rejects.toThrow();
    expect(stateBackend.objects.list(BUCKET)).toEqual([]);
    stateBackend.faults.reset();
    expect((await put("k", "x")).status).toBe(200);
  });

  it("delete locks and nothing else", async () => {
    await put("x.tfstate", "state");
    await put("x.tfstate.tflock", "lock");
    stateBackend.faults.deleteLocks();
    expect(stateBackend.objects.list(BUCKET).map(({ key }) => key)).toEqual(["x.tfstate"]);
  });
});
