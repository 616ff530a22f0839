import { connect } from "node:net";
import { networkInterfaces } from "node:os";

/** Returns the addresses of this machine on which a TCP port accepts connections. */
export async function openAddresses(port: number): Promise<string[]> {
  const own = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ scopeid = 0 }) => scopeid === 0).map(({ address }) => address),
  );
  // On Linux, a server on any address also accepts connections to 127.0.0.2.
  const all = [...new Set(["127.0.0.1", ...(process.platform === "linux" ? ["127.0.0.2"] : []), ...own])];
  const accepts = await Promise.all(all.map((host) => acceptsConnections(host, port)));
  return all.filter((_, i) => accepts[i]);
}

function acceptsConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.on("connect", () => end(true)).on("error", () => end(false));
    socket.setTimeout(2000, () => end(false));
  });
}
