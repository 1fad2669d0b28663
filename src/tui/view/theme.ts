/** How what is drawn looks, known to all of it. */
import { createContext, useContext } from "react";
import type { Theme } from "./look.ts";

const ThemeContext = createContext<Theme>({ colour: true, ascii: false });
export const ThemeProvider = ThemeContext.Provider;
export const useTheme = (): Theme => useContext(ThemeContext);
