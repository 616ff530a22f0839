import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../../terraform/setup-error.ts";
import {
  AwsHttpError,
  type HttpResponse,
  jsonErrorResponse,
  queryErrorResponse,
  s3ErrorResponse,
} from "./aws-http-error.ts";
import { type AwsRequest, readAwsRequest } from "./aws-request.ts";
import { type StateBackendEnvironment, stateBackendEnvironment } from "./environment.ts";
import { StateBackendFaults } from "./faults.ts";
import { ObjectFiles } from "./object-files.ts";
import { S3Service } from "./s3.ts";
import type { AccountResolver } from "./s3-call.ts";
import { StsService } from "./sts.ts";

/** Options of the state backend. */
export interface StateBackendOptions extends AccountResolver {
  /**
   * The folder of the objects; created if missing. Starting again with the same folder resumes its
   * content.
   */
  readonly folder: string;
  /** The 12-digit account ID returned by STS. */
  readonly accountId: string;
  /** The loopback port. @default 0: any free port */
  readonly port?: number;
  /** Answers requests to services other than S3 and STS. @default none: they are rejected */
  readonly handleOther?: (request: AwsRequest, requestId: string) => HttpResponse | undefined;
  /** Called after each response. */
  readonly onRequest?: (entry: RequestLogEntry) => void;
}

/** One handled request, for a report or a test. */
export interface RequestLogEntry {
  /** `PUT`. */
  readonly method: string;
  /** `s3`, `sts`, or the service that was rejected. */
  readonly service: string;
  /** The bucket; undefined for a request that names none. */
  readonly bucket: string | undefined;
  /** The key; undefined for a request that names none. */
  readonly key: string | undefined;
  /** The HTTP status code of the response. */
  readonly status: number;
}

/** A running state backend. */
export interface SimulatedStateBackend {
  /** The loopback port it listens on. */
  readonly port: number;
  /** The environment in which a child process reaches the state backend and nothing else. */
  readonly env: StateBackendEnvironment;
  /** The stored objects. */
  readonly objects: ObjectFiles;
  /** Faults to inject. */
  readonly faults: StateBackendFaults;
  /** Closes every connection and frees the port. The folder stays. May be called twice. */
  stop(): Promise<void>;
}

/** The message for requests to services other than S3 and STS. */
const OFFLINE_NOTICE = "the rehearsal never leaves this machine";

/**
 * Starts the simulated S3 and STS on loopback. To its clients it is an HTTP proxy, so that
 * virtual-hosted requests to AWS arrive without a change to any file (see
 * `stateBackendEnvironment`).
 *
 * @throws SetupError if the port is in use or not permitted.
 */
export async function startStateBackend(options: StateBackendOptions): Promise<SimulatedStateBackend> {
  const objects = new ObjectFiles(options.folder);
  const faults = new StateBackendFaults(objects);
  const service = {
    handle: createRequestHandler(options, objects, faults),
    faults,
    onRequest: options.onRequest,
  };
  const server = createServer((incoming, outgoing) => void serveRequest(incoming, outgoing, service));
  server.on("connect", (request: IncomingMessage, socket: Duplex) => rejectTunnel(request, socket));
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    port,
    env: stateBackendEnvironment(port),
    objects,
    faults,
    stop: () => closeServer(server),
  };
}

interface RequestService {
  readonly handle: RequestHandler;
  readonly faults: StateBackendFaults;
  readonly onRequest: StateBackendOptions["onRequest"];
}

type RequestHandler = (request: AwsRequest, requestId: string) => HttpResponse;

function createRequestHandler(
  options: StateBackendOptions,
  objects: ObjectFiles,
  faults: StateBackendFaults,
): RequestHandler {
  const sts = new StsService(options.accountId);
  const s3 = new S3Service(objects, options);
  return (request, requestId) => {
    const awsError = faults.takeError(request);
    if (awsError !== undefined) throw awsError;
    if (request.target.service === "s3") return s3.handle(request, requestId);
    if (request.target.service === "sts") return sts.handle(request, requestId);
    const other = options.handleOther?.(request, requestId);
    if (other !== undefined) return other;
    const { name, host } = request.target;
    throw new AwsHttpError(501, "NotImplemented", `${name} (${host}) was requested, but ${OFFLINE_NOTICE}.`);
  };
}

async function serveRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { handle, faults, onRequest }: RequestService,
): Promise<void> {
  const requestId = randomUUID();
  let request: AwsRequest | undefined;
  let response: HttpResponse;
  try {
    request = await readAwsRequest(incoming);
    if (faults.delayMs > 0) await sleep(faults.delayMs);
    if (faults.unreachable) return void incoming.socket.destroy();
    response = handle(request, requestId);
  } catch (error) {
    response = errorResponse(error, request, requestId);
  }
  outgoing.writeHead(response.status, {
    "content-length": Buffer.byteLength(response.body),
    ...response.headers,
  });
  outgoing.end(incoming.method === "HEAD" ? undefined : response.body);
  if (request !== undefined) onRequest?.(requestLogEntry(request, response.status));
}

/** Converts any failure into an API error in the format of the requested service. */
function errorResponse(error: unknown, request: AwsRequest | undefined, requestId: string): HttpResponse {
  const awsError =
    error instanceof AwsHttpError
      ? error
      : new AwsHttpError(500, "InternalError", `The rehearsal's state backend failed: ${String(error)}`);
  if (request === undefined || request.target.service === "s3") return s3ErrorResponse(awsError, requestId);
  const expectsJson = request.headers["content-type"]?.includes("json") === true;
  return expectsJson ? jsonErrorResponse(awsError, requestId) : queryErrorResponse(awsError, requestId);
}

/**
 * Rejects HTTPS to any host. Go's HTTP client shows only the reason phrase, so it holds the
 * message.
 */
function rejectTunnel(request: IncomingMessage, socket: Duplex): void {
  const host = request.url?.replace(/[^\w.:-]/g, "") ?? "a host";
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 501 ${host} was requested, but ${OFFLINE_NOTICE}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
}

function requestLogEntry({ method, target }: AwsRequest, status: number): RequestLogEntry {
  const service = target.service === "other" ? target.name : target.service;
  const { bucket, key } = target.service === "s3" ? target : { bucket: undefined, key: undefined };
  return { method, service, bucket, key, status };
}

function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explainListenError(error, port)));
    server.listen({ port, host: "127.0.0.1" }, () => resolve((server.address() as AddressInfo).port));
  });
}

function explainListenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new SetupError(
      `Port ${port} on 127.0.0.1 is in use by another program: stop it, or choose another port (0: any free port).`,
    );
  }
  if (error.code === "EACCES") {
    return new SetupError(`Port ${port} requires privileges: choose one above 1023 (0: any free port).`);
  }
  return error;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
