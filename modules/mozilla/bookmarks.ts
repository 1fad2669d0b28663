/**
 * Bookmarks in the Netscape format, which Firefox imports at a start:
 *
 *     file   = head "<DL><p>" { item } "</DL>"
 *     item   = "<DT><A …>" name "</A>" | "<DT><H3 …>" name "</H3>" "<DL><p>" { item } "</DL><p>" | "<HR>"
 */
import { escapeXml, option, type Type, t } from "lares/module";

export interface Bookmark {
  readonly name: string;
  readonly url: string;
  readonly keyword: string | null;
  readonly tags: readonly string[];
}
export interface BookmarkFolder {
  readonly name: string;
  readonly toolbar: boolean;
  readonly bookmarks: readonly BookmarkItem[];
}
export type BookmarkItem = Bookmark | BookmarkFolder | "separator";

export interface BookmarkDefinition {
  readonly name?: string;
  readonly url: string;
  readonly keyword?: string | null;
  readonly tags?: readonly string[];
}
export interface BookmarkFolderDefinition {
  readonly name?: string;
  readonly toolbar?: boolean;
  readonly bookmarks: BookmarksDefinition;
}
export type BookmarkItemDefinition = BookmarkDefinition | BookmarkFolderDefinition | "separator";
/** In order, or by name: then sorted by name, which is an item's name unless it says another. */
export type BookmarksDefinition =
  | readonly BookmarkItemDefinition[]
  | { readonly [name: string]: BookmarkItemDefinition };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const having = <T, D>(key: string, type: Type<T, D>): Type<T, D> => ({
  ...type,
  check: (value) => isRecord(value) && key in value,
});

const bookmark = having(
  "url",
  t.submodule({
    name: option(t.str, { description: "What the bookmark is called." }),
    url: option(t.str, { description: "Where it leads; `%s` stands for what follows the keyword." }),
    keyword: option(t.nullOr(t.str), {
      default: null,
      description: "A word that opens it from the address bar.",
    }),
    tags: option(t.listOf(t.str), { default: [], description: "Tags to find it by." }),
  }),
);

const folder = having(
  "bookmarks",
  t.submodule({
    name: option(t.str, { default: "", description: "What the folder is called." }),
    toolbar: option(t.bool, {
      default: false,
      description: "Whether its items make up the bookmarks toolbar.",
    }),
    bookmarks: option(
      t.lazyType("list or set of bookmarks", () => bookmarks),
      { default: [], description: "What is in the folder." },
    ),
  }),
);

const item = t.oneOf(bookmark, folder, t.enum("separator")) as unknown as Type<
  BookmarkItem,
  BookmarkItemDefinition
>;

const inOrderOfNames = (named: Readonly<Record<string, unknown>>): readonly BookmarkItemDefinition[] =>
  Object.keys(named)
    .sort()
    .map((name) => {
      const value = named[name];
      return (isRecord(value) ? { name, ...value } : value) as BookmarkItemDefinition;
    });

export const bookmarks: Type<readonly BookmarkItem[], BookmarksDefinition> = t.coercedTo(
  t.attrsOf(t.raw),
  inOrderOfNames,
  t.listOf(item),
) as unknown as Type<readonly BookmarkItem[], BookmarksDefinition>;

export const bookmarksHtml = (items: readonly BookmarkItem[]): string =>
  [
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
    "<!-- Written by Lares: edits are lost. -->",
    '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
    "<TITLE>Bookmarks</TITLE>",
    "<H1>Bookmarks Menu</H1>",
    "<DL><p>",
    ...items.flatMap(itemLines).map(indented),
    "</DL>",
    "",
  ].join("\n");

const itemLines = (found: BookmarkItem): readonly string[] => {
  if (found === "separator") return ["<HR>"];
  return "url" in found ? [bookmarkLine(found)] : folderLines(found);
};

/** Dates other than zero, or Firefox would take each import for a new bookmark of today. */
const dates = 'ADD_DATE="1" LAST_MODIFIED="1"';

const bookmarkLine = ({ name, url, keyword, tags }: Bookmark): string =>
  [
    `<DT><A HREF="${escapeXml(url)}" ${dates}`,
    keyword === null ? "" : ` SHORTCUTURL="${escapeXml(keyword)}"`,
    tags.length === 0 ? "" : ` TAGS="${escapeXml(tags.join(","))}"`,
    `>${escapeXml(name)}</A>`,
  ].join("");

const folderLines = ({ name, toolbar, bookmarks: inside }: BookmarkFolder): readonly string[] => [
  toolbar
    ? `<DT><H3 ${dates} PERSONAL_TOOLBAR_FOLDER="true">Bookmarks Toolbar</H3>`
    : `<DT><H3 ${dates}>${escapeXml(name)}</H3>`,
  "<DL><p>",
  ...inside.flatMap(itemLines).map(indented),
  "</DL><p>",
];

const indented = (line: string): string => `  ${line}`;
