/** What opens which kind of content: `handlers.json` of a profile. */
import { type ConfigOf, type Json, option, sortedEntries, t, toJson } from "lares/module";

const handlerOptions = {
  name: option(t.nullOr(t.str), { default: null, description: "What the handler is called." }),
  path: option(t.nullOr(t.str), { default: null, description: "The program, where the handler is one." }),
  uriTemplate: option(t.nullOr(t.str), {
    default: null,
    description: "The address, where the handler is a web page; `%s` stands for what is opened.",
  }),
};
type Handler = ConfigOf<typeof handlerOptions>;

const kindOptions = {
  action: option(t.enum(0, 1, 2, 3, 4), {
    default: 1,
    description:
      "0: save to disk. 1: ask. 2: open by the handler. 3: open in the browser. 4: open by the system's default.",
  }),
  ask: option(t.bool, { default: false, description: "Whether to ask before it is done." }),
  handlers: option(t.listOf(t.submodule(handlerOptions)), {
    default: [],
    description: "Handlers to choose from; the first is the preferred one.",
  }),
};
const mimeTypeOptions = {
  ...kindOptions,
  extensions: option(t.listOf(t.strMatching(/^[^.].+$/)), {
    default: [],
    description: "File name extensions of this kind, without the dot.",
    example: ["jpg", "jpeg"],
  }),
};

export const handlersOptions = {
  enable: option(t.bool, {
    default: ({ self }) => Object.keys(self.mimeTypes).length + Object.keys(self.schemes).length > 0,
    internal: true,
    description: "Whether any handler is set.",
  }),
  force: option(t.bool, {
    default: false,
    description: "Whether to replace the file in which the browser keeps its handlers.",
  }),
  mimeTypes: option(t.attrsOf(t.submodule(mimeTypeOptions)), {
    default: {},
    description: "What to do with content, by its MIME type.",
    example: { "application/pdf": { action: 3, extensions: ["pdf"] } },
  }),
  schemes: option(t.attrsOf(t.submodule(kindOptions)), {
    default: {},
    description: "What to do with addresses, by their scheme.",
    example: {
      mailto: {
        action: 2,
        handlers: [{ name: "Gmail", uriTemplate: "https://mail.google.com/mail/?extsrc=mailto&url=%s" }],
      },
    },
  }),
  finalSettings: option(t.json, {
    default: ({ self }) => handlersValue(self as Kinds),
    defaultText: "what the options come to",
    readOnly: true,
    internal: true,
    description: "The contents of the file.",
  }),
};
export type Handlers = ConfigOf<typeof handlersOptions>;

type Kind = ConfigOf<typeof kindOptions>;
interface Kinds {
  readonly mimeTypes: Readonly<Record<string, ConfigOf<typeof mimeTypeOptions>>>;
  readonly schemes: Readonly<Record<string, Kind>>;
}

const handlersValue = ({ mimeTypes, schemes }: Kinds): Json => ({
  defaultHandlersVersion: {},
  isDownloadsImprovementsAlreadyMigrated: false,
  mimeTypes: Object.fromEntries(
    sortedEntries(mimeTypes).map(([type, kind]) => [
      type,
      { ...kindValue(kind), ...(kind.extensions.length > 0 && { extensions: kind.extensions }) },
    ]),
  ),
  schemes: Object.fromEntries(sortedEntries(schemes).map(([scheme, kind]) => [scheme, kindValue(kind)])),
});

export const handlersJson = ({ finalSettings }: Handlers): string => toJson(finalSettings as never);

/** A handler is a program or a web page. */
export const ambiguousHandlers = ({ mimeTypes, schemes }: Kinds): readonly string[] =>
  [...sortedEntries(mimeTypes), ...sortedEntries(schemes)]
    .filter(([, { handlers }]) =>
      handlers.some(({ path, uriTemplate }) => path !== null && uriTemplate !== null),
    )
    .map(([kind]) => kind);

const kindValue = ({ action, ask, handlers }: Kind): { readonly [name: string]: Json } => ({
  action,
  ask,
  ...(handlers.length > 0 && { handlers: handlers.map(handlerValue) }),
});

const handlerValue = ({ name, path, uriTemplate }: Handler): Json =>
  Object.fromEntries(
    Object.entries({ name, path, uriTemplate }).filter((entry) => entry[1] !== null),
  ) as Json;
