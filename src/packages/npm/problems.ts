/** What npm's libraries and registries fail with, in a person's terms. */
import { LaresError } from "../../base/errors.ts";
import { shownUrl } from "../../fetch/http.ts";
import { type RegistrySettings, registryOf } from "./settings.ts";

interface Asked {
  readonly settings: RegistrySettings;
  readonly before?: Date;
}

export const registryProblem = (specification: string, error: unknown, asked: Asked): unknown => {
  if (!(error instanceof Error)) return error;
  const { code = "", statusCode } = error as Error & { code?: string; statusCode?: number };
  const about = problems.find(({ codes }) => codes.test(code || `E${statusCode ?? ""}`));
  return about === undefined ? error : about.say(specification, error, asked);
};

interface Known {
  readonly codes: RegExp;
  readonly say: (specification: string, error: Error, asked: Asked) => LaresError;
}

const problems: readonly Known[] = [
  {
    codes: /^(E404|ENOVERSIONS)$/,
    say: (specification, error, { settings }) =>
      new LaresError({
        code: "package-not-found",
        message:
          wantedBy(specification, error) === undefined
            ? `the registry has no package for npm:${specification}`
            : `the registry has no ${wantedBy(specification, error)}, which npm:${specification} needs`,
        details: [`asked ${shownUrl(registryFor(specification, error, settings))}`],
        hint: "lares search finds names; a private package needs its scope's registry and a token in .npmrc",
        cause: error,
      }),
  },
  {
    codes: /^ETARGET$/,
    say: (specification, error, { before }) =>
      before === undefined
        ? new LaresError({
            code: "version-not-found",
            message:
              wantedBy(specification, error) === undefined
                ? `no published version fits npm:${specification}`
                : `no published version fits ${wantedBy(specification, error)}, which npm:${specification} needs`,
            details: [firstLine(error)],
            hint:
              wantedBy(specification, error) === undefined
                ? "widen the range, or leave it out for the latest"
                : "another version of it may do: npm:NAME@RANGE",
            cause: error,
          })
        : new LaresError({
            code: "too-young",
            message: `no version that fits npm:${specification} is old enough`,
            details: [
              firstLine(error),
              `lares.minimumReleaseAge takes what was published before ${before.toISOString()}`,
            ],
            hint: "wait, name an older version, or lower lares.minimumReleaseAge",
            cause: error,
          }),
  },
  {
    codes: /^(E401|E403|ENEEDAUTH|EOTP)$/,
    say: (specification, error, { settings }) =>
      new LaresError({
        code: "registry-refused",
        message: `the registry does not let you have npm:${specification}`,
        details: [`asked ${shownUrl(registryFor(specification, error, settings))}`, firstLine(error)],
        hint: "put a token for the registry into .npmrc: //registry.example.org/:_authToken=${TOKEN}",
        cause: error,
      }),
  },
  {
    codes:
      /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|EPROTO|ECONNABORTED|EPIPE|.*CERT.*|UNABLE_TO_VERIFY.*|ERR_TLS.*|ERR_SSL.*|E407|E5\d\d|EIDLETIMEOUT|ERESPONSETIMEOUT|ETRANSFERTIMEOUT|ECONNECTIONTIMEOUT|EHOSTDOWN|ERR_INVALID_URL|EINVALIDPROXY)$/,
    say: (specification, error, { settings }) =>
      new LaresError({
        code: "registry-unreachable",
        message: `npm:${specification} cannot be locked: the registry cannot be reached`,
        details: [`tried ${shownUrl(registryFor(specification, error, settings))}`, firstLine(error)],
        hint: isUntrusted(error)
          ? "where a certificate of your own is used, name its authority in .npmrc: cafile=FILE"
          : "check the network, and the registry and proxy in .npmrc; --offline uses the system's programs for what is not locked yet",
        cause: error,
      }),
  },
  {
    codes:
      /^(EINVALIDPACKAGENAME|EINVALIDTAGNAME|EUNSUPPORTEDPROTOCOL|EUNSUPPORTEDNPM|EINVALIDALIAS|EALLOW.*)$/,
    say: (specification, error) => badReference(specification, firstLine(error)),
  },
  {
    codes: /^ERESOLVE$/,
    say: (specification, error) =>
      new LaresError({
        code: "npm-conflict",
        message: `the dependencies of npm:${specification} contradict each other`,
        details: [firstLine(error)],
        hint: "another version of it may do: npm:NAME@RANGE",
        cause: error,
      }),
  },
];

export const badReference = (specification: string, why: string): LaresError =>
  new LaresError({
    code: "bad-reference",
    message: `npm:${specification} does not name a package of a registry`,
    details: [why],
    hint: "write npm:NAME, npm:@SCOPE/NAME, or npm:NAME@RANGE with a version, a range or a tag",
  });

const firstLine = (error: Error): string => error.message.split("\n")[0]!;

const isUntrusted = (error: Error): boolean =>
  "code" in error && /CERT|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(String(error.code));

/** The one that was asked: that of the scope, where it has one. */
const registryFor = (specification: string, error: Error, settings: RegistrySettings): string =>
  registryOf(settings, wantedBy(specification, error) ?? specification.replace(/^.*@npm:/, ""));

/** What is missing, where it is not the package itself: `absent@^3`. */
const wantedBy = (specification: string, error: Error): string | undefined => {
  const { pkgid, spec } = error as Error & { pkgid?: unknown; spec?: unknown };
  const [, unmatched] = /^No matching version found for (\S+?)\.?(?: with |$)/.exec(firstLine(error)) ?? [];
  const missing = unmatched ?? String(spec ?? pkgid ?? "");
  return missing === "" || nameIn(missing) === nameIn(specification) ? undefined : missing;
};

/** `@scope/tool@^3` → `@scope/tool`; of an alias, what it stands for. */
const nameIn = (specification: string): string =>
  specification.replace(/^.*@npm:/, "").replace(/(?<=.)@[^/]*$/, "");
