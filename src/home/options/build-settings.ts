/** How packages are built and where they are fetched from: `lares.maxJobs` and its neighbours. */
import type { BuildSettings } from "../../build/realise/settings.ts";
import { option } from "../../option/declare.ts";
import * as t from "../../option/types/index.ts";

export const buildOptions = {
  /** Binary caches to ask before building, in Nix's layout. */
  substituters: option(t.listOf(t.str), {
    default: [],
    description:
      "Binary caches, in Nix's layout, that are asked for a package before it is built: `https://…`, `file:///…`, `s3://…`.",
    example: ["https://cache.example.org"],
  }),
  /** Keys whose signatures on what a cache has are believed, as `name:base64`. */
  trustedPublicKeys: option(t.listOf(t.str), {
    default: [],
    description:
      "Public keys, as `name:base64`, whose signatures on what a cache has are believed. What is named by its contents needs none.",
  }),
  /** Builds at the same time; 0 for none at all. */
  maxJobs: option(t.unsigned, {
    default: 2,
    description:
      "How many builds run at the same time. With 0 nothing is built, and everything has to come from a cache. `--jobs` goes before it.",
  }),
  /** Processors for each build; 0 for all there are. */
  cores: option(t.unsigned, {
    default: 0,
    description:
      "How many processors each build is told to use (`NIX_BUILD_CORES`); 0 for all there are. `--cores` goes before it.",
  }),
  /** Whether builders are kept from the rest of the machine. */
  sandbox: option(t.enum("auto", "required", "off"), {
    default: "auto",
    description:
      "Whether builds see only their inputs, with no network: `auto` where the system allows it, `required` to refuse to build where it does not, `off` never.",
  }),
  /** Seconds that a build may take. */
  buildTimeout: option(t.nullOr(t.positive), {
    default: null,
    description: "Seconds after which a build is stopped; null for never.",
  }),
  /** Seconds that a build may go on without printing anything. */
  silentTimeout: option(t.nullOr(t.positive), {
    default: null,
    description: "Seconds without a line of output after which a build is stopped; null for never.",
  }),
};

/** What the home's description carries of them. */
export const buildSettings = (lares: HomeBuildSettings): HomeBuildSettings => ({
  substituters: lares.substituters,
  trustedPublicKeys: lares.trustedPublicKeys,
  maxJobs: lares.maxJobs,
  cores: lares.cores,
  sandbox: lares.sandbox,
  buildTimeout: lares.buildTimeout,
  silentTimeout: lares.silentTimeout,
});

export type HomeBuildSettings = Omit<BuildSettings, "keepFailed" | "keepGoing">;
