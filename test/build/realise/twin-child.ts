/** One of several processes that want the same slow build. Usage: node twin-child.ts ROOT */
import { realise } from "../../../src/build/realise/realise.ts";
import { systemOf } from "../../../src/derivation/platform.ts";
import { beginSession, instantiate } from "../../../src/derivation/session.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { findPlaces } from "../../../src/system/places.ts";

const root = process.argv[2]!;
const places = findPlaces({ HOME: `${root}/home`, LARES_ROOT: `${root}/lares` });
const system = systemOf({ os: process.platform, arch: process.arch });
beginSession({ storeDir: places.storeDir, system, folder: places.home, onLook: () => {} });
const made = instantiate({
  name: "slow",
  system,
  builder: "/bin/sh",
  environment: { PATH: "/usr/bin:/bin" },
  args: ["-c", "sleep 1; echo > $out"],
});
const store = openStore(places);
let outcome = "there";
await realise({
  store,
  varDir: places.varDir,
  derivations: { [made.drvPath]: made.text },
  sources: [],
  wanted: [made.outputs.out!],
  substituters: [],
  settings: {
    ...{ maxJobs: 1, cores: 1, sandbox: "auto", buildTimeout: null, silentTimeout: null },
    ...{ substituters: [], trustedPublicKeys: [], keepFailed: false, keepGoing: false },
  },
  signal: new AbortController().signal,
  onEvent: (event) => {
    if (event.type === "build-done") outcome = event.elsewhere ? "elsewhere" : "built";
  },
});
process.stdout.write(`${outcome}\n`);
store.close();
