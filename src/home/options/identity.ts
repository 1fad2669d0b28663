/** Whose home it is. */
import { option } from "../../option/declare.ts";
import * as t from "../../option/types/index.ts";

export const stateVersions = [
  ...["18.09", "19.03", "19.09", "20.03", "20.09", "21.03", "21.05", "21.11", "22.05", "22.11", "23.05"],
  ...["23.11", "24.05", "24.11", "25.05", "25.11", "26.05", "26.11"],
] as const;
export const newestStateVersion = "26.11";

export const identityOptions = {
  /** The user's login name. */
  username: option(t.nonEmptyStr, {
    default: ({ host }) => host.user,
    defaultText: "host.user",
    description: "The user's login name.",
  }),
  /** The user's home directory, absolute. */
  homeDirectory: option(t.path, {
    default: ({ host }) => host.home,
    defaultText: "host.home",
    description: "The user's home directory, absolute.",
  }),
  /** The release whose defaults this home was first written for. Lares follows the newest defaults whatever it says. */
  stateVersion: option(t.enum(...stateVersions), {
    default: newestStateVersion,
    description:
      "The Home Manager release this home was first written for. Accepted for homes that are carried over; Lares always follows the newest defaults.",
  }),
  /** Home Manager's, for homes that are carried over. */
  enableNixpkgsReleaseCheck: option(t.bool, {
    default: false,
    description:
      "Accepted for homes that are carried over, without effect: no release of Nixpkgs has to fit to Lares.",
  }),
  /** The user's numeric id; a switch by anyone else is refused. */
  uid: option(t.nullOr(t.unsigned), {
    default: null,
    description: "The user's numeric id. When set, a switch by a user with another id is refused.",
  }),
  /** Prefer XDG directories over files directly in the home directory, for programs that know both. */
  preferXdgDirectories: option(t.bool, {
    default: false,
    description: "Use XDG directories for programs that can have their files there or directly in the home.",
  }),
  /** Where installed packages' files are found. */
  profileDirectory: option(t.str, {
    default: ({ lib }) => lib.profileDirectory,
    defaultText: "~/.lares/home-path",
    readOnly: true,
    description: "The folder in which the programs, man pages and completions of `home.packages` are found.",
  }),
};
