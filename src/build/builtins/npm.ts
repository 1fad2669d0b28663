/**
 * `builtin:lares-npm`: tarballs of npm packages laid out as node_modules, with the package's commands in `bin/`. No script of
 * a package is run.
 *
 *   lib/node_modules/NAME/…            the package, all that it needs inside of it
 *   bin/COMMAND                        a link to a program, or to a script that names the Node it was locked with
 *   share/man/manN/…                   manual pages that package.json names, or that lie in share/man or man
 *   share/bash-completion/… and so on  completions that lie where packages usually have them
 */

import { basename } from "node:path";
import { unpack } from "../../archive/unpack.ts";
import { LaresError } from "../../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../../base/paths.ts";
import type { NpmLayout } from "../../packages/npm/layout.ts";
import { makeDirectories } from "../../system/files.ts";
import type { BuiltinBuild, BuiltinBuilder } from "../builtin-builder.ts";
import { linkCommands, linkInnerCommands } from "./npm-commands.ts";
import { linkDocuments } from "./npm-documents.ts";

export const npmBuilder: BuiltinBuilder = async (build) => {
  const layout = JSON.parse(build.derivation.environment.layout!) as NpmLayout;
  const modules = below(build.outputs.out!, "lib/node_modules");
  await unpackAll(layout, modules, build);
  linkInnerCommands(layout, modules);
  const commands = linkCommands(layout, build.outputs.out!, build.finalPaths.out!, build.log);
  if (commands.length === 0) throw noCommandLeft(build.derivation.name, layout);
  linkDocuments(build.outputs.out!, layout.name, commands);
};

/** Outer packages before what lies in them. */
const unpackAll = async (
  { tree }: NpmLayout,
  modules: AbsolutePath,
  { signal, log, derivation }: BuiltinBuild,
): Promise<void> => {
  const places = Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [location, tarball] of places) {
    signal.throwIfAborted();
    const to = below(modules, location);
    makeDirectories(to.slice(0, to.lastIndexOf("/")));
    log(`unpacking ${location}`);
    await unpack(absolutePath(tarball), to, {
      strip: 1,
      name: `${basename(tarball).slice(33)} of ${derivation.name}`,
      signal,
    });
  }
};

/** What is absent after unpacking would have been made by an installation script. */
const noCommandLeft = (name: string, { commands }: NpmLayout): LaresError =>
  new LaresError({
    code: "no-command",
    message: `${name} has no command that works as it is published`,
    details: Object.entries(commands).map(
      ([command, file]) => `${command}: ${file} is not in the package, or no program`,
    ),
    hint: "its installation script would make it, and such scripts never run: look for another source of the program",
  });
