/** i3 and Sway, as far as they differ in what they share. */
export interface TilingProgram {
  /** `i3`, `sway`; its bar is `<name>bar`. */
  readonly name: "i3" | "sway";
  /** Where the module's options hang. */
  readonly path: string;
  /** The tray's place in a bar of old state versions. */
  readonly oldTrayOutput: string;
}
