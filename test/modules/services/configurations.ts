/** A configuration for each service, and the systems it is written for. */
const both = ["linux", "darwin"] as const;

interface Configuration {
  readonly on?: readonly ("linux" | "darwin")[];
  readonly [option: string]: unknown;
}

export const configurations: Readonly<Record<string, Configuration>> = {
  avizo: { settings: { default: { padding: 10, "y-offset": 0.5 } } },
  cliphist: { extraOptions: ["-max-items", "10"], systemdTargets: ["sway-session.target"] },
  clipman: { extraArgs: ["--max-items", "100"] },
  colima: { on: both, profiles: { work: { isActive: true, isService: true, settings: { cpu: 4 } } } },
  copyq: {},
  darkman: {
    settings: { lat: 52.3, usegeoclue: true },
    darkModeScripts: { theme: "echo dark" },
    scripts: { both: "#!/bin/sh\necho $1" },
  },
  espanso: { on: both, matches: { base: { matches: [{ trigger: ":hi", replace: "Hello" }] } } },
  flameshot: { on: both, settings: { General: { disabledTrayIcon: true } } },
  gammastep: { tray: true, latitude: 52.5, longitude: 13.4, settings: { general: { gamma: 0.8 } } },
  "git-sync": {
    on: both,
    repositories: { notes: { path: "/a path", uri: "git+ssh://ada@example.com/notes.git" } },
  },
  glance: { on: both, settings: { server: { port: 5678 } } },
  "gnome-keyring": { components: ["secrets", "ssh"] },
  hypridle: { settings: { $lock: "hyprlock", listener: [{ timeout: 900, "on-timeout": "$lock" }] } },
  jankyborders: { on: ["darwin"], settings: { width: 6, hidpi: false, blacklist: ["Safari", "kitty"] } },
  kanshi: {
    settings: [
      { output: { criteria: "Iiyama", alias: "big" } },
      {
        profile: {
          name: "desk",
          exec: "notify",
          outputs: [{ criteria: "$big", scale: 2, adaptiveSync: true }],
        },
      },
    ],
  },
  lorri: { on: both, enableNotifications: true, extraEnvVariables: { A: "b" } },
  mako: { settings: { "default-timeout": 0, "actionable=true": { anchor: "top-left" } } },
  ollama: { on: both, acceleration: "cuda", environmentVariables: { OLLAMA_LLM_LIBRARY: "cuda" } },
  playerctld: {},
  redshift: { provider: "geoclue2", enableVerboseLogging: true },
  skhd: { on: ["darwin"], config: "cmd - return : open -na /Applications/Alacritty.app" },
  "ssh-agent": {
    on: both,
    defaultMaximumIdentityLifetime: 60,
    pkcs11Whitelist: ["/usr/lib/a.so", "/usr/lib/b.so"],
  },
  swayidle: {
    timeouts: [{ timeout: 60, command: "it's", resumeCommand: "back" }],
    events: { lock: "swaylock -fF" },
  },
  swaync: { settings: { positionX: "right" }, style: "* { color: red; }" },
  udiskie: { tray: "always", settings: { program_options: { notify: false } } },
  wlsunset: { latitude: 52.5, longitude: "13.4", output: "eDP-1" },
  wob: { settings: { "": { height: 50 } } },
  wpaperd: { settings: { "eDP-1": { path: "/pictures" } } },
  dunst: {
    iconTheme: { package: "adwaita-icon-theme", name: "Adwaita", size: "16x16" },
    waylandDisplay: "wayland-1",
    settings: {
      global: { font: "Droid Sans 9", follow: "mouse", shrink: true, transparency: 10 },
      late: { after: ["spotify"], before: [], data: { summary: "*" } },
      spotify: { appname: "Spotify", urgency: "low" },
    },
  },
  picom: {
    fade: true,
    fadeExclude: ["window_type *= 'menu'", "name ~= 'Firefox$'"],
    shadow: true,
    inactiveOpacity: 0.8,
    backend: "glx",
    extraArgs: ["--legacy-backends"],
    settings: {
      blur: { method: "gaussian", deviation: 5.5 },
      rules: [{ match: "fullscreen", shadow: false }],
    },
    extraConfig: "animations = ();",
  },
  polybar: {
    config: { "bar/top": { width: "100%", "modules-center": "date", "tray-position": "right" } },
    settings: {
      "module/volume": {
        type: "internal/pulseaudio",
        format: { volume: "<ramp-volume> <label-volume>" },
        label: { muted: { text: " off", foreground: "#666" } },
        ramp: { volume: ["a", "b"] },
      },
    },
    extraConfig: "[module/date]\ntype = internal/date",
    script: "polybar top &",
  },
  borgmatic: { on: both, frequency: "daily" },
  easyeffects: {
    preset: { input: "voice" },
    extraPresets: { voice: { input: { plugins_order: ["rnnoise#0"] } } },
    settings: { StreamInputs: { listenToMic: false } },
  },
  emacs: {
    on: both,
    extraOptions: ["-f", "exwm-enable"],
    client: { enable: true },
    startWithUserSession: "graphical",
    defaultEditor: true,
  },
  "gpg-agent": {
    on: both,
    defaultCacheTtl: 1800,
    enableSshSupport: true,
    enableExtraSocket: true,
    sshKeys: ["0123ABCD"],
    pinentry: { package: "pinentry-gnome3" },
    extraConfig: "allow-loopback-pinentry",
  },
  mpd: {
    on: both,
    musicDirectory: "/srv/music",
    network: { listenAddress: "any", port: 6601, startWhenNeeded: true },
    extraConfig: 'audio_output {\n  type "pipewire"\n  name "out"\n}',
  },
  syncthing: {
    on: both,
    guiAddress: "127.0.0.1:8385",
    guiCredentials: { username: "ada", passwordFile: "/run/secrets/syncthing" },
    cert: "/keys/cert.pem",
    tray: { enable: true },
    settings: {
      options: { urAccepted: -1 },
      gui: { theme: "black" },
      devices: { big: { id: "ID-BIG", addresses: ["tcp://10.0.0.1"] } },
      folders: {
        "/home/ada/it's": {
          id: "notes",
          devices: ["big"],
          versioning: { type: "simple", params: { keep: "10" } },
          ignorePatterns: ["*.part"],
        },
        off: { enable: false, path: "~/off" },
      },
    },
  },
  podman: {
    on: both,
    settings: {
      containers: { engine: { runtime: "crun" } },
      registries: { search: ["quay.io"], registry: [{ location: "localhost:5000", insecure: true }] },
    },
    containers: {
      web: {
        image: "site.build",
        network: ["inner.network", "outer"],
        volumes: ["data.volume:/data", "/srv:/srv:ro"],
        environment: { LEVEL: 5, DEBUG: true, NONE: null, TWICE: ["a", "b"] },
        ports: ["8080:80"],
        extraConfig: { Service: { TimeoutStartSec: 60 } },
      },
    },
    networks: { inner: { subnet: "192.168.20.0/24" } },
    volumes: { data: { preserve: false, labels: { what: "data" } } },
    images: { alpine: { image: "docker.io/alpine:latest", autoStart: false } },
    builds: { site: { file: "/srv/Containerfile", tags: ["localhost/site"] } },
    machines: { dev: { cpus: 8, rootful: true }, off: { autoStart: false } },
  },
  restic: {
    backups: {
      far: {
        repository: "sftp:ada@example.org:/backups",
        passwordFile: "/run/secrets/restic",
        paths: ["/home/ada", "/home/ada/it's"],
        exclude: ["/home/*/.cache"],
        initialize: true,
        pruneOpts: ["--keep-daily 7", "--keep-weekly 5"],
        runCheck: true,
        extraOptions: ["sftp.command='ssh far -s sftp'"],
        rcloneOptions: { bwlimit: "10M", "drive-use-trash": true },
        timerConfig: { OnCalendar: "00:05", RandomizedDelaySec: "5h" },
        inhibitsSleep: true,
        backupPrepareCommand: "echo before",
      },
    },
  },
  autotiling: { extraArgs: ["--workspaces", "8"], systemdTarget: "sway-session.target" },
  "mpd-mpris": { mpd: { useLocal: true, host: "example.com", port: 1234 } },
  "mpdris2-rs": { notifications: { enable: true, body: "%title% (%elapsed%)", timeout: 10 } },
  swayosd: { stylePath: "/etc/xdg/swayosd/style.css", topMargin: 0.5 },
};
