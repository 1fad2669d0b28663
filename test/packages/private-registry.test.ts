/** Registries that `.npmrc` leads to: own authorities, proxies, tokens. Everything holds for descriptions and for tarballs. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Authority, hasOpenssl, makeAuthority } from "./certificates.ts";
import { startProxy } from "./forward-proxy.ts";
import { type Person, person } from "./person.ts";
import { type RegistryOptions, startRegistry } from "./registry.ts";

const tool = {
  name: "@corp/tool",
  version: "1.0.0",
  manifest: { bin: "tool.sh", os: ["linux", "darwin"], cpu: ["x64", "arm64"] },
  files: { "tool.sh": "#!/bin/sh\necho it works\n" },
};
const nobody = "http://127.0.0.1:9/";
const tarball = "/@corp/tool/-/tool-1.0.0.tgz";

const serve = async (options: RegistryOptions = {}) => {
  const registry = await startRegistry([tool], options);
  onTestFinished(() => registry.stop());
  return registry;
};

const proxy = async (authorization?: string) => {
  const started = await startProxy(authorization);
  onTestFinished(() => started.stop());
  return started;
};

/** Somebody whose `.npmrc` beside the configuration says this, and whose registry is elsewhere but for @corp. */
const someone = (npmrc: readonly string[]): Person => {
  const ada = person(`["npm:@corp/tool"]`, nobody);
  ada.write("config/.npmrc", `${npmrc.join("\n")}\n`);
  return ada;
};

const keyOf = (url: string): string => url.replace(/^https?:/, "");

const expectSwitch = async (ada: Person, env: Record<string, string> = {}): Promise<void> => {
  const answer = await ada.lares(["switch"], env);
  expect(answer.stderr).not.toMatch(/error/);
  expect(answer.status).toBe(0);
  expect((await ada.run("tool")).stdout).toBe("it works\n");
};

test("a scope's registry with a token from the environment", async () => {
  const registry = await serve({ token: "secret" });
  const npmrc = [`@corp:registry=${registry.url}`, `${keyOf(registry.url)}:_authToken=\${CORP_TOKEN}`];
  await expectSwitch(someone(npmrc), { CORP_TOKEN: "secret" });
  expect(registry.asked).toContain(`GET ${tarball}`);
  const refused = await someone(npmrc).lares(["switch"], { CORP_TOKEN: "other" });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/does not let you have npm:@corp\/tool/);
  expect(refused.stderr).toContain(`asked ${registry.url}`);
});

test("a name and a password, in either form; the person's own .npmrc", async () => {
  const secret = Buffer.from("ada:p:w").toString("base64");
  const registry = await serve({ authorization: `Basic ${secret}` });
  const key = keyOf(registry.url);
  await expectSwitch(someone([`@corp:registry=${registry.url}`, `${key}:_auth=${secret}`]));
  const ada = someone([]);
  const password = Buffer.from("p:w").toString("base64");
  ada.write(".npmrc", `@corp:registry=${registry.url}\n${key}:username=ada\n${key}:_password=${password}\n`);
  await expectSwitch(ada);
});

test("an http registry that only the proxy finds; what noproxy names is asked directly", async () => {
  const registry = await serve({ host: "registry.test" });
  const way = await proxy(`Basic ${Buffer.from("me:pw").toString("base64")}`);
  const via = way.url.replace("//", "//me:pw@");
  await expectSwitch(someone([`@corp:registry=${registry.url}`, `proxy=${via}`]));
  expect(way.asked).toContain(`GET ${registry.url}${tarball.slice(1)}`);
  const near = await serve();
  const before = way.asked.length;
  await expectSwitch(
    someone([`@corp:registry=${near.url}`, `proxy=${via}`, "noproxy=example.org,127.0.0.1"]),
  );
  expect(way.asked).toHaveLength(before);
});

describe.skipIf(!hasOpenssl)("over TLS, with an authority of one's own (skipped without openssl)", () => {
  let authority: Authority;
  beforeAll(() => {
    authority = makeAuthority();
  });
  afterAll(() => authority.remove());

  const secure = (more: Omit<RegistryOptions, "tls"> & { clientAuthority?: string } = {}) => {
    const { clientAuthority, ...options } = more;
    const pair = authority.issue("registry", ["IP:127.0.0.1", "DNS:registry.test"]);
    return serve({ ...options, tls: { ...pair, ...(clientAuthority && { clientAuthority }) } });
  };

  test("cafile, ca and strict-ssl=false; without them both are refused with what to write", async () => {
    const registry = await secure();
    const scope = `@corp:registry=${registry.url}`;
    const ada = someone([scope]);
    const refused = await ada.lares(["switch"]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/cannot be reached/);
    expect(refused.stderr).toContain("cafile=FILE");
    ada.write("own-ca.pem", authority.cert);
    const cafile = `cafile=${path.join(ada.home, "own-ca.pem")}`;
    ada.write("config/.npmrc", `${scope}\n${cafile}\n`);
    await expectSwitch(ada);
    await expectSwitch(someone([scope, `ca="${authority.cert.trim().replaceAll("\n", "\\n")}"`]));
    await expectSwitch(someone([scope, "strict-ssl=false"]));
  });

  test("a locked package whose tarball's authority is unknown says what to write", async () => {
    const registry = await secure();
    const scope = `@corp:registry=${registry.url}`;
    const first = someone([scope, "strict-ssl=false"]);
    await expectSwitch(first);
    const second = someone([scope]);
    second.write("config/lares.lock", fs.readFileSync(first.lockFile, "utf8"));
    const refused = await second.lares(["switch"]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("cafile=FILE");
    expect(refused.stderr.match(/tries/)).toBeNull();
    second.write("config/.npmrc", `${scope}\nstrict-ssl=false\n`);
    await expectSwitch(second);
  });

  test("through an https-proxy that alone finds the registry", async () => {
    const registry = await secure({ host: "registry.test" });
    const way = await proxy();
    const ada = someone([
      `@corp:registry=${registry.url}`,
      `https-proxy=${way.url}`,
      "cafile=${HOME}/ca.pem",
    ]);
    ada.write("ca.pem", authority.cert);
    await expectSwitch(ada);
    expect(way.asked.length).toBeGreaterThan(0);
    expect(registry.asked).toContain(`GET ${tarball}`);
    const vendored = await ada.lares(["vendor", path.join(ada.home, "vendor")]);
    expect(vendored.stderr).not.toMatch(/error/);
    expect(registry.asked.filter((one) => one === `GET ${tarball}`)).toHaveLength(2);
  });

  test("a registry that wants a certificate of the client", async () => {
    const registry = await secure({ clientAuthority: authority.cert });
    const { cert, key } = authority.issue("ada", ["email:ada@example.org"]);
    const files = ["certfile", "keyfile"].map((one) => `${keyOf(registry.url)}:${one}=\${HOME}/${one}`);
    const ada = someone([`@corp:registry=${registry.url}`, "cafile=${HOME}/ca.pem", ...files]);
    ada.write("ca.pem", authority.cert);
    ada.write("certfile", cert);
    ada.write("keyfile", key);
    await expectSwitch(ada);
  });
});
