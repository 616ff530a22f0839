/** A stub of a service on each port of its arguments, which answers with what it was sent. */
import http from "node:http";

for (const port of process.argv.slice(2).map(Number)) {
  const server = http.createServer((request, response) => {
    let bytes = 0;
    request.on("data", (data) => {
      bytes += data.length;
    });
    request.on("end", () => response.end(`${port} ${request.method} ${request.url} ${bytes}\n`));
  });
  server.requestTimeout = 0;
  server.listen(port, "0.0.0.0", () => console.log(`listening ${port}`));
}
