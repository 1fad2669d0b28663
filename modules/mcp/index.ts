/** Servers of the Model Context Protocol, for every program that asks for them: `mcp/mcp.json`. */
import { defineProgram, formats, option, type TreeOf, t } from "lares/module";
import { contradicts, plainServer, withFileReferences } from "./servers.ts";

const secretFile = t.submodule({
  file: option(t.str, { description: "The file that holds the value.", example: "/run/secrets/token" }),
});

const server = t.freeform(t.json, {
  command: option(t.nullOr(t.str), {
    default: null,
    description: "The program that serves on its standard input and output.",
    example: "npx",
  }),
  args: option(t.listOf(t.str), {
    default: [],
    description: "Arguments of the command.",
    example: ["-y", "@modelcontextprotocol/server-everything"],
  }),
  env: option(t.attrsOf(t.either(t.str, secretFile)), {
    default: {},
    description: "Environment variables of the command: values, or files that hold them.",
    example: { NPM_TOKEN: { file: "/run/secrets/npm-token" } },
  }),
  url: option(t.nullOr(t.str), {
    default: null,
    description: "Where a server that is reached by HTTP is.",
    example: "https://mcp.context7.com/mcp",
  }),
  headers: option(t.attrsOf(t.str), { default: {}, description: "HTTP headers to send with each request." }),
  enabled: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether programs are to use the server; null leaves it to them.",
  }),
});

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to set up servers of the Model Context Protocol.",
  }),
  servers: option(t.attrsOf(server), {
    default: {},
    description:
      "Servers by name. Programs whose `enableMcpIntegration` is set use them; all are in `mcp/mcp.json`.",
    example: { everything: { command: "npx", args: ["-y", "@modelcontextprotocol/server-everything"] } },
  }),
};
export interface McpOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mcp: McpOptions;
  }
}

export default defineProgram("programs.mcp", {
  url: import.meta.url,
  options,
  files: ({ servers }) => ({
    "mcp/mcp.json":
      Object.keys(servers).length > 0 && formats.json.file({ mcpServers: standardServers(servers) }),
  }),
  assertions: ({ servers }) =>
    Object.entries(servers).flatMap(([name, own]) => [
      {
        assertion: !contradicts(own),
        message: `programs.mcp.servers.${name} is both enabled and disabled: keep one of the two.`,
      },
      {
        assertion: own.command === null || own.url === null,
        message: `programs.mcp.servers.${name} has both a command and a url: a server is either run or reached.`,
      },
    ]),
});

const standardServers = (servers: Readonly<Record<string, Parameters<typeof plainServer>[0]>>) =>
  Object.fromEntries(
    Object.entries(servers).map(([name, own]) => {
      const plain = plainServer(own);
      const type = plain.url === undefined ? "stdio" : "http";
      return [name, { type, ...withFileReferences(plain) }];
    }),
  );
