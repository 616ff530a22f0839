import { posix, resolve } from "node:path";
import { type Plain, toPlain, toText } from "../expression/known.ts";
import type { Scope } from "../expression/scope.ts";
import { isMap, Unknown, type Value } from "../value.ts";
import { DEFAULT_WORKSPACE, LOCAL_WORKSPACES } from "../workspace.ts";

/** Where a state is kept: a text that is the same for the stack that writes it and for those that read it. */
export interface StateLocation {
  readonly id: string;
  /** For messages: the key, or the path. */
  readonly name: string;
}

/**
 * Returns an argument as a text; empty where it is neither given nor has a default.
 * `workspaces.name` is one of a block.
 */
export type ArgumentReader = (name: string) => string;

/** The states of one type of backend. */
interface BackendStates {
  readonly required: readonly string[];
  /** Optional arguments by name, with their defaults. */
  readonly optional?: Readonly<Record<string, string>>;
  /**
   * The arguments that identify the store; others say how it is reached. One that two stacks both
   * leave to their environment (`CONSUL_HTTP_ADDR`) is taken to be the same.
   */
  readonly store: readonly string[];
  /** Another backend that has the same store. @default none */
  readonly sharesWith?: string;
  /** The state of a workspace in the store; else why there is none. Paths start at the folder. */
  key(argument: ArgumentReader, temporaryFolder: string, folder: string): string | Unknown;
}

/**
 * The backends and their states by workspace. Arguments and defaults:
 * https://developer.hashicorp.com/terraform/language/backend
 * Keys, in each backend's `backend_state.go`:
 * https://github.com/hashicorp/terraform/tree/main/internal/backend/remote-state
 */
const BACKENDS: ReadonlyMap<string, BackendStates> = new Map(
  Object.entries<BackendStates>({
    azurerm: {
      required: ["storage_account_name", "container_name", "key"],
      store: ["storage_account_name", "container_name"],
      key: (argument, temporaryFolder) => suffixed(argument("key"), temporaryFolder, "env:"),
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
      key: (argument, temporaryFolder) => suffixed(argument("path"), temporaryFolder, "-env:"),
    },
    cos: {
      required: ["bucket"],
      optional: { prefix: "", key: "terraform.tfstate" },
      store: ["region", "bucket"],
      key: (argument, temporaryFolder) => inFolder(argument("prefix"), temporaryFolder, argument("key")),
    },
    gcs: {
      required: ["bucket"],
      optional: { prefix: "" },
      store: ["bucket"],
      key: (argument, temporaryFolder) =>
        posix.join(argument("prefix").replace(/^\/+/, ""), `${temporaryFolder}.tfstate`),
    },
    http: {
      required: ["address"],
      store: [],
      key: (argument, temporaryFolder) =>
        isDefault(temporaryFolder) ? argument("address") : onlyDefault("http"),
    },
    kubernetes: {
      required: ["secret_suffix"],
      optional: { namespace: "default" },
      store: ["host", "config_path", "config_context", "config_context_cluster", "namespace"],
      key: (argument, temporaryFolder) => `tfstate-${temporaryFolder}-${argument("secret_suffix")}`,
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
      key: (argument, temporaryFolder) =>
        inFolder(argument("prefix").replace(/^\/+|\/+$/g, ""), temporaryFolder, argument("key")),
    },
    pg: {
      required: [],
      optional: { schema_name: "terraform_remote_state" },
      store: ["conn_str"],
      key: (argument, temporaryFolder) => `${argument("schema_name")}/${temporaryFolder}`,
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

/** The place of a workspace's state by its backend's configuration; else why it is not known. */
export function stateLocationOf(
  type: string,
  config: Value,
  temporaryFolder: string,
  folder: string,
  scope: Pick<Scope, "configured">,
): StateLocation | Unknown {
  const states = BACKENDS.get(type);
  if (states === undefined) return new Unknown(`states of the backend ${type} are not joined`);
  const argument = argumentsOf(type, config, scope);
  if (argument instanceof Unknown) return new Unknown(`which state it reads is not known: ${argument.why}`);
  const missing = states.required.find((name) => argument(name) === "");
  if (missing !== undefined) return new Unknown(`which state it reads is not known: it has no ${missing}`);
  const key = states.key(argument, temporaryFolder, folder);
  if (key instanceof Unknown) return key;
  const store = states.store.map(argument);
  return { id: JSON.stringify([states.sharesWith ?? type, ...store, key]), name: key };
}

/** The arguments of a backend that locate its states; else why they are not known. */
export function argumentsOf(
  type: string,
  config: Value,
  scope: Pick<Scope, "configured">,
): ArgumentReader | Unknown {
  const { required = [], optional = {}, store = [] } = BACKENDS.get(type) ?? {};
  const names = new Set([...required, ...Object.keys(optional), ...store]);
  // Credentials, endpoints and the like need not be known.
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

/** An argument of a block; a block may stand in a list. */
function within(block: Plain | undefined, name: string): Plain | undefined {
  const body = Array.isArray(block) ? block[0] : block;
  const isBody = typeof body === "object" && body !== null && Object.hasOwn(body, name);
  return isBody ? (body as { readonly [name: string]: Plain })[name] : undefined;
}

function isDefault(temporaryFolder: string): boolean {
  return temporaryFolder === DEFAULT_WORKSPACE;
}

function suffixed(key: string, temporaryFolder: string, suffix: string): string {
  return isDefault(temporaryFolder) ? key : `${key}${suffix}${temporaryFolder}`;
}

/** The prefix is that of other workspaces than `default`. */
function prefixed(argument: ArgumentReader, temporaryFolder: string): string {
  const key = argument("key");
  return isDefault(temporaryFolder)
    ? key
    : posix.join(argument("workspace_key_prefix"), temporaryFolder, key);
}

/** The prefix is that of all workspaces. */
function inFolder(prefix: string, temporaryFolder: string, key: string): string {
  return isDefault(temporaryFolder) ? posix.join(prefix, key) : posix.join(prefix, temporaryFolder, key);
}

/** https://github.com/hashicorp/terraform/blob/main/internal/backend/local/backend.go */
function localFile(argument: ArgumentReader, temporaryFolder: string, folder: string): string {
  return isDefault(temporaryFolder)
    ? resolve(folder, argument("path"))
    : resolve(folder, argument("workspace_dir"), temporaryFolder, "terraform.tfstate");
}

/** HCP Terraform: https://developer.hashicorp.com/terraform/language/backend/remote */
function remoteWorkspace(argument: ArgumentReader, temporaryFolder: string): string | Unknown {
  const name = argument("workspaces.name");
  const prefix = argument("workspaces.prefix");
  if (isDefault(temporaryFolder)) return name !== "" ? name : noDefault("remote");
  if (prefix === "") return onlyDefault("remote");
  return temporaryFolder.startsWith(prefix) ? temporaryFolder : `${prefix}${temporaryFolder}`;
}

/** The same for a `cloud` block. https://developer.hashicorp.com/terraform/cli/cloud/settings */
function cloudWorkspace(argument: ArgumentReader, temporaryFolder: string): string | Unknown {
  const name = argument("workspaces.name");
  if (name !== "" && temporaryFolder !== name)
    return new Unknown(`the cloud block has only the workspace ${name}`);
  return isDefault(temporaryFolder) ? noDefault("cloud") : temporaryFolder;
}

function onlyDefault(type: string): Unknown {
  return new Unknown(`the backend ${type} has no workspace but default here`);
}

function noDefault(type: string): Unknown {
  return new Unknown(`the backend ${type} has no workspace default here`);
}
