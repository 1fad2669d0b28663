/** Enterprise policies, which a home cannot simply put where Mozilla's programs look. */
import { type Context, type Json, quoteShell, toPlist } from "lares/module";

export interface PolicyPlace {
  /** Below `/etc`: `firefox`. */
  readonly path: string;
  readonly name: string;
  /** The home's own file, below the home. */
  readonly file: string;
  /** On macOS, the defaults that they go into. */
  readonly defaultsId: string | null;
  readonly policies: Readonly<Record<string, Json>>;
}

/** A policy that installs a language; the newest one where no release is said. */
export const languagePack = (
  language: string,
  release: string,
  program: "firefox" | "thunderbird" = "firefox",
): readonly [string, Json] => {
  const id = `langpack-${language}@${program}.mozilla.org`;
  const url =
    release === ""
      ? `${program === "firefox" ? "https://addons.mozilla.org/firefox" : "https://addons.thunderbird.net/thunderbird"}/downloads/latest/${id}/latest.xpi`
      : `https://releases.mozilla.org/pub/${program}/releases/${release}/linux-x86_64/xpi/${language}.xpi`;
  return [id, { installation_mode: "normal_installed", install_url: url }];
};

/** The one place where the browser looks belongs to root, so a person has to link it once. On macOS defaults will do. */
export const policyStep = (browser: PolicyPlace, { config, host }: Context) => {
  if (Object.keys(browser.policies).length === 0) return {};
  const name = `${browser.path}Policies`;
  const step = (run: string): Steps => ({ [name]: { after: ["writeBoundary"], run } });
  if (host.os === "darwin") return browser.defaultsId === null ? {} : defaultsSteps(name, browser);
  const wanted = `${config.home.homeDirectory}/${browser.file}`;
  const system = `/etc/${browser.path}/policies/policies.json`;
  return step(
    `if [ "$(readlink ${quoteShell(system)})" != ${quoteShell(wanted)} ]; then\n  echo ${quoteShell(
      `${browser.name} reads policies from ${system} only. Link it once: sudo mkdir -p ${system.replace(/\/[^/]*$/, "")} && sudo ln -sf ${wanted} ${system}`,
    )} >&2\nfi`,
  );
};

type Steps = Readonly<
  Record<string, { readonly after?: readonly string[]; readonly run?: string; readonly undo?: string }>
>;

/** One step writes all; each policy has one of its own that does nothing but take it away once it is gone. */
const defaultsSteps = (step: string, { defaultsId, policies }: PolicyPlace): Steps => {
  const id = quoteShell(defaultsId!.replace(/\.plist$/, ""));
  const undoing = (name: string) =>
    `run --silence /usr/bin/defaults delete ${id} ${quoteShell(name)} || true\n`;
  const writing = Object.entries(policies).map(
    ([name, value]) =>
      `run /usr/bin/defaults write ${id} ${quoteShell(name)} ${quoteShell(propertyList(value))}`,
  );
  return {
    [step]: {
      after: ["writeBoundary"],
      run: [`run /usr/bin/defaults write ${id} EnterprisePoliciesEnabled -bool true`, ...writing].join("\n"),
      undo: undoing("EnterprisePoliciesEnabled"),
    },
    ...Object.fromEntries(Object.keys(policies).map((name) => [`${step}.${name}`, { undo: undoing(name) }])),
  };
};

/** `defaults write` reads a value as a property list; XML says every type. */
const propertyList = (value: Json): string => toPlist(value as never);
