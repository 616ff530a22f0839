import { renderXml, type XmlChildren } from "./xml.ts";

/** An HTTP response. */
export interface HttpResponse {
  /** The HTTP status code. */
  readonly status: number;
  /** The headers, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body; empty text for none. */
  readonly body: Buffer | string;
}

/** An API error with the code and message that the AWS service would return. */
export class AwsHttpError extends Error {
  override readonly name = "AwsError";
  /** The HTTP status: 404. */
  readonly status: number;
  /** AWS's error code: `NoSuchBucket`. */
  readonly code: string;
  /** More elements of the error document: `{ BucketName: "x" }`. */
  readonly details: XmlChildren;
  /** More headers, for clients that cannot read the document (`HEAD`). */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: XmlChildren = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.headers = headers;
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** S3's error document: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3ErrorResponse(error: AwsHttpError, requestId: string): HttpResponse {
  const body = renderXml("Error", {
    Code: error.code,
    Message: error.message,
    ...error.details,
    RequestId: requestId,
    HostId: "rehearsal",
  });
  const response = xmlResponse(error.status, body, requestId);
  return { ...response, headers: { ...response.headers, ...error.headers } };
}

/**
 * The error document of AWS's query services (STS):
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function queryErrorResponse(error: AwsHttpError, requestId: string): HttpResponse {
  const body = renderXml("ErrorResponse", {
    Error: { Type: "Sender", Code: error.code, Message: error.message },
    RequestId: requestId,
  });
  return xmlResponse(error.status, body, requestId);
}

/** The error document of AWS's JSON services (DynamoDB, KMS ...), whose clients cannot read XML. */
export function jsonErrorResponse(error: AwsHttpError, requestId: string): HttpResponse {
  return {
    status: error.status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-errortype": error.code,
      "x-amzn-requestid": requestId,
    },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
}

/** An HTTP response with an XML document. */
export function xmlResponse(status: number, body: string, requestId: string): HttpResponse {
  return {
    status,
    headers: {
      "content-type": "application/xml",
      "x-amz-request-id": requestId,
      "x-amzn-requestid": requestId,
    },
    body,
  };
}
