/** Browserpass, which browsers ask for passwords of pass: its native messaging host. */
import {
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";

const browsers = ["brave", "chrome", "chromium", "firefox", "librewolf", "vivaldi"] as const;
type Browser = (typeof browsers)[number];

const options = {
  ...programOptions("Browserpass's native messaging host", packageNamed("browserpass")),
  browsers: option(t.listOf(t.enum(...browsers)), {
    default: [...browsers],
    description:
      "Browsers that may ask it. The system's own package says so to all of them by itself, and nothing is written for it.",
    example: ["firefox"],
  }),
};
export interface BrowserpassOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly browserpass: BrowserpassOptions;
  }
}

export default defineProgram("programs.browserpass", {
  url: import.meta.url,
  options,
  files: (own, { host }) => {
    const folder = own.package?.contents ?? own.package?.outPath;
    return folder === undefined
      ? {}
      : Object.fromEntries(
          [...new Set(own.browsers)].flatMap((browser) => manifests(browser, folder, host.os)),
        );
  },
});

const name = "com.github.browserpass.native.json";

/** Builds that look for policies in the person's own folder find one there; Brave looks below `/etc` only. */
const manifests = (browser: Browser, folder: string, os: Context["host"]["os"]) => {
  const [host, place] = placeOf(browser, os);
  const policies = place.replace(/NativeMessagingHosts$/, "policies/managed");
  return [
    [`${place}/${name}`, { source: `${folder}/lib/browserpass/hosts/${host}/${name}` }],
    ...(host === "chromium" && browser !== "brave"
      ? [[`${policies}/${name}`, { source: `${folder}/lib/browserpass/policies/chromium/${name}` }] as const]
      : []),
  ] as const;
};

/** Whose manifest it is, and the folder in which the browser looks for it. */
const placeOf = (browser: Browser, os: Context["host"]["os"]): readonly ["chromium" | "firefox", string] => {
  const library = "~/Library/Application Support";
  const chromium = { brave: "BraveSoftware/Brave-Browser", chromium: "Chromium", vivaldi: "Vivaldi" };
  if (os === "darwin")
    switch (browser) {
      case "firefox":
        return ["firefox", `${library}/Mozilla/NativeMessagingHosts`];
      case "librewolf":
        return ["firefox", `${library}/LibreWolf/NativeMessagingHosts`];
      case "chrome":
        return ["chromium", `${library}/Google/Chrome/NativeMessagingHosts`];
      default:
        return ["chromium", `${library}/${chromium[browser]}/NativeMessagingHosts`];
    }
  switch (browser) {
    case "firefox":
      return ["firefox", "~/.mozilla/native-messaging-hosts"];
    case "librewolf":
      return ["firefox", "~/.librewolf/native-messaging-hosts"];
    case "chrome":
      return ["chromium", "google-chrome/NativeMessagingHosts"];
    case "brave":
      return ["chromium", "BraveSoftware/Brave-Browser/NativeMessagingHosts"];
    default:
      return ["chromium", `${browser}/NativeMessagingHosts`];
  }
};
