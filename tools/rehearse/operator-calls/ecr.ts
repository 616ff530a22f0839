import type { JsonOperation } from "./api-call.ts";

/**
 * Returns a token that leads to no registry: a rehearsal has none.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
const getAuthorizationToken: JsonOperation = ({ account, region }) => ({
  authorizationData: [
    {
      authorizationToken: Buffer.from("AWS:rehearsal").toString("base64"),
      proxyEndpoint: `https://${account.accountId}.dkr.ecr.${region}.amazonaws.com`,
    },
  ],
});

/** The operations of Amazon ECR with which CI logs in to the registry. */
export const ECR_OPERATIONS: Readonly<Record<string, JsonOperation>> = {
  GetAuthorizationToken: getAuthorizationToken,
};
