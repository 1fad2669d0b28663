/**
 * Threads of this process, each of which runs one program of `dist/` and answers what it is asked, one thing after the
 * other. A thread that waits keeps nobody from ending.
 */
import { availableParallelism } from "node:os";
import type { MessagePort, Worker } from "node:worker_threads";
import { LaresError, type Problem } from "../base/errors.ts";
import { areFaultsActive } from "./faults.ts";

export interface Thread<Question, Answer> {
  /** Throws what the other side threw. The buffers go over to it and are empty here afterwards. */
  ask(question: Question, buffers?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Questions that were not answered yet. */
  pending(): number;
  /** In the middle of whatever it does. */
  stop(): void;
}

/**
 * How many threads beside this one are of use. None where calls are counted to fail one of them: it would be another one
 * in each run.
 */
export const usefulThreads = (): number =>
  areFaultsActive ? 0 : Math.max(0, Math.min(availableParallelism() - 1, mostThreads));

const mostThreads = 4;

/** `file`: beside the one that asks; its text is TypeScript where this program runs from its sources. */
export const startThread = <Question, Answer>(file: URL): Thread<Question, Answer> => {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker: Worker = new Worker(file, { execArgv: [], stdin: false });
  const waiting: Waiting<Answer>[] = [];
  const failAll = (error: unknown): void => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("message", (reply: Reply<Answer>) => {
    const { resolve, reject } = waiting.shift()!;
    if (waiting.length === 0) worker.unref();
    if ("failure" in reply) reject(rebuilt(reply.failure));
    else resolve(reply.answer);
  });
  worker.on("error", failAll);
  worker.on("exit", (code) => failAll(new Error(`a thread of lares ended with ${code}`)));
  worker.unref();
  return {
    ask: (question, buffers = []) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.ref();
        worker.postMessage(question, buffers);
      }),
    pending: () => waiting.length,
    stop: () => void worker.terminate(),
  };
};

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The other side: answers each question in turn, and ends with the process. */
export const answerQuestions = <Question, Answer>(answerTo: (question: Question) => Answer): void => {
  const port: MessagePort | null = process.getBuiltinModule("node:worker_threads").parentPort;
  port!.on("message", (question: Question) => port!.postMessage(replyTo(answerTo, question)));
};

const replyTo = <Question, Answer>(
  answerTo: (question: Question) => Answer,
  question: Question,
): Reply<Answer> => {
  try {
    return { answer: answerTo(question) };
  } catch (error) {
    return { failure: described(error) };
  }
};

type Reply<Answer> = { readonly answer: Answer } | { readonly failure: Failure };

/** Of an error nothing but its name and message crosses over by itself. */
type Failure =
  | { readonly problem: Omit<Problem, "cause"> }
  | { readonly message: string; readonly stack: string; readonly more: Readonly<Record<string, unknown>> };

const described = (error: unknown): Failure => {
  if (error instanceof LaresError) {
    const { code, message, details, hint, exitCode } = error;
    return { problem: { code, message, details, exitCode, ...(hint !== undefined && { hint }) } };
  }
  if (!(error instanceof Error)) return { message: String(error), stack: "", more: {} };
  const { errno, code, syscall, path } = error as NodeJS.ErrnoException;
  return { message: error.message, stack: error.stack ?? "", more: { errno, code, syscall, path } };
};

const rebuilt = (failure: Failure): Error => {
  if ("problem" in failure) return new LaresError(failure.problem);
  return Object.assign(new Error(failure.message), { stack: failure.stack, ...failure.more });
};
