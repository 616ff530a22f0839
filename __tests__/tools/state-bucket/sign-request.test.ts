import { encodeForS3, signedHeaders } from "../../../tools/state-bucket/sign-request.ts";

describe("signedHeaders", () => {
  const credentials = {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  };
  const request = {
    method: "GET",
    path: "/test.txt",
    query: {},
    headers: { host: "examplebucket.s3.amazonaws.com", range: "bytes=0-9" },
    body: new Uint8Array(),
    region: "us-east-1",
    time: new Date("2013-05-24T00:00:00Z"),
  } as const;

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  it("signs AWS's own example of a download as AWS does", () => {
    expect(signedHeaders(request, credentials).authorization).toBe(
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
  });

  it("signs AWS's own example of a list as AWS does", () => {
    const list = { ...request, path: "/", query: { prefix: "J", "max-keys": "2" } };
    const { range: _, ...headers } = request.headers;
    expect(signedHeaders({ ...list, headers }, credentials).authorization).toContain(
      "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    );
  });

  it("signs the token of temporary credentials too", () => {
    const signed = signedHeaders(request, { ...credentials, sessionToken: "token" });
    expect(signed["x-amz-security-token"]).toBe("token");
    expect(signed.authorization).toContain("x-amz-date;x-amz-security-token,");
  });

  it("encodes what S3 counts as reserved", () => {
    expect(encodeForS3("a b/ü!'()*~-._")).toBe("a%20b%2F%C3%BC%21%27%28%29%2A~-._");
  });
});
