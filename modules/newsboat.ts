/** Newsboat, a reader of feeds: `newsboat/{config,urls}`, and timers that fetch and clean up. */
import {
  defineProgram,
  linesOption,
  option,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const feed = t.submodule({
  url: option(t.str, { description: "The feed's address.", example: "https://example.org/feed.xml" }),
  tags: option(t.listOf(t.str), { default: [], description: "Tags to find it by.", example: ["news"] }),
  title: option(t.nullOr(t.str), { default: null, description: "A title instead of the feed's own." }),
});

const timer = (what: string, usual: string) => ({
  enable: option(t.bool, { default: false, description: `Whether to ${what} by a timer.` }),
  onCalendar: option(t.str, {
    default: usual,
    description: "When, as systemd.time(7) says it.",
    example: "weekly",
  }),
});

const options = {
  ...programOptions("Newsboat, a reader of feeds", "newsboat"),
  urls: option(t.listOf(feed), {
    default: [],
    description: "Feeds.",
    example: [{ url: "https://example.org/feed.xml", tags: ["news"] }],
  }),
  queries: option(t.attrsOf(t.str), {
    default: {},
    description: "Feeds made of articles that a query finds, by name.",
    example: { unread: 'unread = "yes"' },
  }),
  maxItems: option(t.int, { default: 0, description: "How many articles of a feed are kept; 0 for all." }),
  reloadThreads: option(t.int, { default: 5, description: "How many feeds are fetched at a time." }),
  autoReload: option(t.bool, {
    default: false,
    description: "Whether feeds are fetched at the start and from time to time.",
  }),
  reloadTime: option(t.nullOr(t.int), {
    default: 60,
    description: "Minutes between fetches; null for Newsboat's own.",
  }),
  browser: option(t.str, {
    default: ({ lib }) => lib.program("xdg-utils", "xdg-open"),
    defaultText: "xdg-open",
    description: "The program that opens articles.",
  }),
  autoFetchArticles: timer("fetch articles", "daily"),
  autoVacuum: timer("clean up the cache", "weekly"),
  extraConfig: linesOption("Further lines, at the end of `config`."),
};
export interface NewsboatOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly newsboat: NewsboatOptions;
  }
}

export default defineProgram("programs.newsboat", {
  url: import.meta.url,
  options,
  files: (own) => ({
    "newsboat/urls": (own.urls.length > 0 || Object.keys(own.queries).length > 0) && {
      text: [...sortedEntries(own.queries).map(queryLine), ...own.urls.map(feedLine)].join(""),
    },
    "newsboat/config": {
      text: [
        `max-items ${own.maxItems}`,
        `browser ${own.browser}`,
        `reload-threads ${own.reloadThreads}`,
        `auto-reload ${own.autoReload ? "yes" : "no"}`,
        ...(own.reloadTime === null ? [] : [`reload-time ${own.reloadTime}`]),
        "prepopulate-query-feeds yes",
        own.extraConfig,
      ]
        .filter((line) => line !== "")
        .join("\n")
        .replace(/\n?$/, "\n"),
    },
  }),
  units: ({ package: newsboat, autoFetchArticles, autoVacuum }, { lib }) => {
    const program = lib.program(newsboat ?? "newsboat");
    const jobs = [
      {
        name: "newsboat-fetch-articles",
        about: "Fetch Newsboat's articles",
        run: "-x reload",
        when: autoFetchArticles,
      },
      {
        name: "newsboat-vacuum-database",
        about: "Clean up Newsboat's cache",
        run: "--vacuum",
        when: autoVacuum,
      },
    ].filter(({ when }) => when.enable);
    return {
      services: Object.fromEntries(
        jobs.map(({ name, about, run }) => [
          name,
          { Unit: { Description: about }, Service: { Type: "oneshot", ExecStart: `${program} ${run}` } },
        ]),
      ),
      timers: Object.fromEntries(
        jobs.map(({ name, about, when }) => [
          name,
          {
            Unit: { Description: about },
            Timer: { OnCalendar: when.onCalendar, Persistent: true },
            Install: { WantedBy: ["timers.target"] },
          },
        ]),
      ),
    };
  },
});

const quoted = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;

const queryLine = ([name, query]: readonly [string, string]): string =>
  `${quoted(`query:${name}:${query}`)}\n`;

interface Feed {
  readonly url: string;
  readonly tags: readonly string[];
  readonly title: string | null;
}

const feedLine = ({ url, tags, title }: Feed): string =>
  `${[url, ...tags.map(quoted), ...(title === null ? [] : [quoted(`~${title}`)])].join(" ")}\n`;
