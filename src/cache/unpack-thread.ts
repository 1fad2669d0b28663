/** The program of a thread that unpacks small NARs (`unpackers.ts`). */
import { answerQuestions } from "../system/threads.ts";
import { unpackNar } from "./packed-nar.ts";

answerQuestions(unpackNar);
