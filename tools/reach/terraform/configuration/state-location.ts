import { posix, resolve } from "node:path";
import { trimEnd } from "../../../trim-end.ts";
import { type Plain, toPlain, toText } from "../expression/known.ts";
import type { Scope } from "../expression/scope.ts";
import { isMap, Unknown, type Value } from "../value.ts";
import { DEFAULT_WORKSPACE, LOCAL_WORKSPACES } from "../workspace.ts";

/**
 * The location of a state, with an ID that is the same for the stack that writes it and those that
 * read it.
 */
export interface StateLocation {
  /** The ID, unique among all locations. */
  readonly id: string;
  /** The key or path shown in messages. */
  readonly name: string;
}

/**
 * Returns a backend argument as a string; empty if it is unset and has no default.
 * `workspaces.name` is an argument of a block.
 */
export type ArgumentReader = (name: string) => string;

/** State locations of one backend type. */
interface BackendStates {
  readonly required: readonly string[];
  /** Optional arguments by name, with their defaults. */
  readonly optional?: Readonly<Record<string, string>>;
  /**
   * Arguments that identify the store; the others only configure access. If two stacks leave an
   * argument to their environment (`CONSUL_HTTP_ADDR`), it is assumed to be the same.
   */
  readonly store: readonly string[];
  /**
   * Another backend type that uses the same store.
   * @default none
   */
  readonly sharesWith?: string;
  /**
   * Returns the state's key in the store for a workspace, or why there is none. Paths are relative
   * to the folder.
   */
  key(argument: ArgumentReader, workspace: string, folder: string): string | Unknown;
}

/**
 * Backend types, with their states by workspace. Arguments and defaults:
 * https://developer.hashicorp.com/terraform/language/backend
 * Keys, in each backend's `backend_state.go`:
 * https://github.com/hashicorp/terraform/tree/main/internal/backend/remote-state
 */
const BACKENDS: ReadonlyMap<string, BackendStates> = new Map(
  Object.entries<BackendStates>({
    azurerm: {
      required: ["storage_account_name", "container_name", "key"],
      store: ["storage_account_name", "container_name"],
      key: (argument, workspace) => suffixed(argument("key"), workspace, "env:"),
    },
    cloud: {
      required: [],
      optional: { hostname: "app.terraform.io", workspaces: "" },
      store: ["hostname", "organization"],
      sharesWith: "remote",
      key: cloudWorkspace,
    },
    consul: {
      required: ["path"],
      store: ["address", "datacenter"],
      key: (argument, workspace) => suffixed(argument("path"), workspace, "-env:"),
    },
    cos: {
      required: ["bucket"],
      optional: { prefix: "", key: "terraform.tfstate" },
      store: ["region", "bucket"],
      key: (argument, workspace) => inFolder(argument("prefix"), workspace, argument("key")),
    },
    gcs: {
      required: ["bucket"],
      optional: { prefix: "" },
      store: ["bucket"],
      key: (argument, workspace) =>
        posix.join(argument("prefix").replace(/^\/+/, ""), `${workspace}.tfstate`),
    },
    http: {
      required: ["address"],
      store: [],
      key: (argument, workspace) => (isDefault(workspace) ? argument("address") : onlyDefault("http")),
    },
    kubernetes: {
      required: ["secret_suffix"],
      optional: { namespace: "default" },
      store: ["host", "config_path", "config_context", "config_context_cluster", "namespace"],
      key: (argument, workspace) => `tfstate-${workspace}-${argument("secret_suffix")}`,
    },
    local: {
      required: [],
      optional: { path: "terraform.tfstate", workspace_dir: LOCAL_WORKSPACES },
      store: [],
      key: localFile,
    },
    oci: {
      required: ["bucket", "namespace"],
      optional: { key: "terraform.tfstate", workspace_key_prefix: "tf-state-env" },
      store: ["region", "namespace", "bucket"],
      key: prefixed,
    },
    oss: {
      required: ["bucket"],
      optional: { prefix: "env:", key: "terraform.tfstate" },
      store: ["bucket"],
      key: (argument, workspace) =>
        inFolder(trimEnd(argument("prefix"), "/").replace(/^\/+/, ""), workspace, argument("key")),
    },
    pg: {
      required: [],
      optional: { schema_name: "terraform_remote_state" },
      store: ["conn_str"],
      key: (argument, workspace) => `${argument("schema_name")}/${workspace}`,
    },
    remote: {
      required: ["organization"],
      optional: { hostname: "app.terraform.io", workspaces: "" },
      store: ["hostname", "organization"],
      key: remoteWorkspace,
    },
    s3: {
      required: ["bucket", "key"],
      optional: { workspace_key_prefix: "env:" },
      store: ["bucket"],
      key: prefixed,
    },
  }),
);

