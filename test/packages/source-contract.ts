/** What has to be true of every package source. */
import { beforeEach, describe, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { beginSession, derivationAt } from "../../src/derivation/session.ts";
import { parseHash } from "../../src/format/hash.ts";
import { artefactsOf, parseLock, printLock } from "../../src/packages/lock-file.ts";
import { obstacleFor, partsFor } from "../../src/packages/locked-for.ts";
import { platforms } from "../../src/packages/platforms.ts";
import type { LockOptions, PackageSource } from "../../src/packages/source.ts";

export interface SourceTrial {
  readonly source: PackageSource;
  /** Fresh each time, as another machine has them. */
  readonly options: () => LockOptions;
  /** A package with a command for at least one platform. */
  readonly known: string;
  readonly unknown: string;
}

export const sourceContract = (name: string, trial: () => Promise<SourceTrial>): void => {
  describe(`the source ${name}`, () => {
    let current: SourceTrial;
    beforeEach(async () => {
      current = await trial();
      enter("x86_64-linux");
    });
    const enter = (system: string) =>
      beginSession({ storeDir: absolutePath("/s"), system, folder: absolutePath("/c"), onLook: () => {} });

    test("is called as its references begin", () => {
      expect(current.source.name).toMatch(/^[a-z][a-z0-9]*$/);
    });

    test("locks the same bytes on every machine", async () => {
      const { source, options, known } = current;
      enter("x86_64-linux");
      const here = await source.lock(known, options());
      enter("aarch64-darwin");
      const there = await source.lock(known, options());
      const written = [here, there].map(({ package: locked, artefacts }) =>
        printLock({ names: {}, packages: { [`${source.name}:${known}`]: locked }, artefacts }),
      );
      expect(written[1]).toBe(written[0]);
      expect(printLock(parseLock(written[0]!, "lares.lock"))).toBe(written[0]);
    });

    test("pins every artefact by a strong hash, and names commands", async () => {
      const { source, options, known } = current;
      const { package: locked, artefacts } = await source.lock(known, options());
      expect(locked.source).toBe(source.name);
      expect(Object.keys(locked.commands).length).toBeGreaterThan(0);
      expect(artefactsOf(locked).length).toBeGreaterThan(0);
      for (const one of artefactsOf(locked))
        expect(["sha256", "sha512"]).toContain(parseHash(artefacts[one]!.integrity)?.algorithm);
    });

    test("every platform is either supported or has a reason", async () => {
      const { source, options, known } = current;
      const { package: locked, artefacts } = await source.lock(known, options());
      for (const platform of platforms) {
        const reason = obstacleFor(locked, platform, (one) => artefacts[one]!);
        const parts = partsFor(locked, platform, (one) => artefacts[one]!);
        if (reason === undefined) expect(parts).not.toEqual([]);
        else expect(reason).not.toBe("");
      }
    });

    test("instantiates purely: downloads are fixed outputs, all of them inputs", async () => {
      const { source, options, known } = current;
      const { package: locked, artefacts } = await source.lock(known, options());
      const platform = platforms.find((one) => locked.unsupported?.[one] === undefined)!;
      const make = () =>
        source.instantiate(locked, {
          platform,
          artefact: (one) => artefacts[one]!,
          runtime: () => "/s/00000000000000000000000000000000-node" as never,
        });
      const { drvPath, outPath } = make();
      expect(make()).toEqual({ drvPath, outPath });
      const { derivation } = derivationAt(drvPath);
      const inputs = Object.keys(derivation.inputDerivations) as (typeof drvPath)[];
      expect(inputs).toHaveLength(
        new Set(partsFor(locked, platform, (one) => artefacts[one]!).map(([, { artefact }]) => artefact))
          .size,
      );
      for (const input of inputs) expect(derivationAt(input).derivation.outputs.out!.hash).not.toBe("");
    });

    test("what is not there is said in a person's terms", async () => {
      const { source, options, unknown } = current;
      await expect(source.lock(unknown, options())).rejects.toMatchObject({
        name: "LaresError",
        code: "package-not-found",
        hint: expect.any(String),
      });
    });
  });
};
