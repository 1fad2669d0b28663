/** The home at a glance: which it is, how it is, and what a switch would do to it. */
import type { ReactNode } from "react";
import { divide } from "../state/layout.ts";
import type { State } from "../state/state.ts";
import { Lines } from "./lines.tsx";
import { overviewLines } from "./overview-lines.ts";

export const OverviewView = ({ state }: { state: State }): ReactNode => (
  <Lines lines={overviewLines(state)} columns={state.size.columns} rows={divide(state.size).content} />
);
