import { devNull } from "node:os";
import { SIMULATED_AWS_HOST } from "./aws-request.ts";

/** Variables to set, and (where `undefined`) to take away, for a child process. execa takes it as it is. */
export type StateBackendEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The environment in which AWS clients reach the store and nothing else: an endpoint that no one can resolve,
 * behind a proxy that is the store, so that the synthesized files stay as they are for AWS. Whatever else the
 * user's own environment says of AWS (profiles, roles, regions, a CA bundle, endpoints) is taken away.
 * HTTPS goes to the same proxy, which refuses it by name: a client cannot leave the machine by accident.
 *
 * Endpoint setting: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function stateBackendEnvironment(
  port: number,
  inherited: Readonly<Record<string, string | undefined>> = process.env,
): StateBackendEnvironment {
  const proxy = `http://127.0.0.1:${port}`;
  const inheritedAwsVariables = Object.keys(inherited).filter((name) => name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(inheritedAwsVariables.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: `http://${SIMULATED_AWS_HOST}`,
    AWS_ACCESS_KEY_ID: "AKIAREHEARSAL0000000",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: "",
    no_proxy: "",
  };
}
