import { type HttpResponse, xmlResponse } from "./aws-http-error.ts";
import type { AwsRequest } from "./aws-request.ts";
import { escapeXml, renderXml, type XmlChildren } from "./xml.ts";

/** What the store must know of a bucket of the simulated account. */
export interface BucketSettings {
  /** `us-east-1`. */
  readonly region: string;
  /** Whether `aws_s3_bucket_versioning` is enabled on it. */
  readonly versioned: boolean;
}

/** What the store asks the simulated account. */
export interface AccountResolver {
  /** A bucket by its name; `undefined` when the account has none such. */
  readonly findBucket: (name: string) => BucketSettings | undefined;
  /** The ARN of the KMS key that a key id, key ARN, alias name or alias ARN means; `undefined` when none. */
  readonly findKmsKeyArn: (keyId: string) => string | undefined;
}

/** A request that is about a bucket the account has. */
export interface BucketCall {
  readonly request: AwsRequest;
  readonly requestId: string;
  readonly bucket: string;
  readonly settings: BucketSettings;
}

/** A request that is about one key. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An S3 answer with an XML document, of child elements or of one text. */
export function s3XmlResponse(call: BucketCall, root: string, content: XmlChildren | string): HttpResponse {
  const body =
    typeof content === "string"
      ? renderXml(root, {}, S3_NAMESPACE).replace(`></${root}>`, () => `>${escapeXml(content)}</${root}>`)
      : renderXml(root, content, S3_NAMESPACE);
  return xmlResponse(200, body, call.requestId);
}
