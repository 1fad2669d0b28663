/** Lines on the screen. */
import { Box, Text } from "ink";
import { memo, type ReactNode } from "react";
import { fitLine, type Line, ruleLine, type Span } from "./line.ts";
import { drawable, lookOf, type Theme } from "./look.ts";
import { useTheme } from "./theme.ts";

export const LineView = memo(
  ({ line, columns, chosen = false }: { line: Line; columns: number; chosen?: boolean }): ReactNode => {
    const theme = useTheme();
    return (
      <Text wrap="truncate-end" inverse={chosen}>
        {fitLine(line, columns).map((piece, at) => styled(theme, piece, at, chosen))}
      </Text>
    );
  },
);

/** On the chosen row the bright background would swallow what is dim. */
const styled = (theme: Theme, { text, tone }: Span, at: number, chosen: boolean): ReactNode => {
  const shown = drawable(theme, text);
  if (tone === "plain" || (chosen && tone === "dim")) return shown;
  return (
    <Text key={at} {...lookOf(theme, tone)}>
      {shown}
    </Text>
  );
};

/** So many lines, empty ones for what is missing. */
export const Lines = ({
  lines,
  columns,
  rows,
  chosen,
}: {
  lines: readonly Line[];
  columns: number;
  rows: number;
  /** Position of the row that is chosen. */
  chosen?: number | undefined;
}): ReactNode => (
  <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
    {lines.slice(0, rows).map((line, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its position
      <LineView key={at} line={line} columns={columns} chosen={at === chosen} />
    ))}
  </Box>
);

/** A rule across, with a title in it. */
export const Rule = ({ columns, title = "" }: { columns: number; title?: string }): ReactNode => (
  <LineView line={ruleLine(columns, title)} columns={columns} />
);

/** A rule down between two panes. */
export const Divider = ({ rows }: { rows: number }): ReactNode => {
  const bar: Line = [{ text: " │ ", tone: "dim" }];
  return <Lines lines={Array.from({ length: rows }, () => bar)} columns={3} rows={rows} />;
};
