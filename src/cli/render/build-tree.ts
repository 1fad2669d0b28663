/**
 * What a realisation does, drawn: the state of all builds and downloads, how an event changes it, and its lines. All
 * pure, so that a terminal only has to print.
 *
 *   ⏵ downloads 3/12 · 4.1 MiB of 20 MiB · 1.2 MiB/s
 *   ⏵ zlib-1.3                     12 s  checking for gcc...
 *     ↓ hello-2.12.tar.gz          1.0 MiB of 4.0 MiB
 *   ⏸ curl-8.5                     waits for zlib-1.3
 *   ✔ 4 built, 3 downloaded, 12 to go
 */
import { withoutEscapes } from "../../base/escapes.ts";
import type { StorePath } from "../../base/paths.ts";
import type { PlannedBuild, RealiseEvent } from "../../build/realise/events.ts";
import { nameOf } from "../../format/store-path.ts";
import type { Palette } from "./colour.ts";
import { displayWidth } from "./layout.ts";
import { printable } from "./printable.ts";
import { counted, sizeForPeople } from "./quantities.ts";

export type BuildState = "queued" | "waiting" | "running" | "done" | "failed";

export interface BuildRow extends PlannedBuild {
  readonly state: BuildState;
  /** Milliseconds, of the clock that events come with. */
  readonly started?: number;
  readonly lastLine?: string;
  readonly bytes?: number;
  readonly total?: number;
}

export interface DownloadRow {
  readonly path: StorePath;
  readonly state: BuildState;
  /** Bytes that the cache says there are to download. */
  readonly size?: number;
  readonly bytes: number;
  readonly started?: number;
}

export interface BuildTree {
  readonly builds: ReadonlyMap<StorePath, BuildRow>;
  readonly downloads: ReadonlyMap<StorePath, DownloadRow>;
  /** When the first event came. */
  readonly started?: number;
}

export const emptyTree: BuildTree = { builds: new Map(), downloads: new Map() };

/** `now` in milliseconds. */
export const updateTree = (tree: BuildTree, event: RealiseEvent, now: number): BuildTree => {
  const begun = { ...tree, started: tree.started ?? now };
  switch (event.type) {
    case "planned":
      return {
        ...begun,
        builds: new Map<StorePath, BuildRow>([
          ...tree.builds,
          ...event.builds.map((build) => [build.drvPath, { ...build, state: "queued" as const }] as const),
        ]),
        downloads: new Map<StorePath, DownloadRow>([
          ...tree.downloads,
          ...event.downloads.map(
            ({ path, downloadSize, narSize }) =>
              [path, { path, state: "queued" as const, bytes: 0, size: downloadSize ?? narSize }] as const,
          ),
        ]),
      };
    case "build-started":
      return withBuild(begun, event.drvPath, { state: "running", started: now });
    case "build-waits":
      return withBuild(begun, event.drvPath, { state: "waiting" });
    case "build-log":
      return withBuild(begun, event.drvPath, { lastLine: event.line });
    case "build-bytes":
      return withBuild(begun, event.drvPath, {
        bytes: event.bytes,
        ...(event.total !== undefined && { total: event.total }),
      });
    case "build-done":
      return withBuild(begun, event.drvPath, { state: "done" });
    case "build-failed":
      return withBuild(begun, event.drvPath, { state: "failed" });
    case "download-started":
      return withDownload(begun, event.path, { state: "running", started: now, bytes: 0 });
    case "download-bytes":
      return withDownload(begun, event.path, { bytes: event.bytes });
    case "download-done":
      return withDownload(begun, event.path, { state: "done" });
    case "download-failed":
      return withDownload(begun, event.path, { state: "failed" });
    case "warning":
      return tree;
  }
};

const withBuild = (tree: BuildTree, drvPath: StorePath, change: Partial<BuildRow>): BuildTree => {
  const row = tree.builds.get(drvPath) ?? plainRow(drvPath);
  return { ...tree, builds: new Map(tree.builds).set(drvPath, { ...row, ...change }) };
};

/** A build that no plan named: that of a check. */
const plainRow = (drvPath: StorePath): BuildRow => ({
  drvPath,
  name: nameOf(drvPath).replace(/\.drv$/, ""),
  isDownload: false,
  after: [],
  state: "queued",
});

const withDownload = (tree: BuildTree, path: StorePath, change: Partial<DownloadRow>): BuildTree => {
  const row = tree.downloads.get(path) ?? { path, state: "queued" as const, bytes: 0 };
  return { ...tree, downloads: new Map(tree.downloads).set(path, { ...row, ...change }) };
};

export interface TreeView {
  /** Of the terminal. */
  readonly columns: number;
  /** Lines to fill at most. */
  readonly rows: number;
  readonly now: number;
  readonly colour: Palette;
}

/** Running ones first, then those that wait, then a line that counts all; none wider than the terminal. */
export const renderTree = (tree: BuildTree, view: TreeView): readonly string[] => {
  const builds = [...tree.builds.values()];
  const active = [
    ...builds.filter(({ state }) => state === "running").map((row) => runningLine(row, view)),
    ...builds.filter(({ state }) => state === "waiting").map((row) => waitingLine(row, view)),
    ...[...tree.downloads.values()]
      .filter(({ state }) => state === "running")
      .map((row) => downloadLine(row, view)),
  ];
  const next = builds
    .filter(({ state }) => state === "queued")
    .map((row) => queuedLine(row, tree, view))
    .filter((line) => line !== undefined);
  const room = Math.max(1, view.rows - 1);
  const shown = [...active, ...next].slice(0, room);
  return [...shown, summaryLine(tree, view)];
};

