/** Gradle, builds of Java and its kin: `~/.gradle/gradle.properties` and `~/.gradle/init.d/`. */
import {
  defineProgram,
  type FileSpecification,
  filePath,
  type Json,
  joinText,
  option,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const initScript = t.submodule({
  text: option(t.nullOr(t.lines), { default: null, description: "The script. Instead of `source`." }),
  source: option(t.nullOr(filePath), { default: null, description: "The file with the script." }),
});

const options = {
  ...programOptions("Gradle, which builds programs of Java and its kin", "gradle"),
  home: option(t.str, {
    default: ".gradle",
    description: "Gradle's folder, relative to the home directory.",
    example: ".local/share/gradle",
  }),
  settings: option(t.jsonObject, {
    default: {},
    description: "Properties: `gradle.properties`. A package stands for its path.",
    example: { "org.gradle.caching": true, "org.gradle.jvmargs": "-Xmx2g" },
  }),
  initScripts: option(t.attrsOf(initScript), {
    default: {},
    description: "Scripts that run before each build, by file name.",
    example: { "hello.gradle": { text: "println 'hello'" } },
  }),
};
export interface GradleOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly gradle: GradleOptions;
  }
}

export default defineProgram("programs.gradle", {
  url: import.meta.url,
  options,
  files: ({ home, settings, initScripts }) => ({
    [`~/${home}/gradle.properties`]: joinText(properties(settings)),
    ...Object.fromEntries(
      Object.entries(initScripts).map(([name, script]) => [`~/${home}/init.d/${name}`, contentOf(script)]),
    ),
  }),
  variables: ({ home: folder }, { host }) => ({
    GRADLE_USER_HOME: folder === ".gradle" ? null : `${host.home}/${folder}`,
  }),
});

const contentOf = ({ text, source }: { text: string | null; source: string | null }): FileSpecification =>
  source === null ? { text: text ?? "" } : { source };

/** As java.util.Properties reads them: marks in keys, and backslashes, are escaped. */
const properties = (settings: Readonly<Record<string, Json>>): string =>
  sortedEntries(settings)
    .map(([key, value]) => `${escaped(key).replace(/[:= #!]/g, "\\$&")} = ${escaped(textOf(value))}\n`)
    .join("");

const textOf = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replace(/^ /, "\\ ");
