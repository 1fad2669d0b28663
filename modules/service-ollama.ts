/** Ollama runs language models. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";
import { environmentOf, keptAlive } from "./session-services/unit.ts";

const options = {
  ...programOptions("Ollama", "ollama"),
  host: option(t.str, { default: "127.0.0.1", description: "The address it listens on.", example: "[::]" }),
  port: option(t.port, { default: 11434, description: "The port it listens on." }),
  acceleration: option(
    t.nullOr(
      t.oneOf(
        t.refined(t.bool, "false", (value) => value === false),
        t.enum("rocm", "cuda", "vulkan"),
      ),
    ),
    {
      default: null,
      description:
        "What it computes with: false is the processor alone, null whatever the package was built for. It chooses the package.",
    },
  ),
  environmentVariables: option(t.attrsOf(t.str), {
    default: {},
    description: "Variables of its environment.",
    example: { OLLAMA_LLM_LIBRARY: "cpu", HIP_VISIBLE_DEVICES: "0,1" },
  }),
};
export interface OllamaOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly ollama: OllamaOptions;
  }
}

type Own = ConfigOf<typeof options>;

const variablesOf = ({ host, port, environmentVariables }: Own) => ({
  ...environmentVariables,
  OLLAMA_HOST: `${host}:${port}`,
});

/** Each way to compute is a package of its own. */
const packageOf = ({ package: ollama, acceleration }: Own, lib: Context["lib"]) =>
  ollama === null || acceleration === null || ollama.name !== "ollama"
    ? (ollama ?? lib.package("ollama"))
    : lib.package(acceleration === false ? "ollama-cpu" : `ollama-${acceleration}`);

export default defineProgram("services.ollama", {
  url: import.meta.url,
  options,
  packages: (own, { lib }) => [packageOf(own, lib)],
  units: (own, { lib }) => ({
    services: {
      ollama: {
        Unit: { Description: "Server for local large language models", After: ["network.target"] },
        Service: {
          ExecStart: `${lib.program(packageOf(own, lib), "ollama")} serve`,
          Environment: environmentOf(variablesOf(own)),
        },
        Install: { WantedBy: ["default.target"] },
      },
    },
  }),
  agents: (own, { lib }) => ({
    ollama: {
      enable: true,
      config: {
        ProgramArguments: [lib.program(packageOf(own, lib), "ollama"), "serve"],
        EnvironmentVariables: variablesOf(own),
        KeepAlive: keptAlive,
        ProcessType: "Background",
      },
    },
  }),
});
