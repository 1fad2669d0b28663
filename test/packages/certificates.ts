/** Certificates of an authority that nobody knows, made by openssl. */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

export interface Authority {
  /** In PEM. */
  readonly cert: string;
  /** A certificate for hosts or addresses, and its key. */
  issue(name: string, alternatives: readonly string[]): { readonly cert: string; readonly key: string };
  remove(): void;
}

export const makeAuthority = (): Authority => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-authority-"));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...words: readonly string[]): void =>
    void execFileSync("openssl", words, { stdio: ["ignore", "ignore", "pipe"] });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...curve,
    "-days",
    "3",
    "-subj",
    "/CN=Test authority",
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.crt"),
  );
  return {
    cert: fs.readFileSync(at("ca.crt"), "utf8"),
    issue: (name, alternatives) => {
      openssl("req", ...curve, "-subj", `/CN=${name}`, "-keyout", at("one.key"), "-out", at("one.csr"));
      fs.writeFileSync(at("one.ext"), `subjectAltName=${alternatives.join(",")}\n`);
      openssl(
        "x509",
        "-req",
        "-days",
        "2",
        "-in",
        at("one.csr"),
        "-CA",
        at("ca.crt"),
        "-CAkey",
        at("ca.key"),
        "-CAcreateserial",
        "-extfile",
        at("one.ext"),
        "-out",
        at("one.crt"),
      );
      return { cert: fs.readFileSync(at("one.crt"), "utf8"), key: fs.readFileSync(at("one.key"), "utf8") };
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
};
