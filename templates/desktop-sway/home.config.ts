// A desktop: Sway, with a bar, notifications, a launcher and a locked screen when nobody is there.
import { defineHome, mkOptionDefault } from "lares";

const modifier = "Mod4";
const lock = "swaylock --daemonize";

export default defineHome({
  home: { sessionVariables: { MOZ_ENABLE_WAYLAND: "1" } },
  wayland: {
    // Services of the desktop begin and end with Sway.
    systemd: { target: "sway-session.target" },
    windowManager: {
      sway: {
        enable: true,
        // Sway is the distribution's: it fits the machine's graphics.
        package: null,
        xwayland: false,
        config: {
          modifier,
          terminal: "foot",
          menu: "fuzzel",
          input: { "type:touchpad": { tap: "enabled", natural_scroll: "enabled" } },
          gaps: { inner: 8, smartGaps: true },
          window: { titlebar: false },
          // Beside Sway's own keys.
          keybindings: mkOptionDefault({
            [`${modifier}+Ctrl+l`]: `exec ${lock}`,
            XF86AudioRaiseVolume: "exec wpctl set-volume @DEFAULT_AUDIO_SINK@ 5%+",
            XF86AudioLowerVolume: "exec wpctl set-volume @DEFAULT_AUDIO_SINK@ 5%-",
            XF86MonBrightnessUp: "exec brightnessctl set 5%+",
            XF86MonBrightnessDown: "exec brightnessctl set 5%-",
          }),
          // Waybar is a service.
          bars: [],
        },
      },
    },
  },
  programs: {
    bash: { enable: true },
    foot: { enable: true, settings: { main: { font: "monospace:size=11" } } },
    fuzzel: { enable: true, settings: { main: { layer: "overlay" } } },
    swaylock: { enable: true, settings: { color: "1d2021", "show-failed-attempts": true } },
    waybar: {
      enable: true,
      systemd: { enable: true },
      settings: {
        main: {
          position: "top",
          "modules-left": ["sway/workspaces", "sway/mode"],
          "modules-center": ["sway/window"],
          "modules-right": ["network", "wireplumber", "battery", "clock", "tray"],
          clock: { format: "{:%a %d %b  %H:%M}" },
        },
      },
    },
  },
  services: {
    mako: { enable: true, settings: { "default-timeout": 5000 } },
    swayidle: {
      enable: true,
      timeouts: [
        { timeout: 300, command: lock },
        {
          timeout: 600,
          command: 'swaymsg "output * power off"',
          resumeCommand: 'swaymsg "output * power on"',
        },
      ],
      events: { "before-sleep": lock, lock },
    },
    gammastep: { enable: true, dawnTime: "6:00-7:45", duskTime: "18:35-20:15" },
  },
});