const runningLine = (row: BuildRow, view: TreeView): string => {
  const time = secondsFor(view.now - (row.started ?? view.now));
  const amount = row.bytes === undefined ? (row.lastLine ?? "") : amountOf(row.bytes, row.total);
  return lineOf(view, view.colour.cyan(row.isDownload ? "↓" : "⏵"), row.name, time, amount);
};

const waitingLine = (row: BuildRow, view: TreeView): string =>
  lineOf(view, view.colour.yellow("⏸"), row.name, "", "another lares builds it");

const queuedLine = (row: BuildRow, { builds }: BuildTree, view: TreeView): string | undefined => {
  const missing = row.after.flatMap((input) => {
    const found = builds.get(input);
    return found === undefined || found.state === "done" ? [] : [found.name];
  });
  if (missing.length === 0) return undefined;
  const more = missing.length > 2 ? ` and ${missing.length - 2} more` : "";
  return lineOf(
    view,
    view.colour.dim("⏸"),
    row.name,
    "",
    `waits for ${missing.slice(0, 2).join(", ")}${more}`,
  );
};

const downloadLine = ({ path, bytes, size, started }: DownloadRow, view: TreeView): string => {
  const milliseconds = view.now - (started ?? view.now);
  const speed = milliseconds > 500 ? `, ${sizeForPeople(Math.round((bytes * 1000) / milliseconds))}/s` : "";
  return lineOf(view, view.colour.cyan("↓"), nameOf(path), "", `${amountOf(bytes, size)}${speed}`);
};

const amountOf = (bytes: number, total: number | undefined): string =>
  total === undefined ? sizeForPeople(bytes) : `${sizeForPeople(bytes)} of ${sizeForPeople(total)}`;

const summaryLine = (tree: BuildTree, { colour, columns, now }: TreeView): string => {
  const text = `${summaryOf(tree)}  ${secondsFor(now - (tree.started ?? now))}`;
  return colour.dim(cut(text, columns));
};

/** `4 of 12 built, 3 of 5 downloaded, 1 failed`. */
export const summaryOf = ({ builds, downloads }: BuildTree): string => {
  const made = [...builds.values()].filter(({ isDownload }) => !isDownload);
  const fetched = [...[...builds.values()].filter(({ isDownload }) => isDownload), ...downloads.values()];
  const failed = [...made, ...fetched].filter(({ state }) => state === "failed").length;
  const count = (rows: readonly { state: BuildState }[], word: string): readonly string[] =>
    rows.length === 0
      ? []
      : [`${rows.filter(({ state }) => state === "done").length} of ${rows.length} ${word}`];
  return [
    ...count(made, "built"),
    ...count(fetched, "downloaded"),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(", ");
};

/** A sign, a name, a time and the rest, which is cut to what is left of the line. */
const lineOf = ({ columns }: TreeView, sign: string, name: string, time: string, rest: string): string => {
  const shownName = cut(printable(name), Math.max(8, Math.min(40, columns - 12)));
  const head = `${shownName}${time === "" ? "" : `  ${time}`}`;
  const room = columns - displayWidth(head) - 4;
  const tail = room < 8 ? "" : cut(plainText(rest), room);
  return `${sign} ${cut(head, Math.max(1, columns - 2))}${tail === "" ? "" : `  ${tail}`}`;
};

/** What a builder printed, without its colours and cursor movements. */
export const plainText = (line: string): string => printable(withoutEscapes(line).replace(/\t/g, " "));

const cut = (text: string, columns: number): string => {
  if (displayWidth(text) <= columns) return text;
  let kept = "";
  for (const character of text) {
    if (displayWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
};

const secondsFor = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** What a pipe is told of an event; undefined for those that it need not know. */
export const eventLine = (tree: BuildTree, event: RealiseEvent): string | undefined => {
  switch (event.type) {
    case "planned":
      return planLine(event);
    case "build-started":
      return tree.builds.get(event.drvPath)?.isDownload
        ? undefined
        : `building ${nameIn(tree, event.drvPath)}`;
    case "build-waits":
      return `waiting for another lares that builds ${nameIn(tree, event.drvPath)}`;
    case "build-done":
      return event.elsewhere ? `another lares built ${nameIn(tree, event.drvPath)}` : undefined;
    case "download-started":
      return `downloading ${printable(nameOf(event.path))} from ${printable(event.url)}`;
    default:
      return undefined;
  }
};

/** `2 paths from caches, 35 files to download, 3 packages to build`. */
export const planLine = ({ builds, downloads }: Pick<Planned, "builds" | "downloads">): string => {
  const files = builds.filter(({ isDownload }) => isDownload).length;
  return [
    [downloads.length, `${counted(downloads.length, "path")} from caches`] as const,
    [files, `${counted(files, "file")} to download`] as const,
    [builds.length - files, `${counted(builds.length - files, "package")} to build`] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([, text]) => text)
    .join(", ");
};

type Planned = Extract<RealiseEvent, { readonly type: "planned" }>;

const nameIn = ({ builds }: BuildTree, drvPath: StorePath): string =>
  printable(builds.get(drvPath)?.name ?? nameOf(drvPath).replace(/\.drv$/, ""));
