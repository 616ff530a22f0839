import { readOfflineDataSource } from "../../../../../tools/rehearse/simulator/data-sources/offline-data-sources.ts";
import type { SchemaBlock } from "../../../../../tools/rehearse/simulator/schema.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, schemaBlockOf } from "../computed-values/support.ts";

const strings: SchemaBlock = schemaBlockOf({
  id: "string",
  json: "string",
  minified_json: "string",
  version: "string",
  name: "string",
  description: "string",
  endpoint: "string",
  partition: "string",
  dns_suffix: "string",
  arn: "string",
});

function document(config: ObjectValue): string {
  const result = readOfflineDataSource("aws_iam_policy_document", config, strings, callContextWith());
  return String((result as ObjectValue | undefined)?.minified_json);
}

// The expected texts are the real output of the provider 5.100.0 for these arguments.
describe("aws_iam_policy_document without the provider", () => {
  it("writes a single value as a string, several from Z to A, conditions and principals by name", () => {
    const statement = [
      {
        sid: "One",
        actions: ["a:B", "s3:GetObject", "s3:PutObject"],
        resources: ["arn:aws:s3:::b/*"],
        principals: [
          { type: "AWS", identifiers: ["arn:aws:iam::1:root", "arn:aws:iam::2:root"] },
          { type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] },
        ],
        condition: [
          { test: "StringEquals", variable: "aws:username", values: ["&{aws:username}", "z", "b"] },
          { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
        ],
      },
      {
        effect: "Deny",
        not_actions: ["iam:*"],
        not_resources: ["x", "y"],
        principals: [{ type: "*", identifiers: ["*"] }],
      },
      { actions: ["b:<&>"], resources: ["*"], not_principals: [{ type: "AWS", identifiers: ["*"] }] },
    ];
    expect(document({ statement })).toBe(
      '{"Version":"2012-10-17","Statement":[' +
        '{"Sid":"One","Effect":"Allow","Action":["s3:PutObject","s3:GetObject","a:B"],"Resource":"arn:aws:s3:::b/*","Principal":{"AWS":["arn:aws:iam::2:root","arn:aws:iam::1:root"],"Service":"ecs-tasks.amazonaws.com"},"Condition":{"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"aws:username":["${aws:username}","z","b"]}}},' +
        '{"Effect":"Deny","NotAction":"iam:*","NotResource":["y","x"],"Principal":"*"},' +
        '{"Effect":"Allow","Action":"b:\\u003c\\u0026\\u003e","Resource":"*","NotPrincipal":{"AWS":"*"}}]}',
    );
  });

  it("merges source and override documents by Sid and normalizes them", () => {
    const source =
      '{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Action":"a","Resource":"*"},{"Effect":"Allow","Action":"b","Resource":"*"}]}';
    const override =
      '{"Statement":[{"Extra":1,"Condition":{"Z":{"x":["true"]},"Bool":{"y":["1","2"],"x":"q"}},"Principal":{"Service":["s"],"AWS":["1","2"]},"Resource":["*"],"NotAction":["q"],"Action":["a","b"],"Effect":"Deny","Sid":"One"}]}';
    const config = {
      policy_id: "P",
      source_policy_documents: [source],
      override_policy_documents: [override],
      statement: [{ sid: "Two", actions: ["x:Y"], resources: ["*"] }],
    };
    expect(document(config)).toBe(
      '{"Version":"2012-10-17","Id":"P","Statement":[' +
        '{"Sid":"One","Effect":"Deny","Action":["a","b"],"NotAction":["q"],"Resource":["*"],"Principal":{"AWS":["2","1"],"Service":["s"]},"Condition":{"Bool":{"x":"q","y":["1","2"]},"Z":{"x":"true"}}},' +
        '{"Effect":"Allow","Action":"b","Resource":"*"},' +
        '{"Sid":"Two","Effect":"Allow","Action":"x:Y","Resource":"*"}]}',
    );
  });

  it("has the provider's ID, the CRC-32 of the text", () => {
    const result = readOfflineDataSource(
      "aws_iam_policy_document",
      {},
      strings,
      callContextWith(),
    ) as ObjectValue;
    expect(result).toMatchObject({ json: '{\n  "Version": "2012-10-17"\n}', id: "1132004489" });
  });

  it("rejects a source that is not a document", () => {
    const result = readOfflineDataSource(
      "aws_iam_policy_document",
      { source_policy_documents: ["{"] },
      strings,
      callContextWith(),
    );
    expect(result).toMatchObject({ apiError: { code: "InvalidJson" } });
  });
});

describe("other data sources without the provider", () => {
  const ask = (type: string, config: ObjectValue = {}, region = "us-east-1") =>
    readOfflineDataSource(type, config, strings, { ...callContextWith(), region });

  it("read region and partition", () => {
    expect(ask("aws_region", {}, "eu-west-1")).toMatchObject({
      name: "eu-west-1",
      description: "Europe (Ireland)",
      endpoint: "ec2.eu-west-1.amazonaws.com",
    });
    expect(ask("aws_partition", {}, "cn-north-1")).toMatchObject({
      partition: "aws-cn",
      dns_suffix: "amazonaws.com.cn",
    });
  });

  it("read the load balancers' log account and hosted zones", () => {
    expect(ask("aws_elb_service_account")).toMatchObject({
      id: "127311923021",
      arn: "arn:aws:iam::127311923021:root",
    });
    expect(ask("aws_lb_hosted_zone_id", {}, "eu-central-2")).toMatchObject({ id: "Z06391101F2ZOEP8P5EB3" });
  });

  it("exclude those that call AWS", () => {
    expect(ask("aws_vpc")).toBeUndefined();
  });
});
