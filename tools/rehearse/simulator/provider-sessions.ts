import { type AddressInfo, createServer, type Server as NetServer, type Socket } from "node:net";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { ProviderBackend } from "./backend.ts";
import type { BackendPool } from "./backend-pool.ts";
import { withoutDeferral } from "./protocol/client-capabilities.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import type { Configure_Request, Configure_Response } from "./protocol/tfplugin5.ts";
import { offlineProviderConfig, type ProviderSettings, parseProviderSettings } from "./provider-config.ts";

/** The settings of a configured connection, and the backend configured with them. */
export interface ConfiguredProvider {
  /** The settings in its configuration. */
  readonly settings: ProviderSettings;
  /** The backend with that configuration. */
  readonly backend: ProviderBackend;
}

/**
 * One Terraform connection, with one provider configuration. Terraform opens a connection per
 * process and provider alias, so the configuration of one never affects another.
 */
export class ProviderSession {
  readonly #pool: BackendPool;
  readonly #socket: Socket;
  #configured: ConfiguredProvider | undefined;
  #release: (() => void) | undefined;
  #closed = false;

  constructor(pool: BackendPool, socket: Socket) {
    this.#pool = pool;
    this.#socket = socket;
    socket.once("close", () => {
      this.#closed = true;
      this.#release?.();
    });
  }

  /** Configures the session and replaces an earlier configuration. */
  async configure(
    request: Configure_Request,
    defaultRegion: string | undefined,
  ): Promise<Configure_Response> {
    const userConfig = decodeObjectValue(request.config) ?? {};
    const config = offlineProviderConfig(userConfig, defaultRegion);
    const lease = await this.#pool.lease({
      ...request,
      config: encodeDynamicValue(config),
      client_capabilities: withoutDeferral(request.client_capabilities),
    });
    this.#release?.();
    this.#release = lease.release;
    this.#configured = {
      settings: parseProviderSettings({ ...userConfig, region: config.region ?? null }),
      backend: lease.backend,
    };
    // The connection may have closed while the provider was starting.
    if (this.#closed) lease.release();
    return lease.response;
  }

  /**
   * @throws Error before {@link configure}: Terraform makes such a call only after a cut
   * connection.
   */
  get configured(): ConfiguredProvider {
    if (this.#configured === undefined) throw new Error("the provider is not configured on this connection");
    return this.#configured;
  }

  /** The session's backend; before configuration, the shared unconfigured one. */
  async backend(): Promise<ProviderBackend> {
    return this.#configured?.backend ?? this.#pool.base();
  }

  /** Cuts the connection, like a provider that crashes. */
  abort(): void {
    this.#socket.resetAndDestroy();
  }
}

/** The loopback socket that Terraform connects to, and the session of each connection. */
export class ProviderSessions {
  readonly #pool: BackendPool;
  readonly #listener: NetServer;
  readonly #sessions = new Map<string, ProviderSession>();
  readonly #sockets = new Set<Socket>();

  private constructor(pool: BackendPool, grpc: Server) {
    this.#pool = pool;
    const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
    this.#listener = createServer((socket) => {
      this.#add(socket);
      injector.injectConnection(socket);
    });
  }

  /** Starts listening on a free loopback port. */
  static async listen(pool: BackendPool, grpc: Server): Promise<ProviderSessions> {
    const sessions = new ProviderSessions(pool, grpc);
    await new Promise<void>((resolve, reject) => {
      sessions.#listener.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return sessions;
  }

  /** The address `127.0.0.1:<port>`. */
  get address(): string {
    const { address, port } = this.#listener.address() as AddressInfo;
    return `${address}:${port}`;
  }

  /**
   * Returns the session of a call's peer, as gRPC names it.
   * @throws Error if the connection has closed.
   */
  forPeer(peer: string): ProviderSession {
    const session = this.#sessions.get(peer);
    if (session === undefined) throw new Error(`the connection from ${peer} is closed`);
    return session;
  }

  /** Cuts every connection and stops listening. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #add(socket: Socket): void {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    this.#sockets.add(socket);
    this.#sessions.set(peer, new ProviderSession(this.#pool, socket));
    // A connection reset needs no handling: the `close` event follows.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#sessions.delete(peer);
    });
  }
}
