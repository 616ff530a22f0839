import { type HttpResponse, xmlResponse } from "./aws-http-error.ts";
import type { AwsRequest } from "./aws-request.ts";
import { escapeXml, renderXml, type XmlChildren } from "./xml.ts";

/** The settings of a bucket in the simulated account that the state backend needs. */
export interface BucketSettings {
  /** `us-east-1`. */
  readonly region: string;
  /** True if `aws_s3_bucket_versioning` enables versioning. */
  readonly versioned: boolean;
}

/** Look-ups in the simulated account. */
export interface AccountResolver {
  /** Returns a bucket by name; `undefined` if the account has no such bucket. */
  readonly findBucket: (name: string) => BucketSettings | undefined;
  /**
   * Resolves a key ID, key ARN, alias name or alias ARN to the KMS key's ARN; `undefined` if there
   * is none.
   */
  readonly findKmsKeyArn: (keyId: string) => string | undefined;
}

/** A request for an existing bucket. */
export interface BucketCall {
  /** The request. */
  readonly request: AwsRequest;
  /** The ID that the response returns in `x-amz-request-id`. */
  readonly requestId: string;
  /** The name of the bucket. */
  readonly bucket: string;
  /** The bucket's settings, such as versioning. */
  readonly settings: BucketSettings;
}

/** A request for one key. */
export interface ObjectCall extends BucketCall {
  /** The key of the object. */
  readonly key: string;
}

const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** An S3 response with an XML document that contains child elements or a text. */
export function s3XmlResponse(call: BucketCall, root: string, content: XmlChildren | string): HttpResponse {
  const body =
    typeof content === "string"
      ? renderXml(root, {}, S3_NAMESPACE).replace(`></${root}>`, () => `>${escapeXml(content)}</${root}>`)
      : renderXml(root, content, S3_NAMESPACE);
  return xmlResponse(200, body, call.requestId);
}
