/**
 * What builds a `mkDerivation`: a script for the system's own bash (3.2, as macOS has it, or newer) that runs one phase
 * after another. It is a text in the store like any other, so its path, and every package made with it, changes with it.
 *
 * Variables: `src` or `srcs`, `sourceRoot`, `patches`, `patchFlags`, `configureScript`, `configureFlags`, `prefix`,
 * `makeFlags`, `buildFlags`, `checkTarget`, `checkFlags`, `installFlags`, `installTargets`, `buildInputs`,
 * `nativeBuildInputs`; for each phase `NAMEPhase` (commands in its place), `preNAME`, `postNAME`, `dontNAME`; `phases`.
 */
export const phasesScript = String.raw`set -eu
set -o pipefail
shopt -s nullglob
# In newer versions "&" would mean something in what replaces a text.
shopt -u patsub_replacement 2> /dev/null || :

fail() { echo "error: $*" >&2; exit 1; }
say() { echo "$*" >&2; }

# Programs of inputs come before the system's own.
inputPath=
for input in \${nativeBuildInputs:-} \${buildInputs:-}; do
  if [ -d "$input/bin" ]; then inputPath="$inputPath$input/bin:"; fi
done
export PATH="$inputPath$PATH"
for input in \${buildInputs:-}; do
  if [ -d "$input/include" ]; then export CPATH="$input/include\${CPATH:+:$CPATH}"; fi
  if [ -d "$input/lib" ]; then export LIBRARY_PATH="$input/lib\${LIBRARY_PATH:+:$LIBRARY_PATH}"; fi
  for folder in lib share; do
    if [ -d "$input/$folder/pkgconfig" ]; then
      export PKG_CONFIG_PATH="$input/$folder/pkgconfig\${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
    fi
  done
done
export SOURCE_DATE_EPOCH="\${SOURCE_DATE_EPOCH:-1}" LC_ALL="\${LC_ALL:-C}" TZ="\${TZ:-UTC}"
prefix="\${prefix:-\${out:-}}"
export prefix

# What commands of a package may use.

# substituteInPlace FILE... --replace-fail FROM TO...: replaces text, which has to be there.
substituteInPlace() {
  local files=()
  while [ $# -gt 0 ] && [ "\${1#--}" = "$1" ]; do files+=("$1"); shift; done
  while [ $# -gt 0 ]; do
    case "$1" in
      --replace-fail | --replace | --replace-quiet) ;;
      *) fail "substituteInPlace: unknown flag $1" ;;
    esac
    [ $# -ge 3 ] || fail "substituteInPlace: $1 takes two texts"
    local file content replaced
    for file in "\${files[@]}"; do
      content="$(cat "$file"; printf x)"
      content="\${content%x}"
      replaced="\${content//"$2"/$3}"
      if [ "$replaced" = "$content" ]; then
        [ "$1" = --replace-fail ] && fail "substituteInPlace: $file does not have: $2"
        continue
      fi
      printf '%s' "$replaced" > "$file"
    done
    shift 3
  done
}

# patchShebangs PATH...: interpreters that an input has are named by their path in the store.
patchShebangs() {
  local file line program found
  find "$@" -type f -perm -u+x -print0 | while IFS= read -r -d "" file; do
    line="$(head -c 256 "$file" | tr -d '\0' | head -n 1)" || true
    case "$line" in "#!"*) ;; *) continue ;; esac
    set -- \${line#"#!"}
    program="\${1##*/}"
    if [ "$program" = env ] && [ $# -ge 2 ]; then
      case "$2" in -*) continue ;; esac
      program="$2"
      shift
    fi
    shift
    found="$(PATH="\${inputPath%:}" type -P "$program")" || continue
    [ -n "$found" ] || continue
    { echo "#!$found\${*:+ $*}"; tail -n +2 "$file"; } > "$file.patched"
    cat "$file.patched" > "$file"
    rm "$file.patched"
  done
}

# makeWrapper PROGRAM WRAPPER [--set NAME TEXT] [--set-default NAME TEXT] [--unset NAME] [--prefix NAME SEPARATOR TEXT]
#   [--suffix NAME SEPARATOR TEXT] [--add-flags TEXT] [--append-flags TEXT] [--run COMMAND] [--chdir FOLDER]
makeWrapper() {
  local program="$1" wrapper="$2" before= after= d='$' text='#!/usr/bin/env bash'
  shift 2
  while [ $# -gt 0 ]; do
    case "$1" in
      --set) addLine "export $2=$(quoted "$3")"; shift 3 ;;
      --set-default) addLine "export $2=\"\${d}{$2-$(inner "$3")}\""; shift 3 ;;
      --unset) addLine "unset $2"; shift 2 ;;
      --prefix) addLine "export $2=$(quoted "$4")\"\${d}{$2:+$(inner "$3")\${d}$2}\""; shift 4 ;;
      --suffix) addLine "export $2=\"\${d}{$2:+\${d}$2$(inner "$3")}\"$(quoted "$4")"; shift 4 ;;
      --add-flags) before="$before $2"; shift 2 ;;
      --append-flags) after="$after $2"; shift 2 ;;
      --run) addLine "$2"; shift 2 ;;
      --chdir) addLine "cd $(quoted "$2")"; shift 2 ;;
      *) fail "makeWrapper: unknown flag $1" ;;
    esac
  done
  mkdir -p "$(dirname "$wrapper")"
  rm -f "$wrapper"
  printf '%s\nexec %s%s "$@"%s\n' "$text" "$(quoted "$program")" "$before" "$after" > "$wrapper"
  chmod 755 "$wrapper"
}
addLine() { text="$text"$'\n'"$1"; }
quoted() { local quote="'\\''"; printf "'%s'" "\${1//\'/$quote}"; }
inner() { printf '%s' "$1" | sed -e 's/[\\"$\x60]/\\&/g'; }

# wrapProgram PROGRAM FLAGS...: puts a wrapper in the place of a program.
wrapProgram() {
  local program="$1" hidden
  shift
  hidden="$(dirname "$program")/.$(basename "$program")-wrapped"
  [ -e "$program" ] || fail "wrapProgram: there is no $program"
  mv "$program" "$hidden"
  makeWrapper "$hidden" "$program" "$@"
}

# installBin FILE..., installManPage FILE..., installShellCompletion --bash|--zsh|--fish FILE...
installBin() { mkdir -p "$out/bin"; install -m 755 "$@" "$out/bin/"; }
installManPage() {
  local page section
  for page in "$@"; do
    section="\${page%.gz}"
    section="\${section##*.}"
    mkdir -p "$out/share/man/man\${section%%[a-z]*}"
    install -m 644 "$page" "$out/share/man/man\${section%%[a-z]*}/"
  done
}
installShellCompletion() {
  local shell= name place
  while [ $# -gt 0 ]; do
    case "$1" in
      --bash | --zsh | --fish) shell="\${1#--}"; shift; continue ;;
    esac
    name="$(basename "$1")"
    case "\${shell:-$name}" in
      bash | *.bash) place="bash-completion/completions/\${name%.bash}" ;;
      fish | *.fish) place="fish/vendor_completions.d/\${name%.fish}.fish" ;;
      zsh | *.zsh | _*) name="\${name%.zsh}"; place="zsh/site-functions/_\${name#_}" ;;
      *) fail "installShellCompletion: say --bash, --zsh or --fish for $1" ;;
    esac
    mkdir -p "$(dirname "$out/share/$place")"
    install -m 644 "$1" "$out/share/$place"
    shift
  done
}

# A phase's own commands stand in variables; a hook is one too.
runHook() {
  local commands="\${!1:-}"
  if [ -n "$commands" ]; then eval "$commands"; fi
}

unpackFile() {
  if [ -d "$1" ]; then
    local name
    name="$(basename "$1")"
    case "$name" in ????????????????????????????????-*) name="\${name:33}" ;; esac
    cp -R "$1" "$name"
    chmod -R u+w "$name"
    return
  fi
  case "$1" in
    *.tar | *.tar.* | *.tgz | *.tbz2 | *.tbz | *.txz | *.tzst) tar -xf "$1" ;;
    *.zip) unzip -qq "$1" ;;
    *) fail "unpack: it is not known how to unpack $1; set unpackPhase, or dontUnpack: true" ;;
  esac
}

unpackDefault() {
  local file folder folders=() before=" "
  [ -n "\${srcs:-\${src:-}}" ] || fail "unpack: there is no src; set dontUnpack: true where none is needed"
  for folder in */; do before="$before$folder "; done
  for file in \${srcs:-$src}; do unpackFile "$file"; done
  if [ -z "\${sourceRoot:-}" ]; then
    for folder in */; do
      case "$before" in *" $folder "*) ;; *) folders+=("\${folder%/}") ;; esac
    done
    case \${#folders[@]} in
      0) sourceRoot=. ;;
      1) sourceRoot="\${folders[0]}" ;;
      *) fail "unpack: which folder is the source? set sourceRoot to one of: \${folders[*]}" ;;
    esac
  fi
  cd "$sourceRoot"
}

patchDefault() {
  local file
  for file in \${patches:-}; do
    say "applying $file"
    case "$file" in
      *.gz) gzip -dc "$file" ;;
      *.xz) xz -dc "$file" ;;
      *.bz2) bzip2 -dc "$file" ;;
      *) cat "$file" ;;
    esac | patch \${patchFlags:--p1}
  done
}

configureDefault() {
  local script="\${configureScript:-./configure}"
  if [ ! -x "$script" ]; then return; fi
  "$script" "--prefix=$prefix" \${configureFlags:-}
}

hasMakefile() { [ -e Makefile ] || [ -e makefile ] || [ -e GNUmakefile ] || [ -n "\${makefile:-}" ]; }
runMake() { make \${makefile:+-f "$makefile"} SHELL="$BASH" \${makeFlags:-} "$@"; }

buildDefault() {
  if hasMakefile; then runMake "-j\${NIX_BUILD_CORES:-1}" \${buildFlags:-}; fi
}

checkDefault() {
  local target="\${checkTarget:-}"
  if ! hasMakefile; then return; fi
  if [ -z "$target" ]; then
    if make -n check > /dev/null 2>&1; then target=check
    elif make -n test > /dev/null 2>&1; then target=test
    else say "no check or test target"; return; fi
  fi
  runMake \${checkFlags:-} $target
}

installDefault() {
  hasMakefile || fail "install: there is no makefile; set installPhase to what installs it into \$out"
  runMake "prefix=$prefix" \${installFlags:-} \${installTargets:-install}
}

fixupDefault() {
  local output
  for output in \${outputs:-out}; do
    output="\${!output}"
    [ -e "$output" ] || fail "the build made no $output"
    chmod -R u+w "$output"
    if [ -d "$output/man" ] && [ ! -e "$output/share/man" ]; then
      mkdir -p "$output/share"
      mv "$output/man" "$output/share/man"
    fi
    if [ -z "\${dontPatchShebangs:-}" ] && [ -n "$inputPath" ]; then patchShebangs "$output"; fi
  done
}

# runPhase build: preBuild, then buildPhase or what stands for it, then postBuild.
runPhase() {
  local phase="$1" title dont
  title="$(printf '%s' "\${phase:0:1}" | tr '[:lower:]' '[:upper:]')\${phase:1}"
  dont="dont$title"
  if [ -n "\${!dont:-}" ]; then return; fi
  if [ "$phase" = check ] && [ -z "\${doCheck:-}" ]; then return; fi
  say "phase: $phase"
  local commands="\${phase}Phase"
  if [ -n "\${!commands:-}" ]; then eval "\${!commands}"; return; fi
  runHook "pre$title"
  if [ "$(type -t "\${phase}Default")" = function ]; then "\${phase}Default"
  else fail "there is no phase $phase: set \${phase}Phase"; fi
  runHook "post$title"
}

cd "\${NIX_BUILD_TOP:-\${TMPDIR:-/tmp}}"
if [ -n "\${buildCommand:-}" ]; then
  eval "$buildCommand"
else
  for phase in \${phases:-unpack patch configure build check install fixup}; do runPhase "$phase"; done
fi
`
  .replaceAll("\\${", "${")
  .replaceAll("\\x60", "`");
