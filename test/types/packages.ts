/** Packages as configurations write them: checked by the compiler, not run. */
import {
  archive,
  type Built,
  defineHome,
  derivation,
  fetchGit,
  fetchurl,
  makeOverridable,
  mkDerivation,
  type Package,
  path,
  runCommand,
  symlinkJoin,
  wrapped,
  writeShellApplication,
  writeText,
} from "lares";

const src = fetchurl({ url: "https://example.org/x.tar.gz", hash: "" });
const tool = mkDerivation({
  pname: "tool",
  version: "1",
  src,
  outputs: ["out", "man"],
  buildInputs: [src, "/usr"],
  makeFlags: ["A=1", src],
  env: { LEVEL: 3, DEBUG: true, LIST: ["a", [src]] },
});
const out: Package = tool.man;
const text: string = `${tool}/bin/tool`;
const again: Built<"out" | "man"> = tool.overrideAttrs((previous) => ({ version: `${previous.version}1` }));
const arm = src.override({ url: "https://example.org/arm.tar.gz" });
const filtered = path("./x", { filter: (name, kind) => kind !== "directory" || name !== "build" });
const custom = makeOverridable(
  ({ ssl = true }: { ssl?: boolean }) => mkDerivation({ name: "x", env: { ssl } }),
  {},
);
custom.override({ ssl: false }).overrideAttrs({ version: "2" });

// @ts-expect-error: an attribute that there is none of
mkDerivation({ name: "x", buildInput: [src] });
// @ts-expect-error: variables of one's own go into env
mkDerivation({ name: "x", MY_VARIABLE: "1" });
// @ts-expect-error: an object is no value for a variable
mkDerivation({ name: "x", env: { A: { b: 1 } } });
// @ts-expect-error: it has no such output
tool.dev;
// @ts-expect-error: it takes no such attribute
tool.overrideAttrs({ versoin: "2" });
// @ts-expect-error: a builder is needed
derivation({ name: "x" });
// @ts-expect-error: a commit is needed
fetchGit({ url: "https://example.org/x.git", hash: "" });
// @ts-expect-error: no shell of this name has completions
archive({ url: "https://example.org/x.zip", hash: "", completions: { cmd: ["x"] } });
// @ts-expect-error: no function of one's own takes it
custom.override({ tls: true });
// @ts-expect-error: a list of packages
symlinkJoin({ name: "x", paths: src });
// @ts-expect-error: names of programs are no packages
writeShellApplication({ name: "x", text: "", runtimeInputs: ["git"] });

defineHome({
  lares: {
    overlays: [
      (final, previous) => ({
        git: wrapped(previous.git!, { flags: ["-p"] }),
        vcs: final.git!,
        fd: "npm:fd",
      }),
    ],
  },
  home: {
    packages: [tool, again, arm, "ripgrep", runCommand("x", { src }, "cp $src $out")],
    file: { ".a": { source: writeText("a", text) }, ".b": { source: filtered }, ".c": { text: `${out}` } },
    sessionVariables: { MAN: `${tool.man}/share/man` },
  },
});
// @ts-expect-error: overlays is a list
defineHome({ lares: { overlays: 3 } });
