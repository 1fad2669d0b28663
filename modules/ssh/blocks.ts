/** The blocks of `~/.ssh/config`, from `settings` and from `matchBlocks`. */
import {
  type Config,
  isSocket,
  type SshDirectives,
  type SshForward,
  type SshValue,
  sshLines,
  t,
} from "lares/module";
import { directivesOf, headerOf } from "./match-block.ts";

export interface Block {
  readonly header: string;
  readonly directives: SshDirectives;
  /** Directives of `extraOptions`, which may say again what is said above. */
  readonly more: SshDirectives;
}

/** In order; the one for all hosts last, since ssh takes the first value it finds. */
export const blocksOf = (config: Config): readonly Block[] => {
  const { settings, matchBlocks } = config.programs.ssh;
  const entries = { ...map(matchBlocks, fromMatchBlock), ...map(settings, fromSettings) };
  const blocks = t.inOrder(entries);
  return [...blocks.filter(([name]) => name !== "*"), ...blocks.filter(([name]) => name === "*")].map(
    ([, block]) => block,
  );
};

export const blockText = ({ header, directives, more }: Block): string =>
  [header, ...[...sshLines(directives), ...sshLines(more)].map((line) => `  ${line}`), ""].join("\n");

/** A Unix socket has no port. */
export const namesPortOfSocket = ({ directives }: Block): boolean =>
  ["LocalForward", "RemoteForward", "DynamicForward"]
    .flatMap((keyword) => forwards(directives[keyword]))
    .flatMap((forward) => [forward, forward.bind ?? {}, forward.host ?? {}])
    .some((end) => isSocket(end) && end.port !== undefined && end.port !== null);

const forwards = (value: SshValue | undefined): readonly SshForward[] =>
  [value].flat().filter((one): one is SshForward => typeof one === "object" && one !== null);

type Ssh = Config["programs"]["ssh"];

const fromSettings = (name: string, { header, ...directives }: Ssh["settings"][string]["data"]): Block => ({
  header: header ?? (/^(host|match)\s/i.test(name) ? name : `Host ${name}`),
  directives,
  more: {},
});

const fromMatchBlock = (name: string, block: Ssh["matchBlocks"][string]["data"]): Block => ({
  header: headerOf(name, block),
  directives: directivesOf(block),
  more: block.extraOptions,
});

const map = <T, U>(
  entries: Readonly<Record<string, t.DagEntry<T>>>,
  change: (name: string, data: T) => U,
): Record<string, t.DagEntry<U>> =>
  Object.fromEntries(
    Object.entries(entries).map(([name, { after, before, data }]) => [
      name,
      { after, before, data: change(name, data) },
    ]),
  );
