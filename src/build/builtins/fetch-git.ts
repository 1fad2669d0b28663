/** `builtin:lares-fetch-git`: the files of a commit. Variables: `url`, `rev`, `ref`, `submodules`. */
import { LaresError } from "../../base/errors.ts";
import { fetchGit as fetch } from "../../fetch/git.ts";
import { shownUrl } from "../../fetch/http.ts";
import type { BuiltinBuild } from "../builtin-builder.ts";

export const fetchGit = async ({ derivation, outputs, log, signal }: BuiltinBuild): Promise<void> => {
  const { url, rev, ref, submodules } = derivation.environment;
  if (url === undefined || rev === undefined) throw incomplete(derivation.name);
  log(`fetching ${rev} of ${shownUrl(url)}`);
  await fetch({
    url,
    rev,
    ref: ref === "" ? undefined : ref,
    submodules: submodules === "1",
    to: outputs.out!,
    signal,
    log,
  });
};

const incomplete = (name: string): LaresError =>
  new LaresError({
    code: "bad-derivation",
    message: `${name} does not say which commit of which repository it is`,
    hint: "fetchGit takes url, rev and hash",
  });
