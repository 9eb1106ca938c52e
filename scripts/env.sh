# shellcheck shell=bash
# Sourced by the scripts beside it (and, if you like, by your own shell): where the project is, where its tools are,
# and how a script speaks.

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS=$PROJECT/.tools
export PROJECT TOOLS

# The search path without our tools: scripts/setup asks it whether this machine has a tool already.
if [[ -z ${PATH_OF_MACHINE:-} ]]; then
  PATH_OF_MACHINE=$PATH
  export PATH_OF_MACHINE
  PATH=$TOOLS/bin:$TOOLS/node/node_modules/.bin:$PATH
fi

# The browser of the end-to-end tests; CHROMIUM names another one.
if [[ -z ${CHROMIUM:-} ]]; then
  CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
fi
export CHROMIUM
# npm must not fetch a browser of its own.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# note TEXT…: one line about what is going on.
note() { printf '· %s\n' "$*"; }

# fail TEXT…: says why, and ends the script.
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# since SECONDS: the time that has passed since then, for people.
since() {
  local passed=$((SECONDS - $1))
  if ((passed < 60)); then printf '%d s' "$passed"; else printf '%d min %d s' $((passed / 60)) $((passed % 60)); fi
}

# digest PATH…: one number for the names and contents of all files below; a path that is not there adds nothing.
digest() {
  { find "$@" -type f -print0 2>/dev/null || true; } | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}
