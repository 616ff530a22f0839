import { compact } from "../../language/compact.ts";

/** Environment variables, as AWS's tools read them. */
export type AwsEnv = Readonly<Record<string, string | undefined>>;

/**
 * The settings of an AWS client that uses the same credentials, endpoints and proxies as Terraform.
 * AWS's libraries take half a second to load, so they are loaded only here.
 *
 * @param env variables that replace this program's. @default none
 */
export async function awsClientSettings(region: string, env: AwsEnv = {}) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { NodeHttpHandler } = await import("@smithy/node-http-handler");
  const { ProxyAgent } = await import("proxy-agent");
  const all = { ...process.env, ...env };
  const proxy = (url: string) => (url.startsWith("https:") ? all.HTTPS_PROXY : all.HTTP_PROXY) ?? "";
  const agent = env.HTTP_PROXY === undefined ? new ProxyAgent() : new ProxyAgent({ getProxyForUrl: proxy });
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId } = env;
  const secretAccessKey = env.AWS_SECRET_ACCESS_KEY ?? "";
  const credentials = accessKeyId === undefined ? undefined : { accessKeyId, secretAccessKey };
  return {
    region,
    requestHandler: new NodeHttpHandler({ httpAgent: agent, httpsAgent: agent }),
    ...compact({ endpoint, credentials }),
  };
}
