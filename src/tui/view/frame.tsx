/** What is around every view. */
import { Box } from "ink";
import type { ReactNode } from "react";
import type { State } from "../state/state.ts";
import { linesAbove, linesBelow } from "./frame-lines.ts";
import { Lines } from "./lines.tsx";

export const Frame = ({ state, children }: { state: State; children: ReactNode }): ReactNode => {
  const { columns, rows } = state.size;
  const [above, below] = [linesAbove(state), linesBelow(state)];
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={above} columns={columns} rows={above.length} />
      {children}
      <Lines lines={below} columns={columns} rows={below.length} />
    </Box>
  );
};
