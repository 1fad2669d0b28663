import { homedir, hostname, userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import type { HostMap } from "../../src/base/host.ts";
import { findHost } from "../../src/config/host.ts";
import { chooseHost } from "../../src/config/hosts.ts";
import { here } from "./folder.ts";

const hosts: HostMap = {
  work: { os: "darwin", arch: "arm64", user: "a.smith" },
  server: { name: "srv-17", home: "/srv/alice" },
  laptop: { container: true },
};

describe("the host that a home is for", () => {
  it("is this machine, with what the map says of it", () => {
    expect(chooseHost(here)).toEqual(here);
    expect(chooseHost(here, {}, hosts)).toEqual({ ...here, container: true });
    expect(chooseHost({ ...here, name: "srv-17" }, {}, hosts)).toEqual({
      ...here,
      name: "srv-17",
      home: "/srv/alice",
    });
    expect(chooseHost({ ...here, name: "unlisted" }, {}, hosts)).toEqual({ ...here, name: "unlisted" });
  });

  it("is another by its key or its name, with the home that its system and user suggest", () => {
    const work = {
      ...here,
      name: "work",
      os: "darwin",
      arch: "arm64",
      user: "a.smith",
      home: "/Users/a.smith",
    };
    expect(chooseHost(here, { name: "work" }, hosts)).toEqual(work);
    expect(chooseHost(here, { name: "server" }, hosts)).toMatchObject({ name: "srv-17", home: "/srv/alice" });
    expect(chooseHost(here, { name: "srv-17" }, hosts)).toMatchObject({ name: "srv-17", home: "/srv/alice" });
  });

  it("is what the command line says before all else", () => {
    expect(chooseHost(here, { name: "work", os: "linux", home: "/h" }, hosts)).toMatchObject({
      os: "linux",
      home: "/h",
      user: "a.smith",
    });
    expect(chooseHost(here, { os: "darwin" })).toEqual({ ...here, os: "darwin", home: "/Users/alice" });
    expect(chooseHost(here, { name: "anything" })).toEqual({ ...here, name: "anything" });
    expect(chooseHost(here, { user: "root" })).toMatchObject({ home: "/root" });
  });

  it("is refused where the map knows others only", () => {
    expect(() => chooseHost(here, { name: "wrok" }, hosts)).toThrow("the configuration knows no host wrok");
    expect(chooseHost(here, { name: "laptop" }, { work: {} })).toEqual(here);
  });
});

describe("this machine", () => {
  it("is described from the account, the system and the environment", () => {
    const host = findHost({}, homedir());
    expect(host).toMatchObject({
      os: process.platform,
      arch: process.arch,
      name: hostname().split(".")[0],
      user: userInfo().username,
      uid: userInfo().uid,
      home: homedir(),
    });
    expect(findHost({ container: "podman" }, "/h")).toMatchObject({ container: true, home: "/h" });
    expect(findHost({ KUBERNETES_SERVICE_HOST: "10.0.0.1" }, "/h")).toMatchObject({ container: true });
  });
});
