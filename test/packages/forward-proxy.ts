/** A forward proxy: `CONNECT` for https, whole addresses for http. It knows where every host is: here. */
import * as http from "node:http";
import * as net from "node:net";

export interface ForwardProxy {
  readonly url: string;
  /** What it was asked for: `CONNECT registry.test:443`, `GET http://registry.test/tool`. */
  readonly asked: string[];
  stop(): void;
}

/** `authorization`: what it wants to be shown, `Basic …`. */
export const startProxy = async (authorization?: string): Promise<ForwardProxy> => {
  const asked: string[] = [];
  const isAllowed = ({ headers }: http.IncomingMessage): boolean =>
    authorization === undefined || headers["proxy-authorization"] === authorization;
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isAllowed(request)) return void response.writeHead(407).end();
    const { port, pathname, search } = new URL(request.url!);
    const options = { host: "127.0.0.1", port, path: pathname + search, headers: request.headers };
    http.get(options, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
  });
  const open = new Set<net.Socket>();
  server.on("connection", (socket) => open.add(socket));
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (!isAllowed(request)) return void socket.end("HTTP/1.1 407 Who are you\r\n\r\n");
    const onward = net.connect(Number(request.url!.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Here\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    open.add(onward);
    for (const one of [onward, socket]) one.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    asked,
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
};
