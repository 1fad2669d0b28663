/** A second process of the same program, which takes and gives messages and works while this one answers a person. */
import { fork } from "node:child_process";

export interface Companion<In> {
  /** Structured clones; in order. */
  send(message: In): void;
  /** Lets it end by itself. */
  leave(): void;
}

export interface CompanionEvents<Out> {
  readonly onMessage: (message: Out) => void;
  /** `how`: in words; `said`: the last it wrote to standard error. */
  readonly onEnd: (how: string, said: string) => void;
}

/**
 * It has a session of its own: what it starts cannot reach this terminal, and a terminal that closes does not kill it in
 * the middle of its work. It learns by the closed channel that it is alone.
 */
export const startCompanion = <In, Out>(
  file: string,
  words: readonly string[],
  { onMessage, onEnd }: CompanionEvents<Out>,
): Companion<In> => {
  const child = fork(file, words, {
    detached: true,
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4096);
  });
  child.on("message", (message) => onMessage(message as Out));
  child.on("error", (error) => onEnd(error.message, said));
  child.on("close", (code, signal) => onEnd(signal === null ? `status ${code}` : `signal ${signal}`, said));
  return {
    send: (message) => {
      if (child.connected) child.send(message as never);
    },
    leave: () => {
      if (child.connected) child.disconnect();
      child.stderr?.destroy();
      child.unref();
    },
  };
};

/** The same channel from the other side. */
export interface ParentChannel<In, Out> {
  readonly send: (message: Out) => void;
  readonly onMessage: (take: (message: In) => void) => void;
  readonly onClosed: (then: () => void) => void;
}

/** Undefined where nobody started this process as a companion. */
export const parentChannel = <In, Out>(): ParentChannel<In, Out> | undefined =>
  process.send === undefined
    ? undefined
    : {
        send: (message) => {
          if (process.connected) process.send?.(message, undefined, undefined, () => {});
        },
        onMessage: (take) => {
          process.on("message", (message) => take(message as In));
        },
        onClosed: (then) => {
          process.on("disconnect", then);
        },
      };
