/** The shared servers as the programs that use them want them. */
import { type Context, type Json, optionValues, quoteShell } from "lares/module";

type Variable = string | { readonly file: string };

/** A server with what is set of it, and no more. Other settings of its own stand beside. */
export interface PlainServer {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, Variable>>;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
  readonly disabled?: boolean;
  readonly [setting: string]: unknown;
}

type JsonServer = { readonly [setting: string]: Json };

/** The servers of `programs.mcp`, for a program that asks for them; none unless both are enabled. */
export const sharedServers = (
  { enableMcpIntegration }: { readonly enableMcpIntegration: boolean },
  { config }: Context,
): Readonly<Record<string, PlainServer>> =>
  enableMcpIntegration && config.programs.mcp.enable
    ? mapServers(config.programs.mcp.servers, plainServer)
    : {};

export const mapServers = <T, U>(
  servers: Readonly<Record<string, T>>,
  work: (server: T) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, work(server)]));

export const withoutDisabled = (
  servers: Readonly<Record<string, PlainServer>>,
): Readonly<Record<string, PlainServer>> =>
  Object.fromEntries(Object.entries(servers).filter(([, server]) => !isDisabled(server)));

export const plainServer = (server: object): PlainServer => {
  const { env, ...values } = optionValues(server);
  const variables = mapServers(env as Readonly<Record<string, Variable>>, plainVariable);
  return Object.fromEntries(
    Object.entries({ ...values, env: variables }).filter(([, value]) => !isEmpty(value)),
  );
};

export const isDisabled = ({ enabled, disabled }: PlainServer): boolean =>
  enabled === false || disabled === true;

/** Whether `enabled` and the `disabled` that other programs know say different things. */
export const contradicts = (server: object): boolean => {
  const { enabled, disabled } = plainServer(server);
  return enabled !== undefined && disabled !== undefined && enabled === disabled;
};

/** `enabled` for programs that know it; where nothing is said nothing is written. */
export const withEnabled = ({ enabled, disabled, ...rest }: PlainServer): PlainServer =>
  enabled === undefined && disabled === undefined
    ? rest
    : { ...rest, enabled: !isDisabled({ enabled: enabled ?? true, disabled: disabled ?? false }) };

/** For programs that read `{file:PATH}` in a value themselves. */
export const withFileReferences = (server: PlainServer): JsonServer =>
  ({
    ...server,
    ...(server.env && {
      env: mapServers(server.env, (value) => (typeof value === "string" ? value : `{file:${value.file}}`)),
    }),
  }) as JsonServer;

/** For all others a shell reads the files when it starts the server. */
export const withFilesRead = ({ env = {}, ...server }: PlainServer): JsonServer => {
  const values = Object.entries(env).filter(([, value]) => typeof value === "string");
  const files = Object.entries(env).filter((entry): entry is [string, { file: string }] =>
    Boolean((entry[1] as { file?: string }).file),
  );
  const variables = values.length === 0 ? {} : { env: Object.fromEntries(values) };
  if (files.length === 0) return { ...server, ...variables } as JsonServer;
  const exports = files.map(([name, { file }]) => `${name}="$(cat ${quoteShell(file)})"; export ${name}`);
  const { command = "", args = [] } = server;
  return {
    ...server,
    ...variables,
    command: "sh",
    args: ["-c", `${exports.join("; ")}; exec "$@"`, "sh", command, ...args],
  } as JsonServer;
};

const plainVariable = (value: Variable): Variable =>
  typeof value === "string" ? value : { file: value.file };

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === "object" && Object.keys(value as object).length === 0);
