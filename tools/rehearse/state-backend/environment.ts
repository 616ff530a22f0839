import { devNull } from "node:os";
import { SIMULATED_AWS_HOST } from "./aws-request.ts";

/** Variables for a child process, in execa's form; `undefined` unsets one. */
export type StateBackendEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The environment in which AWS clients reach the state backend and nothing else. It sets an
 * endpoint that cannot be resolved, behind a proxy that is the state backend, so that the
 * synthesized files need no change. All other AWS settings of the user's environment (profiles,
 * roles, regions, a CA bundle, endpoints) are unset. HTTPS goes to the same proxy, which rejects it
 * and names the host, so no client can leave the machine by accident.
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
