import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../../terraform/setup-error.ts";
import { type Answer, AwsError, jsonErrorAnswer, queryErrorAnswer, s3ErrorAnswer } from "./aws-error.ts";
import { type StoreEnvironment, storeEnvironment } from "./environment.ts";
import { StoreFaults } from "./faults.ts";
import { ObjectFiles } from "./object-files.ts";
import { readRequest, type StoreRequest } from "./request.ts";
import { ObjectService } from "./s3.ts";
import type { AccountLookups } from "./s3-call.ts";
import { TokenService } from "./sts.ts";

/** How a store is set up. */
export interface StoreOptions extends AccountLookups {
  /** Where objects are kept; made when missing. The same folder again is the same store again. */
  readonly folder: string;
  /** The 12-digit account that STS names. */
  readonly accountId: string;
  /** The loopback port. @default 0: any free one */
  readonly port?: number;
  /** Told of each request after it is answered. */
  readonly onRequest?: (entry: RequestEntry) => void;
}

/** One answered request, for a report or a test. */
export interface RequestEntry {
  /** `PUT`. */
  readonly method: string;
  /** `s3`, `sts`, or the service that was refused. */
  readonly service: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly status: number;
}

/** A running state store. */
export interface Store {
  /** The loopback port it answers at. */
  readonly port: number;
  /** What a child process needs in its environment to reach the store and nothing else. */
  readonly env: StoreEnvironment;
  /** What it holds. */
  readonly objects: ObjectFiles;
  /** Ways to make it go wrong. */
  readonly faults: StoreFaults;
  /** Ends every connection and frees the port. The folder stays. May be called twice. */
  stop(): Promise<void>;
}

/** What a client is told that asks for anything but S3 and STS. */
const STAYS_HERE = "the rehearsal never leaves this machine";

/**
 * Starts the simulated S3 and STS on loopback. It is an HTTP proxy to its clients, so that the virtual-hosted
 * requests they would send to AWS arrive without a change to any file (see `storeEnvironment`).
 *
 * Throws {@link SetupError} when the port is in use or may not be used.
 */
export async function startStore(options: StoreOptions): Promise<Store> {
  const objects = new ObjectFiles(options.folder);
  const faults = new StoreFaults(objects);
  const service = { answer: answerer(options, objects, faults), faults, onRequest: options.onRequest };
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing, service));
  server.on("connect", (request: IncomingMessage, socket: Duplex) => refuseTunnel(request, socket));
  const port = await listen(server, options.port ?? 0);
  return {
    port,
    env: storeEnvironment(port),
    objects,
    faults,
    stop: () => close(server),
  };
}

interface Service {
  readonly answer: Answerer;
  readonly faults: StoreFaults;
  readonly onRequest: StoreOptions["onRequest"];
}

type Answerer = (request: StoreRequest, requestId: string) => Answer;

function answerer(options: StoreOptions, objects: ObjectFiles, faults: StoreFaults): Answerer {
  const tokens = new TokenService(options.accountId);
  const buckets = new ObjectService(objects, options);
  return (request, requestId) => {
    const refusal = faults.takeRefusal(request);
    if (refusal !== undefined) throw refusal;
    if (request.target.service === "s3") return buckets.answer(request, requestId);
    if (request.target.service === "sts") return tokens.answer(request, requestId);
    const { name, host } = request.target;
    throw new AwsError(501, "NotImplemented", `${name} (${host}) was asked for, but ${STAYS_HERE}.`);
  };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { answer, faults, onRequest }: Service,
): Promise<void> {
  const requestId = randomUUID();
  let request: StoreRequest | undefined;
  let reply: Answer;
  try {
    request = await readRequest(incoming);
    if (faults.delayMs > 0) await sleep(faults.delayMs);
    if (faults.unreachable) return void incoming.socket.destroy();
    reply = answer(request, requestId);
  } catch (error) {
    reply = refuse(error, request, requestId);
  }
  outgoing.writeHead(reply.status, { "content-length": Buffer.byteLength(reply.body), ...reply.headers });
  outgoing.end(incoming.method === "HEAD" ? undefined : reply.body);
  if (request !== undefined) onRequest?.(entryOf(request, reply.status));
}

/** Every failure becomes an answer in the words of the service that was asked. */
function refuse(error: unknown, request: StoreRequest | undefined, requestId: string): Answer {
  const refusal =
    error instanceof AwsError
      ? error
      : new AwsError(500, "InternalError", `The rehearsal's store failed: ${String(error)}`);
  if (request === undefined || request.target.service === "s3") return s3ErrorAnswer(refusal, requestId);
  const speaksJson = request.headers["content-type"]?.includes("json") === true;
  return speaksJson ? jsonErrorAnswer(refusal, requestId) : queryErrorAnswer(refusal, requestId);
}

/** HTTPS to anywhere. Go's HTTP client shows its user nothing but the reason phrase, so that says it all. */
function refuseTunnel(request: IncomingMessage, socket: Duplex): void {
  const host = request.url?.replace(/[^\w.:-]/g, "") ?? "a host";
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 501 ${host} was asked for, but ${STAYS_HERE}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
}

function entryOf({ method, target }: StoreRequest, status: number): RequestEntry {
  const service = target.service === "other" ? target.name : target.service;
  const { bucket, key } = target.service === "s3" ? target : { bucket: undefined, key: undefined };
  return { method, service, bucket, key, status };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explainListenError(error, port)));
    server.listen({ port, host: "127.0.0.1" }, () => resolve((server.address() as AddressInfo).port));
  });
}

function explainListenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new SetupError(
      `Port ${port} on 127.0.0.1 is in use by another program: stop it, or choose another port (0: any free one).`,
    );
  }
  if (error.code === "EACCES") {
    return new SetupError(
      `Port ${port} may not be used without privileges: choose one above 1023 (0: any free one).`,
    );
  }
  return error;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
