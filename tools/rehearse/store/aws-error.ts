import { renderXml, type XmlChildren } from "./xml.ts";

/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A refusal in the words of the AWS service that would have given it. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  /** The HTTP status: 404. */
  readonly status: number;
  /** AWS's error code: `NoSuchBucket`. */
  readonly code: string;
  /** More elements of the error document: `{ BucketName: "x" }`. */
  readonly details: XmlChildren;

  constructor(status: number, code: string, message: string, details: XmlChildren = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** S3's error document: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3ErrorAnswer(error: AwsError, requestId: string): Answer {
  const body = renderXml("Error", {
    Code: error.code,
    Message: error.message,
    ...error.details,
    RequestId: requestId,
    HostId: "rehearsal",
  });
  return xmlAnswer(error.status, body, requestId);
}

/** The error document of AWS's query services (STS): https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
export function queryErrorAnswer(error: AwsError, requestId: string): Answer {
  const body = renderXml("ErrorResponse", {
    Error: { Type: "Sender", Code: error.code, Message: error.message },
    RequestId: requestId,
  });
  return xmlAnswer(error.status, body, requestId);
}

/** The error document of AWS's JSON services (DynamoDB, KMS ...), whose clients cannot read XML. */
export function jsonErrorAnswer(error: AwsError, requestId: string): Answer {
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

/** An answer that carries an XML document. */
export function xmlAnswer(status: number, body: string, requestId: string): Answer {
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
