/** Preferences that are worth a check, by domain and key, as macOS' own programs read them. Any other may be set too. */
import { option, t } from "lares/module";

const key = <T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], description: string) =>
  option(t.nullOr(type), { default: null, description });
const whether = (description: string) => key(t.bool, `Whether ${description}`);
const domain = <O extends object>(keys: O, description: string) =>
  option(t.freeform(t.nullOr(t.json), keys), { description });

const everywhere = domain(
  {
    AppleLanguages: key(t.listOf(t.str), "The languages of programs, the preferred one first."),
    AppleLocale: key(t.str, "The locale: `en_US`."),
    AppleMeasurementUnits: key(t.enum("Centimeters", "Inches"), "The unit of lengths."),
    AppleMetricUnits: whether("measures are metric."),
    ApplePressAndHoldEnabled: whether("a key that is held offers accents; else it repeats."),
    AppleShowAllExtensions: whether("the Finder shows the endings of all files."),
    AppleTemperatureUnit: key(t.enum("Celsius", "Fahrenheit"), "The unit of temperatures."),
    KeyRepeat: key(t.int, "How long until a held key repeats, in steps of 15 ms."),
    NSAutomaticCapitalizationEnabled: whether("sentences begin with a capital by themselves."),
    NSAutomaticDashSubstitutionEnabled: whether("two hyphens become a dash."),
    NSAutomaticPeriodSubstitutionEnabled: whether("two spaces become a full stop."),
    NSAutomaticQuoteSubstitutionEnabled: whether("straight quotes become curly ones."),
    NSAutomaticSpellingCorrectionEnabled: whether("misspelt words are corrected as they are typed."),
  },
  "Preferences of all programs.",
);

const safari = domain(
  {
    AutoFillCreditCardData: whether("credit cards are filled in."),
    AutoFillPasswords: whether("names and passwords are filled in."),
    AutoOpenSafeDownloads: whether("what is deemed safe is opened once it is downloaded."),
    IncludeDevelopMenu: whether("there is a menu for developers."),
    ShowOverlayStatusBar: whether("the status bar is shown."),
    WebKitDeveloperExtrasEnabledPreferenceKey: whether("pages can be inspected."),
    "WebKitPreferences.developerExtrasEnabled": whether("pages can be inspected, in newer versions."),
  },
  "Preferences of Safari.",
);

const dock = domain(
  {
    autohide: whether("the Dock hides while it is not used."),
    "expose-group-apps": whether("Mission Control groups windows by their program."),
    orientation: key(t.enum("left", "bottom", "right"), "The edge of the screen that it is at."),
    "size-immutable": whether("its size is fixed."),
    tilesize: key(t.int, "The size of its icons, in pixels."),
  },
  "Preferences of the Dock.",
);

const finder = domain(
  {
    AppleShowAllFiles: whether("hidden files are shown."),
    FXRemoveOldTrashItems: whether("what has been in the bin for 30 days is deleted."),
    ShowPathBar: whether("windows show where they are."),
    ShowStatusBar: whether("windows have a status bar."),
  },
  "Preferences of the Finder.",
);

const clock = domain(
  {
    IsAnalog: whether("the clock has hands."),
    Show24Hour: whether("the day has 24 hours."),
    ShowAMPM: whether("it says which half of the day it is."),
    ShowDate: key(t.enum(0, 1, 2), "When the date is shown: 0 where there is room, 1 always, 2 never."),
    ShowDayOfMonth: whether("the day of the month is shown."),
    ShowDayOfWeek: whether("the day of the week is shown."),
    ShowSeconds: whether("seconds are shown."),
  },
  "Preferences of the clock in the menu bar.",
);

const iterm = domain(
  {
    AddNewTabAtEndOfTabs: whether("a new tab is the last one; else it comes after the current one."),
    AlternateMouseScroll: whether("the wheel sends arrow keys to programs that fill the screen."),
    CopySelection: whether("what is selected is copied at once."),
    ExperimentalKeyHandling: whether(
      "the newer way with keys is used, which Japanese and Korean input need.",
    ),
    OpenTmuxWindowsIn: key(
      t.int,
      "Where tmux' windows open: 0 in windows, 1 in a new window's tabs, 2 in this one's.",
    ),
  },
  "Preferences of iTerm2.",
);

/** Of all machines. */
export const knownDomains = {
  NSGlobalDomain: everywhere,
  "com.apple.Safari": safari,
  "com.apple.Safari.SandboxBroker": domain(
    { ShowDevelopMenu: whether("Safari has a menu for developers.") },
    "Preferences of what Safari may do.",
  ),
  "com.apple.desktopservices": domain(
    {
      DSDontWriteNetworkStores: whether("no `.DS_Store` is written to network drives."),
      DSDontWriteUSBStores: whether("no `.DS_Store` is written to USB drives."),
    },
    "Preferences of how folders are shown.",
  ),
  "com.apple.dock": dock,
  "com.apple.finder": finder,
  "com.apple.menuextra.battery": domain(
    {
      ShowPercent: key(
        t.enum("YES", "NO"),
        "Whether the battery's charge is shown as a number; for older systems.",
      ),
    },
    "Preferences of the battery in the menu bar.",
  ),
  "com.apple.menuextra.clock": clock,
  "com.googlecode.iterm2": iterm,
};

/** Of this machine alone. */
export const knownHostDomains = {
  "com.apple.controlcenter": domain(
    { BatteryShowPercentage: whether("the battery's charge is shown as a number.") },
    "Preferences of the Control Centre.",
  ),
};
