/** sbt, builds of Scala: `~/.sbt/`. */
import {
  defineProgram,
  joinText,
  option,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
} from "lares/module";

const text = (description: string, example?: string) =>
  option(t.str, { description, ...(example !== undefined && { example }) });

const plugin = t.submodule({
  org: text("The organization.", "com.dwijnand"),
  artifact: text("The name of the plugin.", "sbt-project-graph"),
  version: text("The version.", "0.4.0"),
});

const credential = t.submodule({
  realm: text("The realm that the repository names.", "Sonatype Nexus Repository Manager"),
  host: text("The host of the repository.", "example.com"),
  user: text("The name of the user."),
  passwordCommand: text("The command that prints the password.", "pass show sbt/user@example.com"),
});

const repository = t.either(t.enum("local", "maven-central", "maven-local"), t.attrsOf(t.str));

const options = {
  ...programOptions("sbt, which builds programs in Scala", packageNamed("sbt")),
  plugins: option(t.listOf(plugin), { default: [], description: "Plugins of every project." }),
  pluginsExtra: option(t.listOf(t.str), {
    default: [],
    description: "Further lines of `plugins.sbt`.",
    example: ["addDependencyTreePlugin"],
  }),
  credentials: option(t.listOf(credential), {
    default: [],
    description: "Names and passwords for repositories.",
  }),
  repositories: option(t.listOf(repository), {
    default: [],
    description:
      "Where to look for packages, in this order: names of well-known places, and names with addresses.",
    example: ["local", { proxy: "http://repo.mavenproxy.io/a/b/c/d" }, "maven-central"],
  }),
  baseUserConfigPath: option(t.str, {
    default: ".sbt",
    description: "The folder of sbt's settings, relative to the home directory.",
  }),
  baseConfigPath: renamed<string>("programs.sbt.baseUserConfigPath"),
};
export interface SbtOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly sbt: SbtOptions;
  }
}

export default defineProgram("programs.sbt", {
  url: import.meta.url,
  options,
  files: ({ plugins, pluginsExtra, credentials, repositories, baseUserConfigPath: folder }) => ({
    [`~/${folder}/1.0/plugins/plugins.sbt`]: joinText(...plugins.map(pluginLine), ...pluginsExtra),
    [`~/${folder}/1.0/credentials.sbt`]: joinText(
      credentials.length > 0 && "import scala.sys.process._",
      ...credentials.map(credentialLines),
    ),
    [`~/${folder}/repositories`]: joinText(
      repositories.length > 0 && "[repositories]",
      ...repositories.flatMap(repositoryLines),
    ),
  }),
});

const pluginLine = ({ org, artifact, version }: { org: string; artifact: string; version: string }) =>
  `addSbtPlugin(${scalaString(org)} % ${scalaString(artifact)} % ${scalaString(version)})`;

type Credential = Readonly<Record<"realm" | "host" | "user" | "passwordCommand", string>>;

const credentialLines = ({ realm, host, user, passwordCommand }: Credential, index: number): string => {
  const name = `credential_${index}`;
  const known = [realm, host, user].map(scalaString).join(", ");
  return `lazy val ${name} = ${scalaString(passwordCommand)}.!!.trim\nThisBuild / credentials += Credentials(${known}, ${name})`;
};

const repositoryLines = (entry: string | Readonly<Record<string, string>>): readonly string[] =>
  typeof entry === "string" ? [entry] : Object.entries(entry).map(([name, address]) => `${name}: ${address}`);

const scalaString = (text: string): string =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
