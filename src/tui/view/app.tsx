/** The whole screen for a state. */
import { Text } from "ink";
import type { ReactNode } from "react";
import { isTooSmall, tooSmall } from "../state/layout.ts";
import type { State, ViewName } from "../state/state.ts";
import { ActivityView } from "./activity.tsx";
import { FilesView } from "./files.tsx";
import { Frame } from "./frame.tsx";
import { GenerationsView } from "./generations.tsx";
import type { Theme } from "./look.ts";
import { OptionsView } from "./options.tsx";
import { OverlayView } from "./overlay.tsx";
import { OverviewView } from "./overview.tsx";
import { PackagesView } from "./packages.tsx";
import { ThemeProvider } from "./theme.ts";

export const App = ({ state, theme }: { state: State; theme: Theme }): ReactNode => {
  if (isTooSmall(state.size)) return <Text wrap="truncate-end">{tooSmall}</Text>;
  const View = views[state.view];
  return (
    <ThemeProvider value={theme}>
      <Frame state={state}>
        {state.overlay === undefined ? (
          <View state={state} />
        ) : (
          <OverlayView state={state} overlay={state.overlay} />
        )}
      </Frame>
    </ThemeProvider>
  );
};

const views: Readonly<Record<ViewName, (props: { state: State }) => ReactNode>> = {
  overview: OverviewView,
  generations: GenerationsView,
  files: FilesView,
  packages: PackagesView,
  options: OptionsView,
  activity: ActivityView,
};
