/** Terminals on VTE (GNOME's, Xfce's, Tilix …) learn a shell's folder from code of that library, for Bash and for Zsh. */
import type { Context } from "lares/module";

/** From the store where it is there, else from where systems put it. */
export const vteCode = ({ lib }: Context): string => {
  const { outPath } = lib.package("vte");
  if (outPath !== undefined) return `. ${outPath}/etc/profile.d/vte.sh\n`;
  return `for vte in /etc/profile.d/vte.sh /etc/profile.d/vte-2.91.sh; do
  if [[ -r $vte ]]; then
    . "$vte"
    break
  fi
done
unset vte
`;
};
