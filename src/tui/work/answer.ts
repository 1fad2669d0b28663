/** Question → the function that answers it; each is loaded when it is first asked. */
import type { WorkContext } from "./context.ts";
import type { AnswerTo, Ask, Question } from "./requests.ts";

type Answers = {
  readonly [Q in Question]: (context: WorkContext, ask: Ask<Q>) => AnswerTo<Q> | Promise<AnswerTo<Q>>;
};

export const answer = (context: WorkContext, ask: Ask): Promise<unknown> =>
  Promise.resolve((answers[ask.question] as (context: WorkContext, ask: Ask) => unknown)(context, ask));

const answers: Answers = {
  overview: async (context) => (await import("./overview.ts")).readOverview(context),
  plan: async (context) => (await import("./plan.ts")).readPlan(context),
  generations: async (context) => (await import("./generations.ts")).readGenerations(context),
  generation: async (context, { number }) =>
    (await import("./generations.ts")).readGeneration(context, number),
  compare: async (context, { from, to }) =>
    (await import("./generations.ts")).compareGenerations(context, from, to),
  files: async (context) => (await import("./files.ts")).readFiles(context),
  fileDiff: async (context, { path }) => (await import("./files.ts")).diffFile(context, path),
  packages: async (context) => (await import("./packages.ts")).readPackages(context),
  package: async (context, { name }) => (await import("./packages.ts")).readPackage(context, name),
  options: async () => (await import("./options.ts")).readOptions(),
  option: async (context, { path }) => (await import("./options.ts")).readOption(context, path),
  activity: async (context) => (await import("./activity.ts")).readActivity(context),
  updates: async (context) => (await import("./updates.ts")).readUpdates(context),
  update: async (context) => (await import("./updates.ts")).takeUpdates(context),
  switch: async (context, { backup }) => (await import("./actions.ts")).switchToConfigured(context, backup),
  goTo: async (context, { number }) =>
    (await import("./actions.ts")).switchToGeneration(context, { kind: "numbered", number }),
  rollBack: async (context) =>
    (await import("./actions.ts")).switchToGeneration(context, { kind: "previous" }),
  remove: async (context, { numbers }) => (await import("./actions.ts")).removeGenerations(context, numbers),
  live: async (context, { path, on }) => (await import("./live.ts")).setLive(context, path, on),
  adopt: async (context, { paths, acceptPrivate }) =>
    (await import("./actions.ts")).adopt(context, paths, acceptPrivate),
};
