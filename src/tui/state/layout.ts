/** How the screen is divided: what moves a window by a page has to know as much as what draws it. */
import type { Size, State } from "./state.ts";

/** The tabs and a rule above; a rule, the status and the keys below. */
const chrome = 5;

export const smallest: Size = { columns: 40, rows: 12 };

export const tooSmall = `lares ui needs ${smallest.columns}x${smallest.rows}; q quits`;

export const isTooSmall = ({ columns, rows }: Size): boolean =>
  columns < smallest.columns || rows < smallest.rows;

export interface Division {
  /** Rows between the rules. */
  readonly content: number;
  /** Rows of a list, below its heading. */
  readonly list: number;
  readonly listColumns: number;
  /** Rows and columns of what is shown of the chosen row. */
  readonly detail: number;
  readonly detailColumns: number;
  /** Side by side; else one below the other. */
  readonly isWide: boolean;
}

export const divide = ({ columns, rows }: Size): Division => {
  const content = Math.max(3, rows - chrome);
  if (columns >= 110) {
    const listColumns = Math.floor(columns * 0.55);
    const detailColumns = columns - listColumns - 3;
    return { content, list: content - 1, listColumns, detail: content, detailColumns, isWide: true };
  }
  const detail = Math.max(3, Math.min(9, Math.floor(content * 0.4)));
  return {
    content,
    list: Math.max(1, content - detail - 2),
    listColumns: columns,
    detail,
    detailColumns: columns - 2,
    isWide: false,
  };
};

/** Rows of an overlay's text, below its title. */
export const overlayHeight = ({ size }: State): number => divide(size).content - 2;

/** Rows of the pending plan in the overview: what is left below the facts. */
export const planHeight = ({ size }: State): number => {
  const { content, isWide } = divide(size);
  return Math.max(1, isWide ? content - 2 : content - overviewFacts - 2);
};

/** Lines that the facts of the overview take where the plan is below them. */
export const overviewFacts = 10;
