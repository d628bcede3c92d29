# shellcheck shell=bash disable=SC2154
# Sourced by `run` and `check`: makes a virtual environment from the pinned requirements, once.
# The caller has set `set -euo pipefail`, stands in the repository's root and names itself in $tool.

say() { printf '%s: %s\n' "$tool" "$*" >&2; }

as_root() { # COMMAND... : as root, or not at all
  if [[ $(id -u) == 0 ]]; then
    "$@" </dev/null
  elif command -v sudo >/dev/null; then
    sudo -n "$@" </dev/null
  else
    return 1
  fi
}

apt_install() { # PACKAGE... : on Debian and its kin, where we may
  command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq >/dev/null &&
    as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_python() { # prints the interpreter to use: $HUSTINGS_PYTHON, else the first that fits
  local candidate
  for candidate in ${HUSTINGS_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    # The first part fails on Python 2 as well, and a version manager's shim may exist in vain.
    if "$candidate" -c '
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(1)
print(sys.executable)' 2>/dev/null; then
      return
    fi
  done
  say "Python 3.11, 3.12, 3.13 or 3.14 is needed, and none of these is one:" \
    "${HUSTINGS_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}." \
    "Install one (Debian 12 or later, Ubuntu 24.04 or later: apt-get install python3 python3-venv)," \
    "or name yours: HUSTINGS_PYTHON=path/to/python3 ./$tool"
  return 2
}

make_venv() { # DIR PYTHON : an empty environment, in place of any that was there
  local where=$1 python=$2 package
  rm -rf "$where"
  if command -v uv >/dev/null; then
    uv venv --quiet --python "$python" "$where"
    return
  fi
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    say "$python has no venv module; installing Debian's $package"
    apt_install "$package" || {
      say "$python cannot make virtual environments. On Debian or Ubuntu, as root:" \
        "apt-get install python3-venv (or $package)"
      return 2
    }
  fi
  "$python" -m venv "$where"
}

install() { # PYTHON ARGUMENT... : pip's own arguments
  local python=$1
  shift
  if command -v uv >/dev/null; then
    uv pip install --quiet --python "$python" "$@"
  else
    # Twice quiet: warnings about how a machine's pip is configured are not ours to repeat.
    "$python" -m pip install --quiet --quiet --disable-pip-version-check --no-input "$@"
  fi
}

prepare() { # DIR FILE... : an environment with these pinned requirements and this package
  local where=$1 file wanted python with started=$SECONDS pinned=()
  shift
  for file in "$@"; do pinned+=(-r "$file"); done

  # The stamp is all that the environment was made from. It is written last, so what was
  # interrupted is made again; and it is compared with, so a second start does no work.
  wanted=$(echo "$PWD ${HUSTINGS_PYTHON:-}" && cat pyproject.toml "$@")
  if [[ -f $where/stamp && $(<"$where/stamp") == "$wanted" ]] && "$where/bin/python" -c '' 2>/dev/null; then
    return
  fi

  python=$(find_python)
  command -v uv >/dev/null && with=uv || with=pip
  say "setting up $where with $("$python" --version) and $with, once;" \
    "packages come from the Python Package Index"
  rm -f "$where/stamp"
  make_venv "$where" "$python"
  install "$where/bin/python" --require-hashes "${pinned[@]}"
  # Editable, so that a change to the source takes effect at once. Its build backend is among the
  # pinned requirements, so nothing unpinned is fetched.
  install "$where/bin/python" --no-deps --no-build-isolation --editable .
  printf '%s\n' "$wanted" >"$where/stamp.new"
  mv "$where/stamp.new" "$where/stamp"
  say "$where is ready after $((SECONDS - started)) s"
}
