/** Builds in the named sandbox as whoever runs it; prints what the builder saw. Usage: node build-child.ts SANDBOX ROOT */
import { readFileSync } from "node:fs";
import { realise } from "../../../src/build/realise/realise.ts";
import { linuxConfinements } from "../../../src/build/sandbox/choose.ts";
import { beginSession, instantiate } from "../../../src/derivation/session.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { findPlaces } from "../../../src/system/places.ts";

const [sandbox, root] = process.argv.slice(2);
const places = findPlaces({ HOME: `${root}/home`, LARES_ROOT: `${root}/lares` });
beginSession({ storeDir: places.storeDir, system: "x86_64-linux", folder: places.home, onLook: () => {} });
const input = instantiate({
  name: "input",
  system: "x86_64-linux",
  builder: "/bin/sh",
  args: ["-c", "PATH=/usr/bin; mkdir $out; echo input > $out/text; touch $out/closed; chmod 0 $out/closed"],
});
const link = instantiate({
  name: "link",
  system: "x86_64-linux",
  builder: "/bin/sh",
  args: ["-c", `PATH=/usr/bin; ln -s ${input.outputs.out} $out`],
});
const made = instantiate({
  name: "made",
  system: "x86_64-linux",
  builder: "/bin/sh",
  environment: { PATH: "/usr/bin:/bin", odd_name: 'it\'s "quoted"\n$HOME' },
  args: [
    "-eu",
    "-c",
    `
    cat ${link.outputs.out}/text > $out
    (echo changed > ${link.outputs.out}/text) 2>/dev/null && echo wrote >> $out || true
    (echo x > /usr/lares-test) 2>/dev/null && echo wrote-usr >> $out || true
    (mount -t tmpfs none /usr) 2>/dev/null && echo mounted >> $out || true
    (umount ${input.outputs.out}) 2>/dev/null && echo unmounted >> $out || true
    echo $(id -u):$(id -g) >> $out
    echo $(tail -n +3 /proc/net/dev | cut -d: -f1) >> $out
    echo tmp > /tmp/x; echo null > /dev/null; head -c 3 /dev/urandom > /dev/shm/x
    printenv "odd_name" >> $out
    setsid sleep 3600 &
    [ "$(pwd)" = /build ]; [ "$PWD" = /build ]; [ "$(hostname)" = localhost ]
    `,
  ],
});
const store = openStore(places);
const [, confinement] = linuxConfinements().find(([name]) => name === sandbox)!;
const log: string[] = [];
try {
  await realise({
    store,
    varDir: places.varDir,
    derivations: Object.fromEntries([input, link, made].map(({ drvPath, text }) => [drvPath, text])),
    sources: [],
    wanted: [made.outputs.out!],
    substituters: [],
    settings: {
      ...{ maxJobs: 1, cores: 1, sandbox: "required", buildTimeout: null, silentTimeout: null },
      ...{ substituters: [], trustedPublicKeys: [], keepFailed: false, keepGoing: false },
    },
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type === "build-log") log.push(event.line);
    },
    confinement: confinement!,
  });
  process.stdout.write(readFileSync(made.outputs.out!));
} catch (error) {
  process.stdout.write(`${String(error)}\n${log.join("\n")}\n`);
}
store.close();