/**
 * Returns the location of a workspace's state for a backend configuration, or why it is unknown.
 */
export function stateLocationOf(
  type: string,
  config: Value,
  workspace: string,
  folder: string,
  scope: Pick<Scope, "configured">,
): StateLocation | Unknown {
  const states = BACKENDS.get(type);
  if (states === undefined) return new Unknown(`states of the ${type} backend are not supported`);
  const argument = argumentsOf(type, config, scope);
  if (argument instanceof Unknown) return new Unknown(`the state that it reads is unknown: ${argument.why}`);
  const missing = states.required.find((name) => argument(name) === "");
  if (missing !== undefined)
    return new Unknown(`the state that it reads is unknown: its ${missing} is not set`);
  const key = states.key(argument, workspace, folder);
  if (key instanceof Unknown) return key;
  const store = states.store.map(argument);
  return { id: JSON.stringify([states.sharesWith ?? type, ...store, key]), name: key };
}

/** Returns the reader of the arguments that locate a backend's states, or why they are unknown. */
export function argumentsOf(
  type: string,
  config: Value,
  scope: Pick<Scope, "configured">,
): ArgumentReader | Unknown {
  const { required = [], optional = {}, store = [] } = BACKENDS.get(type) ?? {};
  const names = new Set([...required, ...Object.keys(optional), ...store]);
  // Credentials, endpoints and the like may be unknown.
  const known = toPlain(
    isMap(config) ? Object.fromEntries(Object.entries(config).filter(([name]) => names.has(name))) : config,
    scope,
  );
  if (known instanceof Unknown) return known;
  return (name) => {
    const value = name.split(".").reduce<Plain | undefined>(within, known) ?? optional[name] ?? "";
    return toText(value) ?? JSON.stringify(value);
  };
}

/** An argument of a block, which may be in a list. */
function within(block: Plain | undefined, name: string): Plain | undefined {
  const body = Array.isArray(block) ? block[0] : block;
  const isBody = typeof body === "object" && body !== null && Object.hasOwn(body, name);
  return isBody ? (body as { readonly [name: string]: Plain })[name] : undefined;
}

function isDefault(workspace: string): boolean {
  return workspace === DEFAULT_WORKSPACE;
}

function suffixed(key: string, workspace: string, suffix: string): string {
  return isDefault(workspace) ? key : `${key}${suffix}${workspace}`;
}

/** The key with a prefix, which applies to all workspaces except `default`. */
function prefixed(argument: ArgumentReader, workspace: string): string {
  const key = argument("key");
  return isDefault(workspace) ? key : posix.join(argument("workspace_key_prefix"), workspace, key);
}

/** The key with a prefix, which applies to all workspaces. */
function inFolder(prefix: string, workspace: string, key: string): string {
  return isDefault(workspace) ? posix.join(prefix, key) : posix.join(prefix, workspace, key);
}

/**
 * The state file of the local backend.
 * https://github.com/hashicorp/terraform/blob/main/internal/backend/local/backend.go
 */
function localFile(argument: ArgumentReader, workspace: string, folder: string): string {
  return isDefault(workspace)
    ? resolve(folder, argument("path"))
    : resolve(folder, argument("workspace_dir"), workspace, "terraform.tfstate");
}

/**
 * The workspace of a remote backend in HCP Terraform.
 * https://developer.hashicorp.com/terraform/language/backend/remote
 */
function remoteWorkspace(argument: ArgumentReader, workspace: string): string | Unknown {
  const name = argument("workspaces.name");
  const prefix = argument("workspaces.prefix");
  if (isDefault(workspace)) return name !== "" ? name : noDefault("remote");
  if (prefix === "") return onlyDefault("remote");
  return workspace.startsWith(prefix) ? workspace : `${prefix}${workspace}`;
}

/**
 * The workspace of a `cloud` block.
 * https://developer.hashicorp.com/terraform/cli/cloud/settings
 */
function cloudWorkspace(argument: ArgumentReader, workspace: string): string | Unknown {
  const name = argument("workspaces.name");
  if (name !== "" && workspace !== name) return new Unknown(`the cloud block has only the workspace ${name}`);
  return isDefault(workspace) ? noDefault("cloud") : workspace;
}

function onlyDefault(type: string): Unknown {
  return new Unknown(`the ${type} backend supports only the default workspace here`);
}

function noDefault(type: string): Unknown {
  return new Unknown(`the ${type} backend does not support the default workspace here`);
}
