/** The parts that are used of npm's libraries that come without types. */
declare module "@npmcli/config" {
  export default class Config {
    constructor(options: object);
    load(): Promise<void>;
    readonly flat: Readonly<Record<string, unknown>>;
  }
}
declare module "@npmcli/config/lib/definitions/index.js" {
  const known: Readonly<Record<string, unknown>>;
  export default known;
}
declare module "npm-registry-fetch/lib/auth.js" {
  export default function getAuth(
    url: string,
    options: object,
  ): {
    readonly token: string | null;
    readonly auth: string | null;
    readonly cert: string | null;
    readonly key: string | null;
  };
}
declare module "@npmcli/agent" {
  import type { Agent } from "node:http";
  export function getAgent(url: string, options: object): Agent;
}
declare module "npm-install-checks" {
  export function checkPlatform(
    target: { readonly os?: unknown; readonly cpu?: unknown; readonly libc?: unknown },
    force: boolean,
    environment: { readonly os: string; readonly cpu: string; readonly libc?: string },
  ): void;
}
