/** TypeScript's own language server, as an editor talks to it: enough of the protocol to complete and hover. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export interface LanguageServer {
  /** Names that completion offers at the mark `|` in `text`, as if `file` held the text without it. */
  complete(file: string, marked: string): Promise<string[]>;
  /** What hovering over the mark shows. */
  hover(file: string, marked: string): Promise<string>;
  stop(): void;
}

export const startLanguageServer = async (root: string): Promise<LanguageServer> => {
  const tsc = resolve(import.meta.dirname, "../../node_modules/typescript/bin/tsc");
  const child = spawn(process.execPath, [tsc, "--lsp", "--stdio"], {
    cwd: root,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting = new Map<number, (result: any) => void>();
  let buffer = Buffer.alloc(0);
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  child.stdout.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString())![1]);
      if (buffer.length < head + 4 + length) return;
      const message = JSON.parse(buffer.subarray(head + 4, head + 4 + length).toString());
      buffer = buffer.subarray(head + 4 + length);
      if (message.method !== undefined && message.id !== undefined)
        send({ id: message.id, result: replyTo(message) });
      else if (message.id !== undefined) waiting.get(message.id)?.(message.result ?? message.error);
    }
  });
  let next = 0;
  const request = (method: string, params: object): Promise<any> => {
    const id = ++next;
    send({ id, method, params });
    return new Promise((done) => waiting.set(id, done));
  };
  await request("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: { textDocument: { hover: { contentFormat: ["plaintext"] } } },
  });
  send({ method: "initialized", params: {} });
  let version = 0;
  const open = (file: string, marked: string) => {
    const at = marked.indexOf("|");
    const before = marked.slice(0, at).split("\n");
    const uri = pathToFileURL(resolve(root, file)).href;
    const text = marked.slice(0, at) + marked.slice(at + 1);
    if (version++ > 0) send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
    send({
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId: "typescript", version, text } },
    });
    return { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1)!.length } };
  };
  return {
    complete: async (file, marked) => {
      const result = await request("textDocument/completion", open(file, marked));
      return (result?.items ?? []).map(({ label }: { label: string }) => label.replace(/\?$/, ""));
    },
    hover: async (file, marked) =>
      JSON.stringify((await request("textDocument/hover", open(file, marked)))?.contents ?? ""),
    stop: () => child.kill(),
  };
};

const replyTo = (message: { method: string; params?: { items?: unknown[] } }): unknown =>
  message.method === "workspace/configuration" ? (message.params?.items ?? []).map(() => ({})) : null;

export const readSource = (path: string): string => readFileSync(path, "utf8");
