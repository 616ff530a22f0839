import { createHash } from "node:crypto";
import { AwsHttpError, type HttpResponse, xmlResponse } from "./aws-http-error.ts";
import type { AwsRequest } from "./aws-request.ts";
import { renderXml, type XmlChildren } from "./xml.ts";

const STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/**
 * The stated lifetime of an assumed role's dummy credentials, in milliseconds: longer than any
 * rehearsal.
 */
const SESSION_MS = 12 * 60 * 60 * 1000;

/**
 * The subset of the Security Token Service that Terraform's S3 backend needs: GetCallerIdentity and
 * AssumeRole.
 * Actions: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 */
export class StsService {
  readonly #accountId: string;
  /** The issued role sessions, by access key. */
  readonly #sessions = new Map<string, { readonly arn: string; readonly accountId: string }>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /**
   * Handles one request.
   *
   * @throws AwsHttpError for an unsigned request and for any other action.
   */
  handle(request: AwsRequest, requestId: string): HttpResponse {
    if (request.signer === undefined) {
      throw new AwsHttpError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }
    const parameters = new URLSearchParams(request.body.toString("utf8") || request.query.toString());
    const action = parameters.get("Action") ?? "";
    if (action === "GetCallerIdentity") {
      return stsResponse(action, this.#callerIdentity(request.signer.accessKeyId), requestId);
    }
    if (action === "AssumeRole") return stsResponse(action, this.#assumeRole(parameters), requestId);
    throw new AwsHttpError(
      501,
      "NotImplemented",
      `The rehearsal's STS does not support the action "${action}".`,
    );
  }

  #callerIdentity(accessKeyId: string): XmlChildren {
    const session = this.#sessions.get(accessKeyId);
    if (session !== undefined) {
      return {
        Arn: session.arn,
        UserId: `AROAREHEARSAL:${session.arn.split("/").at(-1)}`,
        Account: session.accountId,
      };
    }
    return {
      Arn: `arn:aws:iam::${this.#accountId}:user/rehearsal`,
      UserId: "AIDAREHEARSAL",
      Account: this.#accountId,
    };
  }

  #assumeRole(parameters: URLSearchParams): XmlChildren {
    const roleArn = parameters.get("RoleArn") ?? "";
    const sessionName = parameters.get("RoleSessionName") ?? "";
    const role = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(roleArn);
    if (role === null) {
      throw new AwsHttpError(400, "ValidationError", `${roleArn} is invalid`);
    }
    const [, partition = "aws", accountId = "", roleName = ""] = role;
    const arn = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
    const accessKeyId = `ASIA${createHash("sha256").update(arn).digest("hex").slice(0, 16).toUpperCase()}`;
    this.#sessions.set(accessKeyId, { arn, accountId });
    return {
      AssumedRoleUser: { Arn: arn, AssumedRoleId: `AROAREHEARSAL:${sessionName}` },
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: "rehearsal",
        SessionToken: "rehearsal",
        Expiration: new Date(Date.now() + SESSION_MS).toISOString(),
      },
    };
  }
}

function stsResponse(action: string, result: XmlChildren, requestId: string): HttpResponse {
  const children = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xmlResponse(200, renderXml(`${action}Response`, children, STS_NAMESPACE), requestId);
}
