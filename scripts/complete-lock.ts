/**
 * Completes package-lock.json after `npm install`. npm leaves a platform's optional package out of the lock file when the
 * registry at hand does not have it (a partial mirror), and `npm ci` then refuses the lock file everywhere. What is
 * missing is written as npm would: version from the package that asks for it, platform from its name, by which all of
 * these are called. Without a hash npm takes it from the registry when a machine of that platform installs it.
 */
import * as fs from "node:fs";
import * as path from "node:path";

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Locked>>;

/** Optional packages that a locked package names at one exact version and that the lock file does not have. */
export const missingPlatforms = (packages: Packages): Packages =>
  Object.fromEntries(
    Object.values(packages).flatMap(({ dev, optionalDependencies = {} }) =>
      Object.entries(optionalDependencies)
        .filter(([name, version]) => packages[`node_modules/${name}`] === undefined && /^\d/.test(version))
        .map(([name, version]) => [
          `node_modules/${name}`,
          { version, ...platformOf(name), ...(dev && { dev }), optional: true },
        ]),
    ),
  );

const platformOf = (name: string): Pick<Locked, "os" | "cpu" | "libc"> => {
  const part = (pattern: RegExp): readonly string[] | undefined => pattern.exec(name)?.slice(1, 2);
  const cpu = part(/-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32)(?=-|$)/);
  const os = part(/[-/](android|darwin|linux|win32|freebsd|netbsd|openbsd|openharmony|sunos|aix)(?=-|$)/);
  const libc =
    os?.[0] === "linux"
      ? /musl/.test(name)
        ? ["musl"]
        : /gnu/.test(name)
          ? ["glibc"]
          : undefined
      : undefined;
  return { ...(cpu && { cpu }), ...(os && { os }), ...(libc && { libc }) };
};

const main = (): void => {
  const file = path.join(import.meta.dirname, "../package-lock.json");
  const lock = JSON.parse(fs.readFileSync(file, "utf8")) as { packages: Packages };
  const missing = missingPlatforms(lock.packages);
  const packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  if (Object.keys(missing).length > 0)
    fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages of other platforms added to package-lock.json`);
};

if (import.meta.main) main();
